using System.Text;

namespace SmartBlocks.Ledger.Tests;

/// <summary>A ledger in memory with an operator, one device and the host's validator key; it does what a ledger grain does, without a database.</summary>
internal sealed class TestLedger : ITransactionIndex
{
    public const string Name = "test-ledger";
    public const long Start = 1_795_000_000_000;

    public static readonly SigningKey Operator = TestKeys.Of("operator");
    public static readonly SigningKey Device = TestKeys.Of("device");
    public static readonly SigningKey Validator = TestKeys.Of("validator");

    private readonly HashSet<string> _ids = [];
    private int _nonce;

    public TestLedger(params IFamily[] families) : this(true, families)
    {
    }

    public TestLedger(bool started, params IFamily[] families)
    {
        Families = new FamilyRegistry([new CounterFamily(), .. families]);
        Executor = new BlockExecutor(Families, Nodes);
        if (!started)
            return;
        Commit([Batch.Of(Genesis()), Batch.Of(Register(Device, "device"))]).Rejected.ShouldBeEmpty();
    }

    public FamilyRegistry Families { get; }

    public MemoryStateNodes Nodes { get; } = new();

    public MemoryHistory Tiles { get; } = new();

    public BlockExecutor Executor { get; }

    public LedgerCursor Cursor { get; private set; } = LedgerCursor.Start(Name);

    public List<LedgerRecord> Records { get; } = [];

    public List<Block> Blocks { get; } = [];

    public List<StateRoot> States { get; } = [];

    public long Now { get; set; } = Start;

    public StateTrie State => new(Cursor.State, Nodes);

    public IHistoryHashes Hashes => new TiledHistoryHashes(Tiles, Cursor.History.Size);

    public bool Contains(string id) => _ids.Contains(id);

    public string Nonce() => "n" + _nonce++;

    public Transaction Sign(SigningKey key, string family, string payload, string[]? dep = null, string? nonce = null, string ledger = Name) =>
        Transaction.Sign(key, ledger, family, Encoding.UTF8.GetBytes(payload), Now, nonce ?? Nonce(), dep);

    public Transaction Genesis(SigningKey? signer = null) => Sign(signer ?? Operator, "settings/1",
        $$"""{"op":"genesis","name":"Test","engine":"solo","validators":[{{Validator.PublicKey.ToJwk()}}],"keys":[{"jwk":{{Operator.PublicKey.ToJwk()}},"party":"host","role":"operator"}]}""");

    public Transaction Register(SigningKey key, string role, SigningKey? signer = null) => Sign(signer ?? Operator, "key/1",
        $$"""{"op":"register","jwk":{{key.PublicKey.ToJwk()}},"party":"nimbus","role":"{{role}}"}""");

    public Transaction Add(string counter, int add, SigningKey? signer = null, string[]? dep = null) =>
        Sign(signer ?? Device, "counter/1", $$"""{"counter":"{{counter}}","add":{{add}}}""", dep);

    public Proposal Commit(params IReadOnlyList<Batch> batches)
    {
        var proposal = Executor.Propose(Cursor, batches, Now, this);
        if (proposal.Execution is not { } execution)
            return proposal;
        var block = new Solo(Validator).SealAsync(execution).Result;
        Nodes.Append(execution.State.Start, execution.State.Bytes.Span);
        Tiles.Add(execution.TileHashes);
        Blocks.Add(block);
        States.Add(execution.Next.State);
        Records.Add(new LedgerRecord(block.ToJws(),
            [.. execution.Batches.Select(b => b.Batch.Seal is null ? b.Batch.Transactions[0].Bytes : (ReadOnlyMemory<byte>)b.Batch.ToJson())],
            Hash256.Of(execution.State.Bytes.Span)));
        _ids.UnionWith(execution.Batches.SelectMany(b => b.Batch.Transactions).Select(t => t.Id));
        Cursor = execution.Next;
        Now += 1_000;
        return proposal;
    }

    public Rejection? CommitOne(Transaction transaction) => Commit([Batch.Of(transaction)]).Rejected.SingleOrDefault()?.Rejection;

    public string? Read(string path) => State.Get(path) is { } value ? Encoding.UTF8.GetString(value.Span) : null;

    /// <summary>Some blocks of all kinds of batches, the same each time but for the signatures.</summary>
    public static TestLedger WithBlocks(int blocks, int seed)
    {
        var ledger = new TestLedger();
        var random = new Random(seed);
        for (var i = 0; i < blocks; i++)
        {
            var batches = new List<Batch>();
            for (var b = random.Next(1, 6); b > 0; b--)
            {
                var transactions = Enumerable.Range(0, random.Next(1, 4)).Select(_ => ledger.Add("c" + random.Next(20), random.Next(1, 9))).ToList();
                batches.Add(transactions.Count == 1 && random.Next(2) == 0 ? Batch.Of(transactions[0]) : Batch.Create(Device, transactions));
            }
            ledger.Commit(batches).Rejected.ShouldBeEmpty();
        }
        return ledger;
    }

    public static async Task<VerificationReport> Verify(IEnumerable<LedgerRecord> records) =>
        await new LedgerVerifier(new FamilyRegistry(new CounterFamily()), ConsensusEngines.ForVerification).VerifyAsync(Name, records.ToAsyncEnumerable());
}
