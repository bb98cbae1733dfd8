using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// Imported keys by key id. A key id is the thumbprint of the key, so an entry can never be stale. Bounded: when the young generation
/// is full it becomes the old one, and what nobody asked for since is forgotten. Not thread safe.
/// </summary>
public sealed class PublicKeyCache
{
    /// <summary>Keys a generation holds; an imported key costs about 2 kB, two generations stay under 64 MB.</summary>
    public const int DefaultGeneration = 16_384;

    private readonly int _generation;
    private Dictionary<string, PublicKey> _young = new(StringComparer.Ordinal);
    private Dictionary<string, PublicKey> _old = new(StringComparer.Ordinal);

    /// <summary>A cache of two generations.</summary>
    public PublicKeyCache(int generation = DefaultGeneration) => _generation = generation;

    /// <summary>The key of this id, if it is held.</summary>
    public bool TryGet(string kid, [NotNullWhen(true)] out PublicKey? key)
    {
        if (_young.TryGetValue(kid, out key))
            return true;
        if (!_old.TryGetValue(kid, out key))
            return false;
        Add(key);
        return true;
    }

    /// <summary>Keeps a key.</summary>
    public void Add(PublicKey key)
    {
        if (_young.Count >= _generation)
        {
            _old = _young;
            _young = new Dictionary<string, PublicKey>(StringComparer.Ordinal);
        }
        _young[key.KeyId] = key;
    }

    /// <summary>The key of <paramref name="entry"/>, imported at most once while it is held.</summary>
    /// <exception cref="FormatException">When the entry's JWK is not a key: no family lets that happen.</exception>
    public PublicKey Get(KeyEntry entry)
    {
        if (TryGet(entry.Kid, out var key))
            return key;
        key = PublicKey.FromJwk(entry.Jwk);
        if (key.KeyId != entry.Kid)
            throw new FormatException($"The key registered as {entry.Kid} has the thumbprint {key.KeyId}.");
        Add(key);
        return key;
    }

    /// <summary>Keeps every valid key found in <paramref name="jwk"/>; anything else is left for the rules to refuse.</summary>
    internal void Offer(JsonElement jwk)
    {
        if (PublicKey.TryFromJwk(jwk, out var key, out _) && !TryGet(key.KeyId, out _))
            Add(key);
    }
}
