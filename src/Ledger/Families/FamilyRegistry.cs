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

    /// <summary>The family of this name and version.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out IFamily? family) => _families.TryGetValue(name, out family);
}
