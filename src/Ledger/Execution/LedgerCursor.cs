namespace SmartBlocks.Ledger;

/// <summary>A ledger after one of its blocks: all that is needed to make or check the next. Immutable.</summary>
/// <param name="Ledger">The ledger's id.</param>
/// <param name="Number">Number of the block; -1 before the genesis block.</param>
/// <param name="Id">The block's id; <see cref="BlockHeader.NoPrevious"/> before the genesis block.</param>
/// <param name="Time">The block's time in Unix milliseconds.</param>
/// <param name="History">The history tree after the block.</param>
/// <param name="State">The state after the block.</param>
public sealed record LedgerCursor(string Ledger, long Number, string Id, long Time, HistoryTree History, StateRoot State)
{
    /// <summary>A ledger without blocks.</summary>
    public static LedgerCursor Start(string ledger) => new(ledger, -1, BlockHeader.NoPrevious, 0, HistoryTree.Empty, StateRoot.Empty);

    /// <summary>The ledger after a stored block, put together again from what a store keeps beside it.</summary>
    /// <exception cref="ArgumentException">When the roots are not the ones the block carries.</exception>
    public static LedgerCursor After(BlockHeader block, HistoryTree history, StateRoot state)
    {
        if (block.Size != history.Size || block.Root != history.Root.ToString())
            throw new ArgumentException(FormattableString.Invariant($"Block {block.Number} carries history {block.Size}/{block.Root}; the stored hashes give {history.Size}/{history.Root}."), nameof(history));
        if (block.State != state.Hash.ToString())
            throw new ArgumentException(FormattableString.Invariant($"Block {block.Number} carries the state {block.State}; the store has {state.Hash}."), nameof(state));
        return new LedgerCursor(block.Ledger, block.Number, Hash256.Of(block.ToJson()).ToString(), block.Time, history, state);
    }
}
