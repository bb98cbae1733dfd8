using System.Collections.Concurrent;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>The keys that have signed on a ledger, so that the next submissions are verified ahead of their block. Bounded. Thread safe.</summary>
internal sealed class SignerKeys
{
    private const int Limit = 65_536;

    private readonly ConcurrentDictionary<string, PublicKey> _keys = new(StringComparer.Ordinal);

    /// <summary>A key that has signed, or null.</summary>
    public PublicKey? Find(string kid) => _keys.GetValueOrDefault(kid);

    /// <summary>Keeps the keys that signed a block's transactions.</summary>
    /// <param name="execution">The block.</param>
    /// <param name="state">The state after it.</param>
    public void Learn(Execution execution, Func<StateTrie> state)
    {
        if (_keys.Count > Limit)
            _keys.Clear();
        StateTrie? read = null;
        foreach (var batch in execution.Batches)
        {
            foreach (var transaction in batch.Batch.Transactions)
            {
                var kid = transaction.Header.Kid;
                if (!_keys.ContainsKey(kid) && KeyEntry.Read(read ??= state(), kid) is { } entry)
                    _keys[kid] = PublicKey.FromJwk(entry.Jwk);
            }
        }
    }
}
