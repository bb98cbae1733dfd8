using System.CommandLine;
using System.Globalization;
using SmartBlocks.BlockMeter.Outbox;
using SmartBlocks.Ledger;
using Spectre.Console;

namespace SmartBlocks.BlockMeter.Commands;

/// <summary><c>blockmeter outbox</c>: what waits and what was refused.</summary>
internal static class OutboxCommand
{
    private static readonly Option<int> Limit = new("--limit", "-n") { Description = "Show at most so many of each.", HelpName = "count", DefaultValueFactory = _ => 10 };

    public static Command Create()
    {
        var data = ConnectionOptions.Data();
        var command = new Command("outbox", "Shows what waits on disk for the ledger, and what the ledger refused and why. Works beside a running agent.") { data, Limit };
        Examples.Add(command, ("Everything that was refused", "blockmeter outbox --limit 1000"));
        command.Handle((parsed, _) =>
        {
            Show(Path.Combine(parsed.GetRequiredValue(data).FullName, "outbox"), parsed.GetValue(Limit));
            return Task.CompletedTask;
        });
        return command;
    }

    private static void Show(string folder, int limit)
    {
        var (last, acknowledged, waiting) = OutboxLog.Inspect(folder, limit);
        AnsiConsole.MarkupLineInterpolated($"{last} transactions taken, {acknowledged} settled, {last - acknowledged} waiting in {folder}");
        if (waiting.Count > 0)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("number", "topic", "signed", "bytes", "transaction");
            foreach (var record in waiting)
            {
                var parsed = Transaction.TryParse(record.Transaction, out var transaction, out _);
                table.AddRow(
                    record.Sequence.ToString(CultureInfo.InvariantCulture), Markup.Escape(record.Topic),
                    parsed ? DateTimeOffset.FromUnixTimeMilliseconds(transaction!.Header.Iat).ToString("u", CultureInfo.InvariantCulture) : "?",
                    record.Transaction.Length.ToString(CultureInfo.InvariantCulture), parsed ? transaction!.Id : "?");
            }
            AnsiConsole.Write(table);
        }
        var rejected = new RejectedLog(folder).Read();
        AnsiConsole.MarkupLineInterpolated($"{rejected.Count} of the settled ones were refused by the ledger");
        foreach (var reading in rejected.TakeLast(limit))
            AnsiConsole.MarkupLineInterpolated($"  [grey]{reading.At:u}[/] {reading.Topic} [red]{reading.Code}[/] {reading.Detail}");
    }
}
