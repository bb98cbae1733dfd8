using System.Collections.Concurrent;

namespace SmartBlocks.Grains;

/// <summary>
/// The validator keys that this process votes with for members who run no validator of their own. Such a vote is the host's word: a ledger whose
/// validators are all hosted in one place proves no more than one with the engine <c>solo</c>, and whoever shows validators says which are.
/// </summary>
public sealed class HostedValidatorKeys
{
    private readonly ConcurrentDictionary<string, byte> _kids = new(StringComparer.Ordinal);

    /// <summary>Vault name of the key that the host votes with for a party.</summary>
    public static string NameOf(string party) => "validator/" + party;

    /// <summary>Notes that this process votes with a key.</summary>
    public void Add(string kid) => _kids[kid] = 0;

    /// <summary>Whether this process votes with a key.</summary>
    public bool Contains(string kid) => _kids.ContainsKey(kid);
}
