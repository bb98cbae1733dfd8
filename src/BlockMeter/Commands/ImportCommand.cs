using System.CommandLine;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;
using Spectre.Console;

namespace SmartBlocks.BlockMeter.Commands;

/// <summary><c>blockmeter import</c>: history from CSV files.</summary>
internal static class ImportCommand
{
    private static readonly Argument<FileInfo[]> Files = new("files") { Description = "CSV files, plain or .gz: a time and values per line, after a header.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Meter = new("--meter", "-m") { Description = "Meter that the files are about.", HelpName = "id", Required = true };
    private static readonly Option<string?> Column = new("--column") { Description = "Name of the value column, without its unit; the one called value if left out, or else the first after the time.", HelpName = "name" };
    private static readonly Option<bool> ZeroIsGap = new("--zero-is-gap") { Description = "A zero means that nothing was measured; --zero-is-gap false takes zeros as values.", DefaultValueFactory = _ => true };
    private static readonly Option<bool> Estimated = new("--estimated") { Description = "Mark the values as estimated." };
    private static readonly Option<string?> Zone = new("--time-zone") { Description = "IANA time zone of times without an offset; UTC if left out.", HelpName = "zone" };
    private static readonly Option<int> Seconds = new("--slot", "-s") { Description = "Length of a slot in seconds; the shortest step in the file if left out.", HelpName = "seconds" };
    private static readonly Option<int> Values = new("--values") { Description = "Most slots in one transaction, 1 to 1000.", HelpName = "count", DefaultValueFactory = _ => 500 };

    public static Command Create()
    {
        var connection = new ConnectionOptions();
        var command = new Command(
            "import", "Brings history from CSV files onto the ledger, signed with the meter's key. Broken off, the same command goes on where it was; nothing is sent twice.")
        {
            Files, Meter, Column, ZeroIsGap, Estimated, Zone, Seconds, Values,
        };
        connection.AddTo(command);
        Examples.Add(command,
            ("A building-year, hourly; zeros are gaps", "blockmeter import b97-electricity-2018.csv.gz --meter b97-electricity --tenant nimbus --username b97-electricity"),
            ("Several years of one meter", "blockmeter import b97-gas-2018.csv.gz b97-gas-2019.csv.gz --meter b97-gas"),
            ("Local times, and zeros that are zeros", "blockmeter import solar.csv --meter roof --column generation --time-zone Europe/Dublin --zero-is-gap false"));
        command.Handle((parsed, cancellation) => ImportAsync(connection, parsed, cancellation));
        return command;
    }

    private static async Task ImportAsync(ConnectionOptions connection, ParseResult parsed, CancellationToken cancellation)
    {
        var meter = parsed.GetRequiredValue(Meter);
        var values = parsed.GetValue(Values);
        if (values is < 1 or > IntervalPayload.MaxValues)
            throw new AgentException($"--values is {values}: must be 1 to {IntervalPayload.MaxValues}");
        var options = new CsvHistoryOptions(
            parsed.GetValue(Column), parsed.GetValue(ZeroIsGap), parsed.GetValue(Seconds), parsed.GetValue(Zone),
            parsed.GetValue(Estimated) ? Quality.Estimated : Quality.Measured);
        var positions = connection.Positions(parsed);
        var connectors = parsed.GetRequiredValue(Files).Select(file => new HistoryConnector(file.FullName, meter, options, values, positions)).ToList();
        foreach (var connector in connectors)
            Describe(connector);

        var agentOptions = connection.Agent(parsed, [new Sequence(connectors)]) with { StopWhenDelivered = true };
        string? said = null;
        using var agent = new MeterAgent(agentOptions with { Log = sentence => said = sentence });
        await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async progress =>
            {
                var total = connectors.Sum(connector => connector.Transactions);
                var signed = progress.AddTask("signed and safe on disk", maxValue: Math.Max(1, total));
                var delivered = progress.AddTask("on the ledger", maxValue: Math.Max(1, total));
                var working = agent.RunAsync(cancellation);
                while (await Task.WhenAny(working, Task.Delay(100, CancellationToken.None)) != working)
                    Show();
                Show();
                await working;

                void Show()
                {
                    var done = connectors.Sum(connector => connector.Done);
                    signed.Value = total == 0 ? 1 : done;
                    delivered.Value = total == 0 ? 1 : Math.Max(0, done - agent.Status.Waiting);
                    delivered.Description = agent.Status.Problem is { } problem ? Markup.Escape($"waiting: {problem}") : "on the ledger";
                }
            });
        var status = agent.Status;
        Run.Say($"{status.Delivered} transactions on the ledger, {status.Rejected} refused");
        if (status.Rejected > 0)
            throw new AgentException($"{status.Rejected} transactions were refused, the last because: {said}; see: blockmeter outbox --data {connection.Folder(parsed)}");
    }

    private static void Describe(HistoryConnector file)
    {
        var history = file.History;
        var span = history.Intervals.IsEmpty ? "nothing" : $"{UtcTime.Format(history.Intervals[0].Start)} to {UtcTime.Format(history.Intervals[^1].End)}";
        Run.Say($"{file.Name}: {history.Intervals.Length} slots of {history.Column}{(history.Unit is null ? "" : $" in {history.Unit}")}, {span}; "
            + $"skipped {history.Gaps} gaps and {history.ZeroGaps} zeros taken as gaps; {file.Transactions} transactions, {file.Done} of them sent before");
    }

    /// <summary>Files one after the other, so that a meter's history arrives in order.</summary>
    private sealed class Sequence(IReadOnlyList<IConnector> connectors) : IConnector
    {
        public string Name => string.Join(", ", connectors.Select(connector => connector.Name));

        public IReadOnlyList<string> Meters => [.. connectors.SelectMany(connector => connector.Meters).Distinct()];

        public IAsyncEnumerable<ReadingBatch> ReadAsync(CancellationToken cancellation) =>
            connectors.ToAsyncEnumerable().SelectMany(connector => connector.ReadAsync(cancellation));
    }
}
