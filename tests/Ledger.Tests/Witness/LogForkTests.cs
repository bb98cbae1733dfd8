using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger.Tests.Witness;

/// <summary>Two checkpoints that contradict each other.</summary>
public sealed class LogForkTests
{
    private const string Origin = "example/log";

    private static readonly Ed25519Key Log = Ed25519Key.FromSeed(Hash256.Of("log"u8).Bytes);
    private static readonly NoteKey Key = new(Origin, Log.PublicKey);
    private static readonly SigningKey Validator = TestKeys.Of("log");
    private static readonly NoteKey ValidatorKey = new(Origin, Validator.PublicKey);

    [Fact]
    public void Two_roots_of_one_size_under_one_key_are_proof_also_after_a_round_trip()
    {
        LogFork.TryParse(new LogFork(Note("one"), Note("two")).ToJson(), out var fork, out var why).ShouldBeTrue(why?.Detail);
        fork!.Verify([ValidatorKey, Key], out var first, out var second).ShouldBeNull();
        (first!.Size, first.Root).ShouldBe((7, Hash256.Of("one"u8)));
        (second!.Size, second.Root).ShouldBe((7, Hash256.Of("two"u8)));
    }

    [Fact]
    public void What_one_honest_log_may_sign_proves_nothing()
    {
        Code(new LogFork(Note("one"), Note("one"))).ShouldBe("fork.root");
        Code(new LogFork(Note("one"), Note("two", size: 8))).ShouldBe("fork.size");
        Code(new LogFork(Note("one"), Note("two", origin: "example/other"))).ShouldBe("fork.origin");
        Code(new LogFork(Note("one"), SignedNote.Of("hello\n", Note("one").Signatures))).ShouldBe("checkpoint.form");
    }

    [Theory]
    [InlineData(7, 8)]
    [InlineData(7, 300)]
    [InlineData(8, 9)]
    [InlineData(256, 300)]
    [InlineData(299, 300)]
    public void A_larger_checkpoint_whose_history_says_otherwise_is_proof(int size, int larger)
    {
        var (ours, theirs) = (new History("one", 300), new History("two", 300));
        var proof = theirs.Proof(size, larger);
        var (first, second) = (Sign(ours.At(size)), Sign(theirs.At(larger)));
        LogFork.TryParse(new LogFork(first, second, proof).ToJson(), out var fork, out var why).ShouldBeTrue(why?.Detail);
        fork!.Verify([Key], out _, out _).ShouldBeNull();

        // An honest log cannot be accused: its own proof shows that it continues, and no other leads to its root.
        Code(new LogFork(Sign(theirs.At(size)), second, proof)).ShouldBe("fork.continues");
        for (var at = 0; at < proof.Length; at++)
            Code(new LogFork(Sign(theirs.At(size)), second, proof.SetItem(at, Hash256.Of("else"u8)))).ShouldBe("fork.proof");
        Code(new LogFork(first, second, proof.Add(default))).ShouldBe("fork.proof");
        Code(new LogFork(first, second, proof.RemoveAt(proof.Length - 1))).ShouldBe(proof.Length == 1 ? "fork.size" : "fork.proof");
        Code(new LogFork(second, first, proof)).ShouldBe("fork.size");
        Code(new LogFork(Sign(ours.At(0)), second, proof)).ShouldBe("fork.size");
        Code(new LogFork(first, Sign(theirs.At(size)), proof)).ShouldBe("fork.proof");
    }

    [Fact]
    public void Who_did_not_sign_both_is_not_accused()
    {
        var text = new Checkpoint(Origin, 7, Hash256.Of("two"u8)).ToText();
        // One by each of two keys: these may be in two hands.
        var other = SignedNote.Of(text, [NoteKey.Sign(text, Origin, Validator)]);
        new LogFork(Note("one"), other).Verify([Key, ValidatorKey], out _, out _)!.Code.ShouldBe("fork.unsigned");
        Code(new LogFork(Note("one"), SignedNote.Of(text, [NoteKey.Sign(text, Origin, Log) with { Bytes = new byte[64] }]))).ShouldBe("fork.unsigned");
        new LogFork(Note("one"), Note("two")).Verify([], out _, out _)!.Code.ShouldBe("fork.unsigned");
        new LogFork(Note("one"), Note("two")).Verify([new NoteKey("example/other", Log.PublicKey)], out _, out _)!.Code.ShouldBe("fork.unsigned");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":"sb-log-fork/2","first":"","second":""}""")]
    [InlineData("""{"format":"sb-log-fork/1","first":1,"second":""}""")]
    [InlineData("""{"format":"sb-log-fork/1","first":"x","second":"y"}""")]
    [InlineData("""{"format":"sb-log-fork/1","first":NOTE,"second":NOTE,"proof":[]}""")]
    [InlineData("""{"format":"sb-log-fork/1","first":NOTE,"second":NOTE,"proof":"x"}""")]
    [InlineData("""{"format":"sb-log-fork/1","first":NOTE,"second":NOTE,"proof":["x"]}""")]
    [InlineData("""{"format":"sb-log-fork/1","first":NOTE,"second":NOTE,"proof":[1]}""")]
    public void What_is_no_such_file_is_refused(string json) => LogFork.TryParse(
        Encoding.UTF8.GetBytes(json.Replace("NOTE", JsonSerializer.Serialize(Note("one").ToString()), StringComparison.Ordinal)), out _, out _).ShouldBeFalse();

    private static string Code(LogFork fork) => fork.Verify([Key], out _, out _)!.Code;

    private static SignedNote Sign(Checkpoint checkpoint)
    {
        var text = checkpoint.ToText();
        return SignedNote.Of(text, [NoteKey.Sign(text, Origin, Log)]);
    }

    private sealed class History
    {
        private readonly MemoryHistory _tiles = new();
        private readonly List<HistoryTree> _trees = [HistoryTree.Empty];

        public History(string flavour, int size)
        {
            for (var n = 0; n < size; n++)
            {
                var append = _trees[^1].Append([HistoryTree.LeafHash(Encoding.UTF8.GetBytes($"{flavour} {n}"))]);
                _tiles.Add(append.TileHashes);
                _trees.Add(append.Tree);
            }
        }

        public Checkpoint At(int size) => new(Origin, size, _trees[size].Root);

        // As a fork names it: with the earlier root where the standard leaves it out.
        public ImmutableArray<Hash256> Proof(int from, int to)
        {
            var path = ConsistencyProof.Create(from, to, new TiledHistoryHashes(_tiles, _trees.Count - 1)).Path;
            return BitOperations.IsPow2(from) ? path.Insert(0, _trees[from].Root) : path;
        }
    }

    private static SignedNote Note(string root, long size = 7, string origin = Origin)
    {
        var text = new Checkpoint(origin, size, Hash256.Of(Encoding.UTF8.GetBytes(root))).ToText();
        return SignedNote.Of(text, [NoteKey.Sign(text, origin, Log)]);
    }
}
