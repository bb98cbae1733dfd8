using System.Globalization;
using System.Text;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Commands;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Replica;
using SmartBlocks.Validator.Tests.Samples;

namespace SmartBlocks.Validator.Tests.Commands;

/// <summary><c>validator snapshot</c>, and <c>validator check</c> of what it wrote.</summary>
public sealed class SnapshotCommandTests : IDisposable
{
    readonly SampleFiles files = new();
    readonly SampleLedger ledger = new(hours: 20);
    readonly string validator;

    public SnapshotCommandTests() => validator = files.Write("validator.jwk", Encoding.UTF8.GetBytes(ledger.Validator.ToJwk()));

    [Theory]
    [InlineData("nimbus.sb-snapshot")]
    [InlineData("nimbus.sb-snapshot.gz")]
    public async Task An_export_is_executed_and_its_snapshot_holds_on_the_validators_word(string name)
    {
        var file = files.Path(name);
        var made = await Command.RunAsync("snapshot", files.Write("export", ledger.Export), "--genesis", ledger.Genesis0, "--out", file);
        made.ExitCode.ShouldBe(ExitCodes.Right, made.Output + made.Errors);
        made.Output.ShouldContain(ledger.Head.Id);

        var check = await Command.RunAsync("check", file, "-v", validator);
        check.ExitCode.ShouldBe(ExitCodes.Right, check.Output + check.Errors);
        check.Output.ShouldContain(ledger.Head.Header.State);
        check.Output.ShouldNotContain("not verified");
        (await Command.RunAsync("check", file, "--block", ledger.Head.Id)).Output.ShouldContain("not verified: no validator's key was given");
        (await Command.RunAsync("check", file, "--block", ledger.Genesis0)).Output.ShouldContain("does not hold");
        (await Command.RunAsync("check", file)).Errors.ShouldContain("--validator is missing");
        using var stranger = HostLedger.NewKey();
        (await Command.RunAsync("check", file, "-v", files.Write("stranger.jwk", Encoding.UTF8.GetBytes(stranger.PublicKey.ToJwk())))).ExitCode.ShouldBe(ExitCodes.Wrong);
    }

    [Fact]
    public async Task A_changed_or_cut_snapshot_does_not_hold()
    {
        var file = files.Path("whole");
        (await Command.RunAsync("snapshot", files.Write("export", ledger.Export), "--out", file)).ExitCode.ShouldBe(ExitCodes.Right);
        var lines = await File.ReadAllLinesAsync(file);
        string[] cut = lines[..^1], twice = [.. lines, lines[^1]];
        var state = Array.FindIndex(lines, line => line.StartsWith("{\"at\":", StringComparison.Ordinal));
        var at = lines[state].Length / 2;
        string[] changed = [.. lines[..state], lines[state][..at] + (lines[state][at] == 'A' ? 'B' : 'A') + lines[state][(at + 1)..], .. lines[(state + 1)..]];
        foreach (var wrong in (string[][])[cut, twice, changed])
        {
            var check = await Command.RunAsync("check", files.Write("wrong", Encoding.UTF8.GetBytes(string.Join('\n', wrong))), "-v", validator);
            check.ExitCode.ShouldBe(ExitCodes.Wrong, check.Output + check.Errors);
            check.Output.ShouldContain("The snapshot does not hold");
        }
    }

    [Fact]
    public async Task A_running_replica_gives_the_same_bytes_as_the_export_and_one_that_began_with_a_snapshot_too()
    {
        const int Early = 10, Late = 18;
        var export = files.Write("export", ledger.Export);
        async Task<byte[]> SnapshotAsync(string source, int height)
        {
            var file = files.Path(Guid.NewGuid().ToString("N"));
            var run = await Command.RunAsync("snapshot", source, "--at", height.ToString(CultureInfo.InvariantCulture), "--out", file);
            run.ExitCode.ShouldBe(ExitCodes.Right, run.Output + run.Errors);
            return await File.ReadAllBytesAsync(file);
        }

        var early = await SnapshotAsync(export, Early);
        var late = await SnapshotAsync(export, Late);
        using var whole = ReplicaFolder.Open(files.Path("whole"));
        using var begun = ReplicaFolder.Open(files.Path("begun"));
        using var full = LedgerReplica.Open(whole, "nimbus");
        using var later = LedgerReplica.Open(begun, "nimbus");
        foreach (var line in ledger.Lines) full.Add(PreparedBlock.Of(Encoding.UTF8.GetBytes(line))).ShouldBeNull();
        full.Commit();
        (await later.ImportAsync(LineReader.ReadAsync(new MemoryStream(early), CancellationToken.None), null, null, CancellationToken.None)).ShouldBeNull();
        foreach (var line in ledger.Lines.Skip(Early + 1)) later.Add(PreparedBlock.Of(Encoding.UTF8.GetBytes(line))).ShouldBeNull();
        later.Commit();

        // The folders are held: somebody runs them.
        (await SnapshotAsync(files.Path("whole"), Early)).ShouldBe(early);
        (await SnapshotAsync(files.Path("whole"), Late)).ShouldBe(late);
        (await SnapshotAsync(files.Path("begun"), Late)).ShouldBe(late);
        (await Command.RunAsync("snapshot", files.Path("begun"), "--at", "9", "--out", files.Path("x"))).Errors.ShouldContain("has no block 9: it has 10 to 21");
        (await Command.RunAsync("snapshot", files.Path("whole"), "--genesis", ledger.Head.Id, "--out", files.Path("x"))).ExitCode.ShouldBe(ExitCodes.Unreachable);
        File.Exists(files.Path("x")).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_an_export_that_is_not_right_none_is_made()
    {
        var export = Encoding.UTF8.GetString(ledger.Export).Replace("\"sha256\":\"" + ShaOf(ledger.Lines[7]), "\"sha256\":\"" + ShaOf(ledger.Lines[8]), StringComparison.Ordinal);
        var run = await Command.RunAsync("snapshot", files.Write("export", Encoding.UTF8.GetBytes(export)), "--out", files.Path("out"));
        run.ExitCode.ShouldBe(ExitCodes.Wrong, run.Output + run.Errors);
        run.Output.ShouldContain("first wrong: block 7");
        File.Exists(files.Path("out")).ShouldBeFalse();
        (await Command.RunAsync("snapshot", files.Write("whole", ledger.Export), "--genesis", ledger.Head.Id, "--out", files.Path("out"))).Output.ShouldContain("another ledger");
        Directory.CreateDirectory(files.Path("empty"));
        (await Command.RunAsync("snapshot", files.Path("empty"), "--out", files.Path("out"))).Errors.ShouldContain("There is no replica");
        (await Command.RunAsync("snapshot", "https://energy.example", "--out", files.Path("out"))).Errors.ShouldContain("--ledger is missing");
    }

    public void Dispose()
    {
        ledger.Dispose();
        files.Dispose();
    }

    static string ShaOf(string line) => line[(line.LastIndexOf("\"sha256\":\"", StringComparison.Ordinal) + 10)..^3];
}
