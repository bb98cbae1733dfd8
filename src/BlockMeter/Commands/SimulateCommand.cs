using System.CommandLine;
using System.Globalization;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;
using SmartBlocks.BlockMeter.Keys;
using SmartBlocks.BlockMeter.Simulation;
using SmartBlocks.Energy;

namespace SmartBlocks.BlockMeter.Commands;

/// <summary><c>blockmeter simulate</c>: the Nimbus site.</summary>
internal static class SimulateCommand
{
    private static readonly Option<int> Slot = new("--slot", "-s") { Description = "Length of a slot in seconds.", HelpName = "seconds", DefaultValueFactory = _ => 900 };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Another number is another year of weather.", HelpName = "number", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> From = new("--from") { Description = "Begin at this UTC time, such as 2026-11-01T00:00:00Z; now if left out.", HelpName = "time" };
    private static readonly Option<string?> Until = new("--until") { Description = "End at this UTC time; go on for ever if left out.", HelpName = "time" };
    private static readonly Option<double?> Speed = new("--speed") { Description = "Let so many seconds pass in one, until now is reached; left out, the past comes at once.", HelpName = "factor" };
    private static readonly Option<string[]> Meter = new("--meter", "-m") { Description = "Only this meter of the site; may be repeated.", HelpName = "id" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Print the slots of a day instead of publishing them." };

    public static Command Create()
    {
        var connection = new ConnectionOptions();
        var command = new Command(
            "simulate",
            "Simulates the Nimbus site: a main incomer over building loads, a CHP of 50 kWe and 80 kWth, a 10 kW wind turbine, a battery, two gas boilers and a gas meter. "
            + "The same seed gives the same readings, and a restart goes on where it was.")
        {
            Slot, Seed, From, Until, Speed, Meter, DryRun,
        };
        connection.AddTo(command);
        Examples.Add(command,
            ("A day on the screen", "blockmeter simulate --dry-run --from 2026-06-01T00:00:00Z --slot 3600"),
            ("Two weeks of history at once, then live", "blockmeter simulate --from 2026-11-07T00:00:00Z --tenant nimbus --username nimbus-site"),
            ("Only the wind turbine, an hour a minute", "blockmeter simulate --meter nimbus-wind --from 2026-11-20T00:00:00Z --speed 60"));
        command.Handle((parsed, cancellation) => parsed.GetValue(DryRun) ? PrintAsync(parsed) : PublishAsync(connection, parsed, cancellation));
        return command;
    }

    private static Task PublishAsync(ConnectionOptions connection, ParseResult parsed, CancellationToken cancellation)
    {
        var options = Options(parsed);
        var keys = new KeyFolder(Path.Combine(connection.Folder(parsed), "keys"));
        foreach (var meter in options.Meters!)
            keys.LoadOrCreate(meter).Dispose();
        var connector = new SimulatedConnector(new NimbusModel(parsed.GetValue(Seed)), options, connection.Positions(parsed));
        return Run.AgentAsync(connection.Agent(parsed, [connector]) with { StopWhenDelivered = options.Until is not null }, cancellation);
    }

    private static SimulationOptions Options(ParseResult parsed)
    {
        var seconds = parsed.GetValue(Slot);
        if (Slots.CheckLength("--slot", seconds) is { } why)
            throw new AgentException(why.Detail);
        if (seconds % 60 != 0)
            throw new AgentException($"--slot is {seconds}: must be whole minutes");
        var all = NimbusSite.Meters.Select(meter => meter.Meter).ToList();
        var chosen = parsed.GetValue(Meter) is { Length: > 0 } meters ? [.. meters] : all;
        if (chosen.Find(meter => !all.Contains(meter)) is { } unknown)
            throw new AgentException($"--meter is '{unknown}'; the site has {string.Join(", ", all)}");
        if (parsed.GetValue(Speed) is <= 0)
            throw new AgentException("--speed must be more than 0");
        return new() { Seconds = seconds, From = Time(parsed, From), Until = Time(parsed, Until), Speed = parsed.GetValue(Speed), Meters = chosen };
    }

    private static DateTimeOffset? Time(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        return UtcTime.TryParse(text, option.Name, out var time, out var why) ? time : throw new AgentException(why!.Detail);
    }

    private static string Column(string text) => text.PadLeft(10);

    private static Task PrintAsync(ParseResult parsed)
    {
        var options = Options(parsed);
        var model = new NimbusModel(parsed.GetValue(Seed));
        var start = Slots.StartOf(options.From ?? DateTimeOffset.UtcNow.AddDays(-1), options.Seconds);
        // Plain columns, so that they can be piped into other programs.
        Console.WriteLine("UTC                  " + string.Concat(options.Meters!.Select(meter => Column(meter["nimbus-".Length..]))));
        foreach (var slot in model.Slots(start, options.Until ?? start.AddDays(1), options.Seconds))
        {
            var values = options.Meters!.Select(meter => Column(slot.Value(meter).ToString("0.00", CultureInfo.InvariantCulture)));
            Console.WriteLine(UtcTime.Format(slot.Start) + " " + string.Concat(values));
        }
        Console.WriteLine("kWh a slot; gas: what the register shows, m3. main = load - chp - wind + battery");
        return Task.CompletedTask;
    }
}
