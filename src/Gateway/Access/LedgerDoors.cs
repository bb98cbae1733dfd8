using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Access;

/// <summary>What a ledger itself says about who may read it.</summary>
/// <param name="IsPublic">Anybody.</param>
/// <param name="Members">The parties that take part now.</param>
public sealed record LedgerDoor(bool IsPublic, FrozenSet<string> Members);

/// <summary>
/// Looks up at a ledger's newest block who may read it. Read from the store and kept until the next block: asking for a ledger that does not exist costs a look
/// into an index, and wakes nothing. Where the store is damaged the ledger cannot say who may read it: then holds what it said last, or else that nobody but its
/// owner may. A damaged ledger is read all the same by those who look for the damage.
/// </summary>
public sealed class LedgerDoors(LedgerReader reader, ILogger<LedgerDoors> log)
{
    static readonly LedgerDoor closed = new(false, []);

    /// <summary>Ledgers remembered; beyond it all are looked up anew.</summary>
    const int Kept = 10_000;

    readonly ConcurrentDictionary<string, (string Block, LedgerDoor Door)> doors = new(StringComparer.Ordinal);

    /// <summary>The ledger's door, or null when there is no such ledger.</summary>
    public async Task<LedgerDoor?> FindAsync(string ledger, CancellationToken cancellation = default)
    {
        if (!Names.IsLedger(ledger) || await reader.Store.ReadHeadAsync(ledger, cancellation) is not { } head) return null;
        if (doors.TryGetValue(ledger, out var known) && known.Block == head.Id) return known.Door;
        LedgerDoor door;
        try
        {
            var state = reader.StateAt(head);
            door = new LedgerDoor(LedgerSettings.Read(state).Access == LedgerSettings.Public,
                MemberEntry.All(state).Where(m => m.IsActive).Select(m => m.Party).ToFrozenSet(StringComparer.Ordinal));
        }
        catch (Exception e) when (e is StateCorruptException or InvalidDataException)
        {
            // Not kept: the next to ask looks again, when it may have been restored.
            log.LogError(e, "The state of ledger {Ledger} after block {Number} is damaged", ledger, head.Number);
            return known.Door ?? closed;
        }
        if (doors.Count >= Kept) doors.Clear();
        doors[ledger] = (head.Id, door);
        return door;
    }
}
