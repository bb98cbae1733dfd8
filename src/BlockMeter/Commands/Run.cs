using System.CommandLine;
using SmartBlocks.BlockMeter.Agent;
using Spectre.Console;

namespace SmartBlocks.BlockMeter.Commands;

/// <summary>How commands run: errors a person can put right are one red line and exit code 1, and Ctrl+C is no error.</summary>
internal static class Run
{
    public static void Handle(this Command command, Func<ParseResult, CancellationToken, Task> action) => command.SetAction(async (parsed, cancellation) =>
    {
        try
        {
            await action(parsed, cancellation);
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is AgentException or IOException or UnauthorizedAccessException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }
    });

    /// <summary>Runs an agent until cancelled, a line for each thing that happens.</summary>
    public static async Task AgentAsync(MeterAgentOptions options, CancellationToken cancellation)
    {
        using var agent = new MeterAgent(options with { Log = Say });
        var meters = options.Connectors.SelectMany(connector => connector.Meters).ToList();
        Say($"{string.Join(", ", options.Connectors.Select(connector => connector.Name))}: {meters.Count} meters, ledger {options.Ledger}; Ctrl+C stops, nothing is lost");
        var working = agent.RunAsync(cancellation);
        var said = agent.Status;
        while (await Task.WhenAny(working, Task.Delay(TimeSpan.FromSeconds(10), cancellation)) != working && !cancellation.IsCancellationRequested)
        {
            var status = agent.Status;
            if (status != said)
                Say($"{status.Taken} taken, {status.Delivered} on the ledger, {status.Rejected} refused, {status.Waiting} waiting");
            said = status;
        }
        await working;
        Say($"{agent.Status.Taken} taken, {agent.Status.Delivered} on the ledger, {agent.Status.Rejected} refused, {agent.Status.Waiting} waiting");
    }

    public static void Say(string sentence) => AnsiConsole.MarkupLineInterpolated($"[grey]{DateTimeOffset.UtcNow:HH:mm:ss}[/] {sentence}");
}
