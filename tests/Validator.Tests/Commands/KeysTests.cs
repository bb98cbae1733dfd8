using SmartBlocks.Ledger;
using SmartBlocks.Validator.Commands;
using SmartBlocks.Validator.Tests.Samples;

namespace SmartBlocks.Validator.Tests.Commands;

public sealed class KeysTests
{
    [Fact]
    public async Task A_key_is_made_once_and_shown_by_its_public_half()
    {
        using var files = new SampleFiles();
        var file = files.Path("validator.pem");

        var made = await Command.RunAsync("keys", "new", file);
        var shown = await Command.RunAsync("keys", "show", file);
        var again = await Command.RunAsync("keys", "new", file);

        using var key = SigningKey.FromPkcs8Pem(await File.ReadAllTextAsync(file));
        made.ExitCode.ShouldBe(ExitCodes.Right);
        shown.Output.ShouldBe($"kid  {key.PublicKey.KeyId}\njwk  {key.PublicKey.ToJwk()}\n");
        again.ExitCode.ShouldBe(ExitCodes.Unreachable);
        again.Errors.ShouldContain("Cannot write");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_file_that_is_no_key_is_refused()
    {
        using var files = new SampleFiles();

        (await Command.RunAsync("keys", "show", files.Write("x.pem", [1, 2, 3]))).Errors.ShouldContain("is no key");
        (await Command.RunAsync("keys", "show", files.Path("none.pem"))).ExitCode.ShouldBe(ExitCodes.Unreachable);
    }
}
