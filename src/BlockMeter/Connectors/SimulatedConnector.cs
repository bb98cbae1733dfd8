using System.Runtime.CompilerServices;
using SmartBlocks.BlockMeter.Simulation;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>
/// The Nimbus site as a connector: what is past is read at once, up to a day in one transaction; then each slot when it ends. Restarted, it goes on where
/// it was.
/// </summary>
public sealed class SimulatedConnector : IConnector
{
    private const int SlotsPerTransaction = 96;

    private readonly NimbusModel model;
    private readonly Positions positions;
    private readonly SimulationOptions options;
    private readonly TimeProvider time;
    private readonly string position;

    public SimulatedConnector(NimbusModel model, SimulationOptions options, Positions positions, TimeProvider? time = null)
    {
        (this.model, this.options, this.positions) = (model, options, positions);
        this.time = time ?? TimeProvider.System;
        Meters = options.Meters ?? [.. NimbusSite.Meters.Select(meter => meter.Meter)];
        position = $"simulation/{Meters[0]}";
    }

    public string Name => "simulated Nimbus site";

    public IReadOnlyList<string> Meters { get; }

    public async IAsyncEnumerable<ReadingBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var seconds = options.Seconds;
        var next = Slots.StartOf(Start(), seconds);
        var (began, simulated) = (time.GetUtcNow(), next);
        while (options.Until is null || next.AddSeconds(seconds) <= options.Until)
        {
            var now = time.GetUtcNow();
            var clock = options.Speed is { } speed ? simulated + (now - began) * speed : now;
            // Faster than life only through the past: the ledger takes no readings from the future.
            var end = new[] { clock, now, options.Until ?? now }.Min();
            var ready = (int)Math.Min(SlotsPerTransaction, Math.Floor((end - next) / TimeSpan.FromSeconds(seconds)));
            if (ready <= 0)
            {
                var wait = next.AddSeconds(seconds) - end;
                await Task.Delay(options.Speed is { } factor && end < now ? wait / factor : wait, time, cancellation);
                continue;
            }
            var slots = model.Slots(next, next.AddSeconds((long)ready * seconds), seconds).ToList();
            next = slots[^1].End;
            var reached = UtcTime.Format(next);
            yield return new([.. Meters.Select(meter => Readings(meter, slots))], () => positions.Set(position, reached));
        }
    }

    private DateTimeOffset Start()
    {
        if (UtcTime.TryParse(positions[position], out var stored))
            return stored;
        return options.From ?? time.GetUtcNow().AddSeconds(-options.Seconds);
    }

    private static MeterReadings Readings(string meter, List<NimbusSlot> slots) => new(meter, meter == NimbusSite.GasMeter
        ? DecodedReadings.Of(slots.Select(slot => new RegisterReading(slot.End, slot.Value(meter))))
        : DecodedReadings.Of(slots.Select(slot => new Interval(slot.Start, slot.Seconds, slot.Value(meter)))));
}

/// <summary>What to simulate.</summary>
public sealed record SimulationOptions
{
    /// <summary>Length of a slot, seconds; divides a day, whole minutes.</summary>
    public int Seconds { get; init; } = 900;

    /// <summary>Start of the first slot; the slot just over when null. A position on disk comes first.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End of the last slot; never when null.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How many seconds pass in one, from the start until now is reached; null reads the past at once.</summary>
    public double? Speed { get; init; }

    /// <summary>Which meters of the site; all of them when null.</summary>
    public IReadOnlyList<string>? Meters { get; init; }
}
