using System.Text;
using SmartBlocks.Validator.Commands;
using SmartBlocks.Validator.Tests.Samples;

namespace SmartBlocks.Validator.Tests.Commands;

/// <summary><c>validator verify URL</c> and <c>validator export URL</c>.</summary>
public sealed class VerifyServiceTests : IDisposable
{
    readonly SampleFiles files = new();
    readonly SampleLedger ledger = new();

    public void Dispose()
    {
        files.Dispose();
        ledger.Dispose();
    }

    [Fact]
    public async Task A_ledger_is_verified_as_the_service_shows_it()
    {
        using var service = new SampleService("nimbus", 7, ledger.Export);

        var run = await Command.RunAsync("verify", service.Url, "--ledger", "nimbus", "--key", SampleService.Key);

        run.ExitCode.ShouldBe(ExitCodes.Right, run.Output + run.Errors);
        run.Output.ShouldContain(ledger.Head.Id);
    }

    [Fact]
    public async Task An_exported_file_is_verified_without_the_service()
    {
        var (plain, packed) = (files.Path("nimbus.ndjson"), files.Path("nimbus.ndjson.gz"));
        using (var service = new SampleService("nimbus", 7, ledger.Export))
        {
            (await Command.RunAsync("export", service.Url, "-l", "nimbus", "-k", SampleService.Key, "--out", plain))
                .ExitCode.ShouldBe(ExitCodes.Right);
            (await Command.RunAsync("export", service.Url, "-l", "nimbus", "-k", SampleService.Key, "--out", packed))
                .ExitCode.ShouldBe(ExitCodes.Right);
        }

        (await File.ReadAllBytesAsync(plain, TestContext.Current.CancellationToken)).ShouldBe(ledger.Export);
        new FileInfo(packed).Length.ShouldBeLessThan(new FileInfo(plain).Length);
        (await Command.RunAsync("verify", plain)).ExitCode.ShouldBe(ExitCodes.Right);
        (await Command.RunAsync("verify", packed)).ExitCode.ShouldBe(ExitCodes.Right);
    }

    [Fact]
    public async Task A_service_that_keeps_its_last_blocks_back_is_found()
    {
        using var service = new SampleService("nimbus", 7, Encoding.UTF8.GetBytes(string.Join('\n', ledger.Lines.Take(5))));

        var run = await Command.RunAsync("verify", service.Url, "-l", "nimbus", "-k", SampleService.Key);

        run.ExitCode.ShouldBe(ExitCodes.Wrong);
        run.Output.ShouldContain("first wrong: block 5");
        run.Output.ShouldContain("height is 7");
    }

    [Fact]
    public async Task A_service_too_damaged_to_know_its_height_still_shows_the_damage()
    {
        ledger.Lines[2] = """{"block":null,"error":"a chunk of state nodes is missing"}""";
        using var service = new SampleService("nimbus", -1, ledger.Export);

        var run = await Command.RunAsync("verify", service.Url, "-l", "nimbus", "-k", SampleService.Key);

        run.ExitCode.ShouldBe(ExitCodes.Wrong, run.Errors);
        run.Output.ShouldContain("first wrong: block 2");
    }

    [Fact]
    public async Task An_export_that_breaks_off_says_nothing_about_the_ledger()
    {
        using var service = new SampleService("nimbus", 7, ledger.Export, breaksOff: true);

        var run = await Command.RunAsync("verify", service.Url, "-l", "nimbus", "-k", SampleService.Key);

        run.ExitCode.ShouldBe(ExitCodes.Unreachable, run.Output);
        run.Errors.ShouldContain("broke off");
    }

    [Fact]
    public async Task What_the_service_refuses_ends_with_3_and_its_reason()
    {
        using var service = new SampleService("nimbus", 7, ledger.Export);

        var key = await Command.RunAsync("verify", service.Url, "-l", "nimbus", "-k", "sbk_wrong");
        key.ExitCode.ShouldBe(ExitCodes.Unreachable);
        key.Errors.ShouldContain("does not accept the API key. (The key is unknown or revoked.)");

        var other = await Command.RunAsync("verify", service.Url, "-l", "stratus", "-k", SampleService.Key);
        other.ExitCode.ShouldBe(ExitCodes.Unreachable);
        other.Errors.ShouldContain("no ledger 'stratus'");
    }

    [Fact]
    public async Task A_service_that_is_not_there_ends_with_3()
    {
        var run = await Command.RunAsync("verify", SampleService.Nowhere, "-l", "nimbus", "-k", SampleService.Key);

        run.ExitCode.ShouldBe(ExitCodes.Unreachable);
        run.Errors.ShouldStartWith("Cannot reach http://127.0.0.1");
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify http://localhost")]
    [InlineData("verify http://localhost --ledger nimbus")]
    [InlineData("verify a b c")]
    [InlineData("export file.ndjson")]
    [InlineData("check")]
    [InlineData("prove everything")]
    public async Task A_command_line_that_is_not_understood_ends_with_2(string line)
    {
        var run = await Command.RunAsync(line.Split(' '));

        run.ExitCode.ShouldBe(ExitCodes.Usage);
        run.Errors.ShouldContain("--help");
    }
}
