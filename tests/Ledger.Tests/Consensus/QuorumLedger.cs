namespace SmartBlocks.Ledger.Tests.Consensus;

/// <summary>A ledger certified by a quorum from block 2 on: block 1 names the validators and sets the engine.</summary>
internal sealed class QuorumLedger
{
    public static readonly SigningKey Host = TestLedger.Validator;

    private readonly List<(Block Block, IReadOnlyList<Batch> Batches)> _blocks = [];

    public QuorumLedger(int validators = 4)
    {
        Validators = [.. Enumerable.Range(0, validators).Select(i => TestKeys.Of("validator " + i))];
        var jwks = string.Join(',', Validators.Select(v => v.PublicKey.ToJwk()));
        Ledger = new TestLedger(started: false);
        var start = Commit(
            [Batch.Of(Ledger.Genesis()), Batch.Of(Ledger.Register(TestLedger.Device, "device")), Batch.Of(Ledger.Register(Host, "validator"))]);
        start.Rejected.ShouldBeEmpty();
        Commit([Batch.Create(TestLedger.Operator, [
            Ledger.Sign(TestLedger.Operator, "settings/1", $$"""{"op":"set","name":"validators","value":[{{jwks}}]}"""),
            Ledger.Sign(TestLedger.Operator, "settings/1", """{"op":"set","name":"engine","value":"quorum"}""")])]).Rejected.ShouldBeEmpty();
    }

    public TestLedger Ledger { get; }

    /// <summary>In the order of their key ids, as the ledger has them.</summary>
    public SigningKey[] Validators { get; }

    public IReadOnlyList<PublicKey> Keys => [.. Validators.Select(v => v.PublicKey).OrderBy(v => v.KeyId, StringComparer.Ordinal)];

    public long Height => Ledger.Cursor.Number + 1;

    /// <summary>A validator's copy up to the ledger's head.</summary>
    public SimReplica Replica()
    {
        var replica = new SimReplica(Ledger.Families);
        foreach (var (block, batches) in _blocks)
            replica.Apply(new ProposedBlock(block.Header, [.. batches]));
        return replica;
    }

    /// <summary>The next block, of some batches; nothing is stored.</summary>
    public ProposedBlock Propose(int transactions = 1, long? time = null) =>
        ProposedBlock.Of(Execute([.. Enumerable.Range(0, transactions).Select(i => Batch.Of(Ledger.Add("c" + i, 1)))], time));

    public SmartBlocks.Ledger.Execution Execute(IReadOnlyList<Batch> batches, long? time = null) =>
        new BlockExecutor(Ledger.Families, Ledger.Nodes).Propose(Ledger.Cursor, batches, time ?? Ledger.Now, Ledger).Execution!;

    private Proposal Commit(IReadOnlyList<Batch> batches)
    {
        var proposal = Ledger.Commit(batches);
        _blocks.Add((Ledger.Blocks[^1], [.. proposal.Execution!.Batches.Select(b => b.Batch)]));
        return proposal;
    }
}

/// <summary>A replica in memory.</summary>
internal sealed class SimReplica(FamilyRegistry families) : IReplica, ITransactionIndex
{
    private readonly MemoryStateNodes _nodes = new();
    private readonly HashSet<string> _ids = [];
    private BlockExecutor? _executor;

    public LedgerCursor Cursor { get; private set; } = LedgerCursor.Start(TestLedger.Name);

    public LedgerSettings Settings => Executor.SettingsAt(Cursor);

    private BlockExecutor Executor => _executor ??= new BlockExecutor(families, _nodes);

    public KeyEntry? Key(string kid) => KeyEntry.Read(new StateTrie(Cursor.State, _nodes), kid);

    public ReplayResult Replay(ProposedBlock block) => Executor.Replay(Cursor, block.WithoutSignatures(), block.Batches, this);

    public bool Contains(string id) => _ids.Contains(id);

    public void Apply(ProposedBlock block)
    {
        var execution = Replay(block).Execution.ShouldNotBeNull();
        _nodes.Append(execution.State.Start, execution.State.Bytes.Span);
        _ids.UnionWith(block.Batches.SelectMany(b => b.Transactions).Select(t => t.Id));
        Cursor = execution.Next;
    }
}

/// <summary>Votes on a disk that survives crashes; what is saved goes through bytes.</summary>
internal sealed class SimVotes : IVoteStore
{
    private byte[]? _record;

    public int Saves { get; private set; }

    public VoteRecord? Load(string ledger)
    {
        if (_record is null)
            return null;
        VoteRecord.TryParse(_record, out var record, out var why).ShouldBeTrue(why?.Detail);
        return record;
    }

    public void Save(VoteRecord record)
    {
        Saves++;
        _record = record.ToJson();
    }
}
