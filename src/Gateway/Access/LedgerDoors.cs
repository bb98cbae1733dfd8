using System.Collections.Concurrent;
using System.Collections.Frozen;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Access;

/// <summary>What a ledger itself says about who may read it.</summary>
/// <param name="IsPublic">Anybody.</param>
/// <param name="Members">The parties that take part now.</param>
public sealed record LedgerDoor(bool IsPublic, FrozenSet<string> Members);

/// <summary>
/// Looks up at a ledger's newest block who may read it. Read from the store and kept until the next block: asking for a ledger that does not exist costs a look
/// into an index, and wakes nothing.
/// </summary>
public sealed class LedgerDoors(LedgerReader reader)
{
    /// <summary>Ledgers remembered; beyond it all are looked up anew.</summary>
    const int Kept = 10_000;

    readonly ConcurrentDictionary<string, (string Block, LedgerDoor Door)> doors = new(StringComparer.Ordinal);

    /// <summary>The ledger's door, or null when there is no such ledger.</summary>
    public async Task<LedgerDoor?> FindAsync(string ledger, CancellationToken cancellation = default)
    {
        if (!Names.IsLedger(ledger) || await reader.Store.ReadHeadAsync(ledger, cancellation) is not { } head) return null;
        if (doors.TryGetValue(ledger, out var known) && known.Block == head.Id) return known.Door;
        var state = reader.StateAt(head);
        var door = new LedgerDoor(LedgerSettings.Read(state).Access == LedgerSettings.Public,
            MemberEntry.All(state).Where(m => m.IsActive).Select(m => m.Party).ToFrozenSet(StringComparer.Ordinal));
        if (doors.Count >= Kept) doors.Clear();
        doors[ledger] = (head.Id, door);
        return door;
    }
}
