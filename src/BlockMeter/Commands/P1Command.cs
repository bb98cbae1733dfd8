using System.CommandLine;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;

namespace SmartBlocks.BlockMeter.Commands;

/// <summary><c>blockmeter p1</c>: a DSMR smart meter.</summary>
internal static class P1Command
{
    private static readonly Argument<string> Source = new("source") { Description = "Serial device or file, such as /dev/ttyUSB0, or host:port of a P1 bridge." };
    private static readonly Option<string?> Import = new("--import") { Description = "Meter for energy from the grid (OBIS 1.8.x, all tariffs).", HelpName = "id" };
    private static readonly Option<string?> Export = new("--export") { Description = "Meter for energy to the grid (OBIS 2.8.x, all tariffs).", HelpName = "id" };
    private static readonly Option<string?> Gas = new("--gas") { Description = "Meter for gas on the M-Bus, m³.", HelpName = "id" };
    private static readonly Option<int> Every = new("--every") { Description = "At most one reading of each meter in so many seconds.", HelpName = "seconds", DefaultValueFactory = _ => 900 };
    private static readonly Option<bool> Once = new("--once") { Description = "Stop at the end of the source instead of opening it again." };

    public static Command Create()
    {
        var connection = new ConnectionOptions();
        var command = new Command("p1", "Reads DSMR P1 telegrams (versions 4.2 and 5.0, CRC checked) of a Dutch or Belgian smart meter and publishes its registers, signed.")
        {
            Source, Import, Export, Gas, Every, Once,
        };
        connection.AddTo(command);
        Examples.Add(command,
            ("A meter on a serial cable, 115200 baud", "stty -F /dev/ttyUSB0 115200 raw && blockmeter p1 /dev/ttyUSB0 --import house --export house-pv --gas house-gas"),
            ("A meter behind a bridge on the network", "blockmeter p1 192.168.1.20:23 --import house --every 60"));
        command.Handle((parsed, cancellation) =>
        {
            var options = new P1Options
            {
                Source = parsed.GetRequiredValue(Source), Import = parsed.GetValue(Import), Export = parsed.GetValue(Export), Gas = parsed.GetValue(Gas),
                EverySeconds = parsed.GetValue(Every) is > 0 and var every ? every : throw new AgentException("--every must be more than 0"), Once = parsed.GetValue(Once),
            };
            var connector = new P1Connector(options, connection.Positions(parsed), Run.Say);
            return Run.AgentAsync(connection.Agent(parsed, [connector]) with { StopWhenDelivered = options.Once }, cancellation);
        });
        return command;
    }
}
