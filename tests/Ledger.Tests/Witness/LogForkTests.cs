using System.Text;

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
    public void What_is_no_such_file_is_refused(string json) => LogFork.TryParse(Encoding.UTF8.GetBytes(json), out _, out _).ShouldBeFalse();

    private static string Code(LogFork fork) => fork.Verify([Key], out _, out _)!.Code;

    private static SignedNote Note(string root, long size = 7, string origin = Origin)
    {
        var text = new Checkpoint(origin, size, Hash256.Of(Encoding.UTF8.GetBytes(root))).ToText();
        return SignedNote.Of(text, [NoteKey.Sign(text, origin, Log)]);
    }
}
