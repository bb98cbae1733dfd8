using System.CommandLine;
using System.Globalization;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Verification;
using Spectre.Console;

namespace SmartBlocks.Validator.Commands;

/// <summary>
/// <c>validator verify SOURCE</c>: re-executes a ledger from genesis and says whether it is right, or what is wrong first and where.
/// </summary>
public static class VerifyCommand
{
    /// <summary>The command.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var source = new SourceOptions();
        var genesis = new Option<string?>("--genesis")
        {
            Description = "Id of the genesis block you know. Without it a ledger rewritten from its first block on, with other keys, is right in itself.",
            HelpName = "ID",
        };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress; only the result." };
        var snapshot = new Option<FileInfo?>("--snapshot")
        {
            Description = "A snapshot of the ledger (GET …/snapshots/HEIGHT). Where transactions were dropped under a retention rule, execution ends there and goes on "
                + "from the snapshot's block.",
            HelpName = "FILE",
        };
        var command = new Command(
            "verify", "Checks every signature, re-executes every transaction, and recomputes every root, from the genesis block on.")
        {
            genesis, quiet, snapshot,
        };
        source.AddTo(command);
        command.SetAction((result, cancellation) =>
            RunAsync(console, source.Open(result), result.GetValue(source.Ledger), result.GetValue(genesis), result.GetValue(quiet),
            result.GetValue(snapshot), cancellation));
        return command;
    }

    static async Task<int> RunAsync(IAnsiConsole console, Source source, string? ledger, string? genesis, bool quiet,
        FileInfo? snapshot, CancellationToken cancellation)
    {
        using (source)
        {
            var height = source.IsService ? await source.HeightAsync(cancellation) : null;
            (LedgerStart, IStateNodeLog)? there = snapshot is null ? null : await SnapshotFile.ReadAsync(snapshot.FullName, cancellation);
            await using var export = await source.OpenAsync(cancellation);
            var result = quiet || !console.Profile.Capabilities.Interactive
                ? await LedgerCheck.RunAsync(export, ledger, null, cancellation, there)
                : await ProgressView.RunAsync(console, source.Name, height, progress =>
                    LedgerCheck.RunAsync(export, ledger, progress, cancellation, there));
            result = result with { Report = Pin(result.Report, genesis, height) };
            Print(console, source.Name, result);
            return result.Report.Discrepancy is null ? ExitCodes.Right : ExitCodes.Wrong;
        }
    }

    // What the verifier cannot know: which ledger the reader means, and how long the service says it is.
    static VerificationReport Pin(VerificationReport report, string? genesis, long? height)
    {
        if (genesis is not null && report.GenesisId is { } found && found != genesis)
            return report with { Discrepancy = new(0, "it is not the genesis block you named: this is another ledger", genesis, found) };
        return report.Discrepancy is null && height > report.Head.Number
            ? report with { Discrepancy = new(report.Head.Number + 1, Missing(height.Value)) }
            : report;
    }

    static string Missing(long height) => string.Create(CultureInfo.InvariantCulture,
        $"it is missing: the service says that the ledger's height is {height}, and its export ends before");

    static void Print(IAnsiConsole console, string name, CheckResult result)
    {
        var report = result.Report;
        if (report.Discrepancy is { } wrong)
        {
            console.MarkupLine($"[red bold]✗ {Markup.Escape(name)} is not right.[/]");
            console.WriteLine($"  first wrong: {wrong}");
            console.WriteLine($"  right before it: {Number(report.Blocks)} blocks, {Number(report.Transactions)} transactions");
            return;
        }

        console.MarkupLine($"[green bold]✓ {Markup.Escape(name)} is right, from its genesis block on{(report.Unexecuted > 0 ? ", as far as it can be checked" : "")}.[/]");
        var seconds = Math.Max(result.Elapsed.TotalSeconds, 0.001);
        var rows = new (string Name, string Value)[]
        {
            ("ledger", report.Head.Ledger),
            ("blocks", $"{Number(report.Blocks)} (0 to {Number(report.Head.Number)}), every link, certificate and root"),
            ("transactions", Executed(report)),
            ("signatures", $"{Number(report.Signatures)} verified"),
            ("state", report.KnowsState
                ? $"{Number(result.StateEntries)} entries; the stored nodes of every block {(report.Unexecuted > 0 ? "executed " : "")}are the ones re-execution gives"
                : "not known: no snapshot follows the dropped transactions (--snapshot)"),
            ("validators", result.Validators ?? "not known either"),
            ("genesis block", report.GenesisId!),
            ("last block", report.Head.Id),
            ("history root", report.Head.History.Root.ToString()),
            ("state root", report.KnowsState ? report.Head.State.Hash.ToString() : "as the last block has it, not recomputed"),
            ("time of last block", DateTimeOffset.FromUnixTimeMilliseconds(report.Head.Time)
                .UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
            ("took", string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s: {report.Transactions / seconds:#,0} transactions/s, ")
                + string.Create(CultureInfo.InvariantCulture, $"{report.Signatures / seconds:#,0} signatures/s, {result.Bytes / seconds / 1e6:0.0} MB/s")),
        };
        foreach (var (label, value) in rows) console.WriteLine($"  {label,-19} {value}");
    }

    // Honest about what retention leaves to check.
    static string Executed(VerificationReport report) => report.Unexecuted == 0
        ? $"{Number(report.Transactions)}, each executed again"
        : $"{Number(report.Transactions)}; {Number(report.Dropped)} were dropped under retention rules, so {Number(report.Unexecuted)} blocks could not be executed again: "
            + $"their links, history and times are right{(report.Uncertified > 0 ? $", the certificates of {Number(report.Uncertified)} of them could not be checked" : ", and their certificates")}";

    static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
