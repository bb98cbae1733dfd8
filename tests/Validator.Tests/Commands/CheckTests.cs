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

    string Key(string name, PublicKey key) => files.Write(name, Encoding.UTF8.GetBytes(key.ToJwk()));
}
