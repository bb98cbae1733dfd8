using System.Security.Cryptography;
using System.Text;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Commands;
using SmartBlocks.Validator.Tests.Samples;

namespace SmartBlocks.Validator.Tests.Commands;

/// <summary><c>validator check RECEIPT</c>.</summary>
public sealed class CheckTests : IDisposable
{
    readonly SampleFiles files = new();
    readonly SampleLedger ledger = new();

    public void Dispose()
    {
        files.Dispose();
        ledger.Dispose();
    }

    [Fact]
    public async Task A_receipt_holds_on_the_word_of_the_validator()
    {
        var run = await Command.RunAsync("check", files.Write("receipt.json", ledger.Receipt.ToJson()), "--validator",
            Key("validator.jwk", ledger.Validator));

        run.ExitCode.ShouldBe(ExitCodes.Right, run.Output + run.Errors);
        run.Output.ShouldContain(ledger.Last.Transaction.Id);
        run.Output.ShouldContain(ledger.Head.Id);
    }

    [Fact]
    public async Task A_receipt_does_not_hold_on_the_word_of_another_key()
    {
        using var stranger = SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var receipt = files.Write("receipt.json", ledger.Receipt.ToJson());

        (await Command.RunAsync("check", receipt, "--validator", Key("stranger.jwk", stranger.PublicKey)))
            .ExitCode.ShouldBe(ExitCodes.Wrong);
        (await Command.RunAsync("check", receipt, "--validator", Key("validator.jwk", ledger.Validator), "--signer",
            Key("stranger.jwk", stranger.PublicKey))).ExitCode.ShouldBe(ExitCodes.Wrong);
    }

    [Fact]
    public async Task A_receipt_with_another_place_does_not_hold()
    {
        var moved = ledger.Receipt with { Index = ledger.Last.Index - 1 };

        var run = await Command.RunAsync("check", files.Write("receipt.json", moved.ToJson()), "-v",
            Key("validator.jwk", ledger.Validator));

        run.ExitCode.ShouldBe(ExitCodes.Wrong);
        run.Output.ShouldContain("does not hold");
    }

    [Fact]
    public async Task A_file_that_is_no_key_ends_with_3()
    {
        var run = await Command.RunAsync("check", files.Write("receipt.json", ledger.Receipt.ToJson()), "-v",
            files.Write("key.jwk", "{}"u8.ToArray()));

        run.ExitCode.ShouldBe(ExitCodes.Unreachable);
        run.Errors.ShouldContain("no public key");
    }

    [Theory]
    [InlineData("meter/main", "this there", "\"unit\":\"kWh\"")]
    [InlineData("meter/none", "nothing there", "meter/none")]
    public async Task A_state_receipt_holds_present_and_absent(string path, string says, string shows)
    {
        var file = files.Write("state.json", ledger.State(path).ToJson());
        var run = await Command.RunAsync("check", file, "-v", Key("validator.jwk", ledger.Validator));

        run.ExitCode.ShouldBe(ExitCodes.Right, run.Output + run.Errors);
        run.Output.ShouldContain(says);
        run.Output.ReplaceLineEndings("").ShouldContain(shows);
        run.Output.ShouldContain(ledger.Head.Id);

        using var stranger = SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        (await Command.RunAsync("check", file, "-v", Key("stranger.jwk", stranger.PublicKey))).ExitCode.ShouldBe(ExitCodes.Wrong);
        var moved = ledger.State(path) with { Path = "meter/wind" };
        (await Command.RunAsync("check", files.Write("moved.json", moved.ToJson()), "-v", Key("validator.jwk", ledger.Validator)))
            .ExitCode.ShouldBe(ExitCodes.Wrong);
    }

    [Fact]
    public async Task A_tlog_proof_holds_under_the_key_that_signed_its_checkpoint()
    {
        var file = files.Write("last.tlog-proof", ledger.Proof.ToBytes());
        var run = await Command.RunAsync("check", file, "-v", Key("validator.jwk", ledger.Validator));

        run.ExitCode.ShouldBe(ExitCodes.Right, run.Output + run.Errors);
        run.Output.ShouldContain(ledger.Last.Transaction.Id);
        run.Output.ShouldContain(ledger.Genesis0);

        using var stranger = SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var strange = Key("stranger.jwk", stranger.PublicKey);
        (await Command.RunAsync("check", file, "-v", strange)).ExitCode.ShouldBe(ExitCodes.Wrong);
        (await Command.RunAsync("check", file, "-v", Key("validator.jwk", ledger.Validator), "--signer", strange)).ExitCode.ShouldBe(ExitCodes.Wrong);
        // A second trusted key beside the one that signed takes nothing away.
        (await Command.RunAsync("check", file, "-v", strange, "-v", Key("validator.jwk", ledger.Validator))).ExitCode.ShouldBe(ExitCodes.Right);
    }

