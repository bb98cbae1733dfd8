using SmartBlocks.Validator.Commands;
using SmartBlocks.Validator.Replica;
using SmartBlocks.Validator.Tests.Samples;

namespace SmartBlocks.Validator.Tests.Commands;

public sealed class RunTests
{
    [Theory]
    [InlineData("--ledger is 'Nimbus'", "--ledger", "Nimbus", "--url", "https://energy.example")]
    [InlineData("--url is 'energy.example'", "--ledger", "nimbus", "--url", "energy.example")]
    [InlineData("--genesis is 'x'", "--ledger", "nimbus", "--url", "https://energy.example", "--genesis", "x")]
    [InlineData("--block is 'x'", "--ledger", "nimbus", "--url", "https://energy.example", "--block", "x")]
    [InlineData("--listen is '70000'", "--ledger", "nimbus", "--url", "https://energy.example", "--listen", "70000")]
    [InlineData("--ledger", "--url", "https://energy.example")]
    public async Task What_is_not_understood_is_said_by_its_name(string said, params string[] arguments)
    {
        var run = await Command.RunAsync(["run", .. arguments]);
        run.ExitCode.ShouldBe(ExitCodes.Usage);
        run.Errors.ShouldContain(said);
    }

    [Fact]
    public async Task A_folder_in_use_and_a_key_that_is_not_there_are_said_before_anything_is_connected()
    {
        using var files = new SampleFiles();
        using var held = ReplicaFolder.Open(files.Path("node"));
        string[] common = ["run", "--ledger", "nimbus", "--url", SampleService.Nowhere, "--data", files.Path("node")];

        var inUse = await Command.RunAsync(common);
        inUse.ExitCode.ShouldBe(ExitCodes.Unreachable);
        inUse.Errors.ShouldContain("in use by another validator");
        var noKey = await Command.RunAsync([.. common, "--key", files.Path("none.pem")]);
        noKey.ExitCode.ShouldBe(ExitCodes.Unreachable);
        noKey.Errors.ShouldContain("Cannot read");
    }

    [Fact]
    public async Task A_snapshot_that_is_none_is_refused()
    {
        using var files = new SampleFiles();
        var run = await Command.RunAsync("run", "--ledger", "nimbus", "--url", SampleService.Nowhere, "--data", files.Path("node"),
            "--from-snapshot", files.Write("snapshot", "{}\n"u8.ToArray()));
        run.ExitCode.ShouldBe(ExitCodes.Unreachable);
        run.Errors.ShouldContain("is not taken");
    }
}
