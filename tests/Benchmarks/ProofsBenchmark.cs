using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Ledger;

namespace SmartBlocks.Benchmarks;

/// <summary>What proofs cost to make and to check: of a history of a million transactions, and of a state of a hundred thousand paths, in memory.</summary>
public static class ProofsBenchmark
{
    const int Leaves = 1_000_000;
    const int Paths = 100_000;

    /// <summary>Runs it; <c>--short</c> for a look.</summary>
    public static Task RunAsync(string[] arguments)
    {
        var times = arguments.Contains("--short") ? 2_000 : 20_000;
        var figures = new Figures("proofs");
        Console.WriteLine(FormattableString.Invariant($"proofs: {Leaves} transactions, {Paths} state paths, each {times} times, one thread"));
        MeasureHistory(times, figures);
        MeasureState(times, figures);
        figures.Print();
        return Task.CompletedTask;
    }

    static void MeasureHistory(int times, Figures figures)
    {
        var key = SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var transaction = Transaction.Sign(key, "bench", "interval/1",
            """{"meter":"meter-0001","start":"2026-01-01T00:00:00Z","seconds":900,"values":["0.25"]}"""u8, 1_767_225_600_000, "nonce");
        var leaves = new Hash256[Leaves];
        for (var at = 0; at < Leaves; at++) leaves[at] = LeafOf(at);
        leaves[Leaves / 3] = transaction.LeafHash;
        var tiles = new MemoryHistory();
        var grown = HistoryTree.Empty.Append(leaves);
        tiles.Add(grown.TileHashes);
        var hashes = new TiledHistoryHashes(tiles, Leaves, new HistoryTileCache());
        var root = grown.Tree.Root;

        var inclusions = new InclusionProof[times];
        Time("inclusionCreate", "an inclusion proof made", at => inclusions[at] = InclusionProof.Create(Spread(at), Leaves, hashes));
        Time("inclusionCheck", "an inclusion proof checked", at => Require(inclusions[at].Verify(leaves[Spread(at)], root)));

        var consistencies = new ConsistencyProof[times];
        var before = HistoryTree.Load(Leaves / 2 + 1, hashes).Root;
        Time("consistencyCreate", "a consistency proof made", at => consistencies[at] = ConsistencyProof.Create(Leaves / 2 + 1, Leaves, hashes));
        Time("consistencyCheck", "a consistency proof checked", at => Require(consistencies[at].Verify(before, root)));

        var header = new BlockHeader("bench", 500, BlockHeader.NoPrevious, 1_767_225_600_000, Leaves, root.ToString(), Hash256.OfNothing.ToString(),
            [key.KeyId], "solo");
        var block = new Block(header, [Block.Sign(header, key)]);
        var receipts = new Receipt[times];
        Time("receiptCreate", "a receipt made, as the file", at =>
        {
            receipts[at] = Receipt.Create(transaction, Leaves / 3, block, hashes);
            receipts[at].ToJson();
        });
        Time("receiptCheck", "a receipt checked, the validator's signature included",
            at => Require(receipts[at].Verify([key.PublicKey], ConsensusEngines.ForVerification) is null));

        void Time(string name, string says, Action<int> action) => Measure(figures, times, name, says, action);
    }

    static void MeasureState(int times, Figures figures)
    {
        var nodes = new MemoryStateNodes();
        var values = Enumerable.Range(0, Paths).ToDictionary(PathOf, at => (ReadOnlyMemory<byte>?)Encoding.ASCII.GetBytes(PathOf(at)), StringComparer.Ordinal);
        var append = new StateTrie(StateRoot.Empty, nodes).Commit(values);
        nodes.Append(append.Start, append.Bytes.Span);
        var state = new StateTrie(append.Root, nodes);
        var proofs = new StateProof[times];
        Measure(figures, times, "stateCreate", "a state proof made", at => proofs[at] = state.Prove(PathOf(Spread(at) % Paths)));
        Measure(figures, times, "stateCheck", "a state proof checked",
            at => Require(proofs[at].Verify(append.Root.Hash, PathOf(Spread(at) % Paths), out var value) && value is not null));
    }

    static void Measure(Figures figures, int times, string name, string says, Action<int> action)
    {
        for (var at = 0; at < times / 2; at++) action(at);
        var before = Environment.CpuUsage.TotalTime;
        for (var at = 0; at < times; at++) action(at);
        figures.Add(name + "Microseconds", (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / times, "µs of processor time " + says);
    }

    // Far apart, so that no proof finds the hashes of the one before at hand.
    static int Spread(int at) => (int)(at * 7_919L % Leaves);

    static string PathOf(int at) => string.Create(CultureInfo.InvariantCulture, $"meter/meter-{at % 500:0000}/{at / 500:0000}");

    static Hash256 LeafOf(int at)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, at);
        return HistoryTree.LeafHash(bytes);
    }

    static void Require(bool holds)
    {
        if (!holds) throw new InvalidOperationException("A proof does not hold.");
    }
}
