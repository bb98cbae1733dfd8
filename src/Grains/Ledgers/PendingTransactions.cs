using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>Ids that are on the ledger, and those in blocks that are executed but not stored yet.</summary>
internal sealed class PendingTransactions(ITransactionIndex stored, IReadOnlyCollection<IReadOnlySet<string>> pending) : ITransactionIndex
{
    /// <inheritdoc/>
    public bool Contains(string id)
    {
        foreach (var block in pending)
        {
            if (block.Contains(id))
                return true;
        }
        return stored.Contains(id);
    }
}
