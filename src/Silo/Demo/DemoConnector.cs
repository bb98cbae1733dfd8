using System.Runtime.CompilerServices;
using SmartBlocks.BlockMeter.Connectors;
using SmartBlocks.BlockMeter.Simulation;
using SmartBlocks.Energy;

namespace SmartBlocks.Silo.Demo;

/// <summary>
/// One meter of the demo, read live: each minute's slot some seconds after it ended, every meter at a moment of its own so that readings keep coming. Restarted, it
/// first reads what it missed.
/// </summary>
/// <param name="meter">The meter.</param>
/// <param name="model">The simulation.</param>
/// <param name="from">Start of its first slot; a position on disk comes first.</param>
/// <param name="lag">How long after a slot's end it is read.</param>
/// <param name="positions">Where it has come to, on disk.</param>
/// <param name="time">Clock.</param>
public sealed class DemoConnector(DemoMeter meter, NimbusModel model, DateTimeOffset from, TimeSpan lag, Positions positions, TimeProvider time) : IConnector
{
    const int MostSlots = 60;

    /// <inheritdoc/>
    public string Name => "demo meter " + meter.Draft.Id;

    /// <inheritdoc/>
    public IReadOnlyList<string> Meters => [meter.Draft.Id];

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadingBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = UtcTime.TryParse(positions[meter.Draft.Id], out var stored) ? stored : from;
        while (true)
        {
            var slot = TimeSpan.FromSeconds(DemoRoster.LiveSeconds);
            var due = next + slot + lag - time.GetUtcNow();
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, time, cancellation);
                continue;
            }
            var ready = (int)Math.Min(MostSlots, 1 + (-due).Ticks / slot.Ticks);
            var slots = model.Slots(next, next + ready * slot, DemoRoster.LiveSeconds).ToList();
            var end = slots[^1].End;
            // Nonce and time follow from the slot: what was signed before a crash and is signed again after it is one transaction.
            yield return new ReadingBatch([new MeterReadings(meter.Draft.Id, DemoHistory.Readings(meter, slots), $"live-{meter.Draft.Id}-{next.UtcDateTime:yyyyMMddTHHmm}", end)],
                () => positions.Set(meter.Draft.Id, UtcTime.Format(end)));
            next = end;
        }
    }
}
