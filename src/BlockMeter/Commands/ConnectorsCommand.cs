using System.CommandLine;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;

namespace SmartBlocks.BlockMeter.Commands;

/// <summary><c>blockmeter connectors</c>: what <c>blockmeter run</c> can read from.</summary>
internal static class ConnectorsCommand
{
    private static readonly Argument<string?> Kind = new("kind") { Description = "One of them; all if left out.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create()
    {
        var command = new Command("connectors", "Lists what an agent can read from, with settings to begin with.") { Kind };
        Examples.Add(command, ("All of them", "blockmeter connectors"), ("One", "blockmeter connectors rest"));
        command.Handle((parsed, _) =>
        {
            var wanted = parsed.GetValue(Kind);
            var kinds = ConnectorKinds.All.Where(kind => wanted is null || kind.Name == wanted).ToList();
            if (kinds.Count == 0)
                throw new AgentException($"there is no connector '{wanted}'; there are {string.Join(", ", ConnectorKinds.All.Select(kind => kind.Name))}");
            var output = parsed.InvocationConfiguration.Output;
            foreach (var kind in kinds)
            {
                output.WriteLine($"{kind.Name}: {kind.Summary}");
                output.WriteLine($"    {{\"kind\": \"{kind.Name}\", {kind.Example.Trim()[1..]}");
                output.WriteLine();
            }
            return Task.CompletedTask;
        });
        return command;
    }
}