    [Fact]
    public async Task A_tlog_proof_with_another_place_entry_or_log_does_not_hold()
    {
        var right = ledger.Proof;
        var foreign = SignedNote.Sign(right.Checkpoint.Text.Replace("/nimbus/", "/harbour/", StringComparison.Ordinal), "smartblocks/harbour/x",
            SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256)));
        TlogProof[] wrong =
        [
            right with { Index = right.Index - 1 }, right with { Extra = null }, right with { Extra = "nonsense"u8.ToArray() },
            right with { Path = right.Path.RemoveAt(0) }, right with { Checkpoint = foreign },
        ];
        foreach (var proof in wrong)
        {
            var run = await Command.RunAsync("check", files.Write("wrong.tlog-proof", proof.ToBytes()), "-v", Key("validator.jwk", ledger.Validator));
            run.ExitCode.ShouldBe(ExitCodes.Wrong, run.Output + run.Errors);
            run.Output.ShouldContain("does not hold");
        }
    }

    [Fact]
    public async Task Witnesses_are_named_when_they_cosigned_and_never_when_their_key_is_not_known()
    {
        var (one, two) = (Ed25519Key.FromSeed(Hash256.Of("one"u8).Bytes), Ed25519Key.FromSeed(Hash256.Of("two"u8).Bytes));
        var (first, second) = (new NoteKey("w1.example", one.PublicKey, NoteKey.Cosignature), new NoteKey("w2.example", two.PublicKey, NoteKey.Cosignature));
        var note = ledger.Proof.Checkpoint;
        var cosigned = ledger.Proof with
        {
            Checkpoint = note.With(NoteKey.Cosign(note.Text, "w1.example", one, 1_795_000_000)).With(NoteKey.Cosign(note.Text, "w2.example", two, 1_795_000_001)),
        };
        string[] check = ["check", files.Write("cosigned.tlog-proof", cosigned.ToBytes()), "-v", Key("validator.jwk", ledger.Validator)];

        // Nobody's key is known: nobody is believed to have cosigned.
        var unknown = await Command.RunAsync(check);
        unknown.ExitCode.ShouldBe(ExitCodes.Right, unknown.Output);
        unknown.Output.ShouldNotContain("cosigned by");
        unknown.Output.ShouldContain(FormattableString.Invariant($"not verified w1.example, key {first.Id:x8}"));

        var known = await Command.RunAsync([.. check, "-w", first.ToString(), "--quorum", "1"]);
        known.ExitCode.ShouldBe(ExitCodes.Right, known.Output);
        known.Output.ShouldContain("cosigned by  w1.example, 2026-11-18 11:06:40 UTC");
        known.Output.ShouldContain("not verified w2.example");

        // Another key under a witness's name is another witness: it did not cosign.
        var impostor = new NoteKey("w1.example", Ed25519Key.FromSeed(new byte[32]).PublicKey, NoteKey.Cosignature);
        var wanted = await Command.RunAsync([.. check, "-w", impostor.ToString(), "-w", second.ToString(), "--quorum", "2"]);
        wanted.ExitCode.ShouldBe(ExitCodes.Wrong);
        wanted.Output.ShouldContain("1 known witnesses signed");
        (await Command.RunAsync([.. check, "-w", impostor.ToString()])).Output.ShouldContain("not cosigned w1.example");

        // A cosignature that was altered refuses the whole proof.
        var line = NoteKey.Cosign(note.Text, "w1.example", one, 1_795_000_000);
        var bytes = line.Bytes.ToArray();
        bytes[20] ^= 1;
        var altered = ledger.Proof with { Checkpoint = note.With(line with { Bytes = bytes }) };
        (await Command.RunAsync("check", files.Write("altered.tlog-proof", altered.ToBytes()), "-v", Key("validator.jwk", ledger.Validator), "-w", first.ToString()))
            .ExitCode.ShouldBe(ExitCodes.Wrong);
        (await Command.RunAsync([.. check, "--quorum", "1"])).Errors.ShouldContain("--quorum is 1");
        (await Command.RunAsync([.. check, "-w", "nonsense"])).Errors.ShouldContain("is no verifier key");
    }

    [Fact]
    public async Task A_fork_of_a_log_is_evidence_to_whoever_has_the_logs_key()
    {
        var (log, rewritten) = (new SampleLog("example/log"), new SampleLog("example/log", "rewritten"));
        var file = files.Write("fork.json", new LogFork(log.NoteAt(20), rewritten.NoteAt(20)).ToJson());

        var run = await Command.RunAsync("check", file, "--log", log.Key.ToString());
        run.ExitCode.ShouldBe(ExitCodes.Right, run.Errors);
        run.Output.ShouldContain("has signed two histories");
        (await Command.RunAsync("check", file)).Errors.ShouldContain("--log is missing");
        (await Command.RunAsync("check", file, "--log", new SampleLog("example/other").Key.ToString())).ExitCode.ShouldBe(ExitCodes.Wrong);
        (await Command.RunAsync("check", files.Write("same.json", new LogFork(log.NoteAt(20), log.NoteAt(20)).ToJson()), "--log", log.Key.ToString()))
            .Output.ShouldContain("does not hold");

        var longer = files.Write("longer.json", new LogFork(log.NoteAt(20), rewritten.NoteAt(30), rewritten.Request(20, 30).Proof).ToJson());
        run = await Command.RunAsync("check", longer, "--log", log.Key.ToString());
        run.ExitCode.ShouldBe(ExitCodes.Right, run.Errors);
        run.Output.ShouldContain("another root at size 20");
    }

    string Key(string name, PublicKey key) => files.Write(name, Encoding.UTF8.GetBytes(key.ToJwk()));
}
