using System.Collections.Immutable;

namespace SmartBlocks.Ledger;

/// <summary>
/// Makes blocks and re-executes them, by one and the same path: given the ledger after a block and batches, everything else follows.
/// It writes nothing; who calls it appends <see cref="Execution.State"/> to the node log before asking for the next block.
/// Not thread safe: one executor serves one ledger, one call at a time. It keeps keys and recently used nodes, within bounds.
/// </summary>
public sealed class BlockExecutor
{
    private readonly FamilyRegistry _families;
    private readonly StateNodeReader _nodes;
    private readonly RecentState _recent;
    private readonly KeyDirectory _keys = new();
    private (Hash256 State, LedgerSettings Settings)? _settings;

    /// <summary>An executor with these families above a ledger's node log.</summary>
    /// <param name="families">What transactions may say.</param>
    /// <param name="nodes">The ledger's node log.</param>
    /// <param name="cacheBytes">Memory for what was read of the state, in bytes: a quarter of it for values, the rest for two generations of nodes.</param>
    public BlockExecutor(FamilyRegistry families, IStateNodes nodes, int cacheBytes = 2 * StateNodeReader.DefaultGenerationBytes)
    {
        _families = families;
        _nodes = new StateNodeReader(nodes, cacheBytes * 3 / 8);
        _recent = new RecentState(_nodes, cacheBytes / 4);
    }

    /// <summary>The settings in force after <paramref name="cursor"/>.</summary>
    public LedgerSettings SettingsAt(LedgerCursor cursor)
    {
        if (_settings is not { } known || known.State != cursor.State.Hash)
            _settings = known = (cursor.State.Hash, LedgerSettings.Read(new StateTrie(cursor.State, _nodes)));
        return known.Settings;
    }

    /// <summary>
    /// Makes the next block of as many batches as fit, in their order. Verifies signatures on all cores, those not verified before.
    /// </summary>
    /// <param name="parent">The ledger so far.</param>
    /// <param name="batches">What waits.</param>
    /// <param name="time">Now, in Unix milliseconds; a clock that ran backwards is answered with the parent's time.</param>
    /// <param name="index">Ids committed so far.</param>
    /// <param name="maxTransactions">The proposer's own limit, below the ledger's.</param>
    public Proposal Propose(LedgerCursor parent, IReadOnlyList<Batch> batches, long time, ITransactionIndex index, int maxTransactions = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTransactions, 1);
        var run = Begin(parent, Math.Max(time, parent.Time), index);
        SignatureStage.Verify(batches, kid => _keys.Resolve(run.State, kid));
        var rejected = ImmutableArray.CreateBuilder<RejectedBatch>();
        var next = 0;
        for (; next < batches.Count; next++)
        {
            var batch = batches[next];
            if (run.Count > 0 && !run.Fits(batch, maxTransactions))
                break;
            if (run.TryAdd(batch) is { } refusal)
                rejected.Add(new RejectedBatch(batch, refusal.Rejection, refusal.Transaction < 0 ? null : batch.Transactions[refusal.Transaction].Id));
        }
        return new Proposal(
            run.Count == 0 ? null : Finish(run, parent, Math.Max(time, parent.Time)), rejected.ToImmutable(), [.. batches.Skip(next)]);
    }

    /// <summary>
    /// Re-executes a block on the ledger before it and compares all it says. Its certificate is not looked at: a validator re-executes
    /// before it signs (<see cref="IConsensus.VerifyCertificate"/>).
    /// </summary>
    /// <exception cref="StateCorruptException">When the caller's own node log is damaged.</exception>
    public ReplayResult Replay(LedgerCursor parent, Block block, IReadOnlyList<Batch> batches, ITransactionIndex index)
    {
        var header = block.Header;
        var number = parent.Number + 1;
        if (header.Ledger != parent.Ledger)
            return Wrong(number, "it belongs to another ledger", parent.Ledger, header.Ledger);
        if (header.Number != number)
            return Wrong(number, "its number is wrong", Text(number), Text(header.Number));
        if (header.Previous != parent.Id)
            return Wrong(number, "its link to the previous block is wrong", parent.Id, header.Previous);
        if (header.Time < parent.Time)
            return Wrong(number, "its time lies before the previous block's", "at least " + Text(parent.Time), Text(header.Time));
        if (batches.Count == 0)
            return Wrong(number, "it holds no transaction", "at least one", "none");

        var run = Begin(parent, header.Time, index);
        SignatureStage.Verify(batches, kid => _keys.Resolve(run.State, kid));
        foreach (var batch in batches)
        {
            if (run.TryAdd(batch) is not { } refusal)
                continue;
            var id = refusal.Transaction < 0 ? null : batch.Transactions[refusal.Transaction].Id;
            var why = refusal.Rejection.Code == "transaction.signature" ? refusal.Rejection.Detail : "it may not be committed: " + refusal.Rejection;
            return new ReplayResult(null, new Discrepancy(number, why, null, null, run.Count + Math.Max(0, refusal.Transaction), id));
        }
        var execution = Finish(run, parent, header.Time);
        return Compare(header, execution.Header) is { } difference ? new ReplayResult(null, difference) : new ReplayResult(execution, null);
    }

    private BlockRun Begin(LedgerCursor parent, long time, ITransactionIndex index) =>
        new(_families, _keys, parent, SettingsAt(parent), new StateOverlay(_recent.At(parent.State)), time, index);

    private Execution Finish(BlockRun run, LedgerCursor parent, long time)
    {
        var before = SettingsAt(parent);
        var after = run.State.Changes.Keys.Any(p => p.StartsWith("settings/", StringComparison.Ordinal)) ? LedgerSettings.Read(run.State) : before;
        var rules = parent.Number < 0 ? after : before;   // the genesis block is certified by the set it brings along
        var state = new StateTrie(parent.State, _nodes).Commit(run.State.Changes);
        ImmutableArray<Hash256> leaves = [.. run.Leaves];
        var history = parent.History.Append(leaves.AsSpan());
        var header = new BlockHeader(
            parent.Ledger, parent.Number + 1, parent.Id, time, history.Tree.Size, history.Tree.Root.ToString(), state.Root.Hash.ToString(),
            [.. rules.Validators.Select(v => v.KeyId)], rules.Engine);
        _settings = (state.Root.Hash, after);
        _recent.Advance(state.Root, run.State.Changes);
        return new Execution(header, run.Batches, state, leaves, history.TileHashes, rules.Validators, LedgerCursor.After(header, history.Tree, state.Root));
    }

    private static Discrepancy? Compare(BlockHeader said, BlockHeader found)
    {
        if (said.Size != found.Size)
            return new Discrepancy(said.Number, "its history size is wrong", Text(found.Size), Text(said.Size));
        if (said.Root != found.Root)
            return new Discrepancy(said.Number, "its history root is wrong", found.Root, said.Root);
        if (said.State != found.State)
            return new Discrepancy(said.Number, "its state root is wrong", found.State, said.State);
        if (said.Engine != found.Engine)
            return new Discrepancy(said.Number, "its consensus engine is wrong", found.Engine, said.Engine);
        return said.Validators.SequenceEqual(found.Validators, StringComparer.Ordinal)
            ? null
            : new Discrepancy(said.Number, "its validators are wrong", string.Join(' ', found.Validators), string.Join(' ', said.Validators));
    }

    private static ReplayResult Wrong(long block, string what, string expected, string found) =>
        new(null, new Discrepancy(block, what, expected, found));

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
