using System.Text;

namespace SmartBlocks.Ledger.Tests.Witness;

public sealed class WitnessRulesTests
{
    private const string Origin = "example/log";

    private static readonly Ed25519Key Log = Ed25519Key.FromSeed(Hash256.Of("log"u8).Bytes);
    private static readonly NoteKey LogKey = new(Origin, Log.PublicKey);

    private readonly MemoryHistory _tiles = new();
    private readonly List<HistoryTree> _trees = [HistoryTree.Empty];

    public WitnessRulesTests()
    {
        for (var i = 0; i < 20; i++)
        {
            var append = _trees[^1].Append([HistoryTree.LeafHash(Encoding.ASCII.GetBytes("entry " + (char)('a' + i)))]);
            _tiles.Add(append.TileHashes);
            _trees.Add(append.Tree);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 7)]
    [InlineData(1, 2)]
    [InlineData(7, 7)]
    [InlineData(7, 20)]
    [InlineData(16, 17)]
    public void A_continuation_is_cosigned(int from, int to)
    {
        var answer = Judge(Request(from, to), from);
        answer.Status.ShouldBe(200, answer.Why?.ToString());
        answer.Checkpoint!.Size.ShouldBe(to);
        answer.Checkpoint.Root.ShouldBe(_trees[to].Root);
        answer.Trusted!.Verify([LogKey], out _).ShouldBeNull();
    }

    [Fact]
    public void A_request_is_its_text()
    {
        var request = Request(7, 20);
        WitnessRequest.TryParse(request.ToBytes(), out var read, out var why).ShouldBeTrue(why?.Detail);
        read!.ToBytes().ShouldBe(request.ToBytes());
        Encoding.UTF8.GetString(request.ToBytes()).ShouldStartWith("old 7\n" + Convert.ToBase64String(request.Proof[0].Bytes) + "\n");
    }

    [Fact]
    public void Another_old_size_is_answered_with_the_right_one()
    {
        var answer = Judge(Request(7, 20), last: 9);
        (answer.Status, answer.SizeText).ShouldBe((409, "9\n"));
        Judge(Request(0, 20), last: 9).Size.ShouldBe(9);
        Judge(Request(3, 20), last: null).SizeText.ShouldBe("0\n");
    }

    [Fact]
    public void A_history_that_does_not_continue_is_refused()
    {
        var forked = HistoryTree.Empty.Append([.. Enumerable.Range(0, 20).Select(i => HistoryTree.LeafHash([(byte)i]))]).Tree;
        var request = Request(7, 20) with { Checkpoint = Sign(new Checkpoint(Origin, 20, forked.Root)) };
        Judge(request, 7).Status.ShouldBe(422);
        // The same size with another root, and proofs where there must be none.
        Judge(new WitnessRequest(20, [], Sign(new Checkpoint(Origin, 20, forked.Root))), 20).Status.ShouldBe(422);
        Judge(Request(0, 20) with { Proof = [_trees[3].Root] }, null).Status.ShouldBe(422);
        Judge(Request(7, 7) with { Proof = [_trees[3].Root] }, 7).Status.ShouldBe(422);
        Judge(Request(7, 20) with { Proof = [] }, 7).Status.ShouldBe(422);
        var empty = SignedNote.Of($"{Origin}\n0\n{Convert.ToBase64String(_trees[1].Root.Bytes)}\n", []);
        Judge(new WitnessRequest(0, [], empty.With(NoteKey.Sign(empty.Text, Origin, Log))), null).Status.ShouldBe(422);
    }

    [Fact]
    public void Who_may_speak_for_a_log_is_known_beforehand()
    {
        var other = Ed25519Key.FromSeed(Hash256.Of("other"u8).Bytes);
        var text = new Checkpoint(Origin, 7, _trees[7].Root).ToText();
        var unsigned = SignedNote.Of(text, [NoteKey.Sign(text, Origin, other)]);
        Judge(new WitnessRequest(0, [], unsigned), null).Status.ShouldBe(403);
        var spoiled = SignedNote.Of(text, [NoteKey.Sign(text, Origin, Log) with { Bytes = new byte[64] }]);
        Judge(new WitnessRequest(0, [], spoiled), null).Status.ShouldBe(403);
        // Signatures of strangers are passed over, and not handed on.
        var answer = Judge(new WitnessRequest(0, [], unsigned.With(NoteKey.Sign(text, Origin, Log))), null);
        (answer.Status, answer.Trusted!.Signatures.Length).ShouldBe((200, 1));
        WitnessRules.Judge(Request(0, 7), [new NoteKey("another/log", Log.PublicKey)], _ => null).Status.ShouldBe(404);
        Judge(Request(0, 7) with { OldSize = 8 }, null).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("")]
    [InlineData("old 1\n")]
    [InlineData("new 1\n\nx\n\n— a AAAAAAA=\n")]
    [InlineData("old 01\n\nx\n\n— a AAAAAAA=\n")]
    [InlineData("old -1\n\nx\n\n— a AAAAAAA=\n")]
    [InlineData("old 1\nAAAA\n\nx\n\n— a AAAAAAA=\n")]
    [InlineData("old 1\n\nno note\n")]
    public void What_is_no_request_is_refused(string body) => WitnessRequest.TryParse(Encoding.UTF8.GetBytes(body), out _, out _).ShouldBeFalse();

    [Fact]
    public void A_proof_is_bounded()
    {
        var line = Convert.ToBase64String(new byte[32]) + "\n";
        var note = Request(0, 7).Checkpoint.ToString();
        WitnessRequest.TryParse(Encoding.UTF8.GetBytes("old 1\n" + string.Concat(Enumerable.Repeat(line, 63)) + "\n" + note), out _, out _).ShouldBeTrue();
        WitnessRequest.TryParse(Encoding.UTF8.GetBytes("old 1\n" + string.Concat(Enumerable.Repeat(line, 64)) + "\n" + note), out _, out _).ShouldBeFalse();
    }

    private WitnessAnswer Judge(WitnessRequest request, int? last) => WitnessRules.Judge(
        request, [LogKey], origin => last is { } size && origin == Origin ? new Checkpoint(Origin, size, _trees[size].Root) : null);

    private WitnessRequest Request(int from, int to) =>
        new(from, ConsistencyProof.Create(from, to, new TiledHistoryHashes(_tiles, 20)).Path, Sign(new Checkpoint(Origin, to, _trees[to].Root)));

    private static SignedNote Sign(Checkpoint checkpoint) => SignedNote.Of(checkpoint.ToText(), [NoteKey.Sign(checkpoint.ToText(), Origin, Log)]);
}
