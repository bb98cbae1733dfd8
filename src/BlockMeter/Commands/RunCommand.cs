using System.CommandLine;
using SmartBlocks.BlockMeter.Connectors;

namespace SmartBlocks.BlockMeter.Commands;

/// <summary><c>blockmeter run</c>: an agent with the connectors that a file names.</summary>
internal static class RunCommand
{
    private static readonly Argument<FileInfo> File = new("file") { Description = "JSON: {\"connectors\": [{\"kind\": …, …}]}. blockmeter connectors shows the kinds." };

    public static Command Create()
    {
        var connection = new ConnectionOptions();
        var command = new Command("run", "Runs an agent with any number of connectors, as a file describes them: one outbox, one connection, the key of each meter.") { File };
        connection.AddTo(command);
        Examples.Add(command,
            ("See which connectors there are, and what one wants to know", "blockmeter connectors modbus"),
            ("Run them", "blockmeter run agent.json --tenant nimbus --broker mqtts://energy.example:8883"));
        command.Handle((parsed, cancellation) =>
        {
            var context = new ConnectorContext(connection.Positions(parsed), Run.Say, TimeProvider.System);
            var connectors = ConnectorFile.Read(parsed.GetRequiredValue(File).FullName, context);
            return Run.AgentAsync(connection.Agent(parsed, connectors), cancellation);
        });
        return command;
    }
}
