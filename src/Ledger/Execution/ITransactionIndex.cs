using System.Collections.Frozen;

namespace SmartBlocks.Ledger;

/// <summary>Ids of the transactions committed before the block that is being made.</summary>
public interface ITransactionIndex
{
    /// <summary>True when the transaction of this id is on the ledger.</summary>
    bool Contains(string id);

    /// <summary>True when a transaction is on the ledger: for an index that knows ids as digests, without their text.</summary>
    bool Contains(Transaction transaction) => Contains(transaction.Id);
}

/// <summary>
/// The part of an index that some batches need: a caller with a database asks it once for <see cref="References"/>, and answers from memory.
/// </summary>
public sealed class KnownTransactions : ITransactionIndex
{
    private readonly FrozenSet<string> _committed;

    /// <summary>An index that holds exactly these ids.</summary>
    public KnownTransactions(IEnumerable<string> committed) => _committed = committed.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The index of an empty ledger.</summary>
    public static KnownTransactions None { get; } = new([]);

    /// <inheritdoc/>
    public bool Contains(string id) => _committed.Contains(id);

    /// <summary>Every id that executing <paramref name="batches"/> may ask for: their own and the ones they depend on.</summary>
    public static IReadOnlySet<string> References(IEnumerable<Batch> batches)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var batch in batches)
        {
            foreach (var transaction in batch.Transactions)
            {
                ids.Add(transaction.Id);
                ids.UnionWith(transaction.Header.Dep);
            }
        }
        return ids;
    }
}
