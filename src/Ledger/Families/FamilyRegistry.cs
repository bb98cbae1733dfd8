using System.Diagnostics.CodeAnalysis;

namespace SmartBlocks.Ledger;

/// <summary>The families a program knows. Proposer and validators must know the same ones.</summary>
public sealed class FamilyRegistry
{
    private readonly Dictionary<string, IFamily> _families = new(StringComparer.Ordinal);

    private static readonly IFamily[] Own = [new SettingsFamily(), new KeyFamily(), new MemberFamily(), new GovernanceFamily()];

    /// <summary>The ledger's own families (<c>settings/1</c>, <c>key/1</c>, <c>member/1</c>, <c>governance/1</c>) and <paramref name="families"/>.</summary>
    /// <exception cref="ArgumentException">When a name is malformed or taken.</exception>
    public FamilyRegistry(params IEnumerable<IFamily> families)
    {
        foreach (var family in (IFamily[])[.. Own, .. families])
        {
            if (!Names.IsFamily(family.Name))
                throw new ArgumentException($"'{family.Name}' is not name/version, like interval/1.", nameof(families));
            if (!_families.TryAdd(family.Name, family))
                throw new ArgumentException($"The family {family.Name} is registered twice.", nameof(families));
        }
    }

    /// <summary>Names of all families, in order.</summary>
    public IReadOnlyList<string> All => [.. _families.Keys.Order(StringComparer.Ordinal)];

    /// <summary>
    /// What a transaction would meet in a block on <paramref name="state"/>, signatures, ids and times aside: its family's permission, its family, and the
    /// guards. What it changes stays in <paramref name="state"/>.
    /// </summary>
    public Rejection? Try(Transaction transaction, KeyEntry signer, StateOverlay state, long blockNumber, long blockTime, long index)
    {
        if (!TryGet(transaction.Header.Family, out var family))
            return new Rejection("family.unknown", $"There is no family {transaction.Header.Family}.", "family", transaction.Header.Family);
        if (signer.IsRevokedIn(blockNumber))
            return new Rejection("key.revoked", FormattableString.Invariant($"The key {signer.Kid} was revoked in block {signer.RevokedAt}."), "kid", signer.Kid);
        return Permit(family, LedgerSettings.Read(state), signer, state, out var member, out var permitted)
            ?? family.Apply(new TransactionContext(transaction, blockNumber, blockTime, index, signer, member, permitted), state) ?? LedgerGuards.Check(state);
    }

    /// <summary>Whether the signer's roles may submit the family: as the ledger's setting has it, in force since the block began, or else the family.</summary>
    internal static Rejection? Permit(
        IFamily family, LedgerSettings settings, KeyEntry signer, IStateReader state, out MemberEntry? member, out bool permitted)
    {
        member = signer.Role == Roles.Member ? MemberEntry.Read(state, signer.Party) : null;
        permitted = settings.Permissions.TryGetValue(family.Name, out var allowed);
        if (!permitted)
            allowed = family.Submitters;
        if (allowed.IsEmpty)
            return null;
        foreach (var role in allowed)
        {
            if (TransactionContext.Speaks(signer, member, role))
                return null;
        }
        return TransactionContext.WrongRole(family.Name, signer, member, string.Join(" or ", allowed));
    }

    /// <summary>The family of this name and version.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out IFamily? family) => _families.TryGetValue(name, out family);
}
