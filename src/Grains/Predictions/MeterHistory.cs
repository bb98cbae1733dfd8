using SmartBlocks.Energy;
using SmartBlocks.Energy.Forecasts;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Grains;

/// <summary>What a meter counted, from the read model, as the series that forecasts are learned from.</summary>
public sealed class MeterHistory(IReadingStore readings)
{
    /// <summary>Most days that are learned from: a year, and some weeks for what comes round once a year.</summary>
    public const int MostDays = 400;

    /// <summary>Most readings read at once for slots shorter than an hour.</summary>
    private const int MostReadings = 40_000;

    /// <summary>Length of the slots that a meter is forecast in: quarters or halves of an hour when it reports in those, else hours.</summary>
    public static int SecondsOf(MeterKind kind, int? resolutionSeconds) => kind == MeterKind.Interval && resolutionSeconds is 900 or 1800 ? resolutionSeconds.Value : MeteredHour.Length;

    /// <summary>The series of a range; a slot that was not measured as a whole has no value.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="meter">The meter.</param>
    /// <param name="seconds">Length of a slot, as <see cref="SecondsOf"/> gives it.</param>
    /// <param name="from">A full hour, UTC.</param>
    /// <param name="to">The end, a multiple of <paramref name="seconds"/>; not included.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<MeterSeries> ReadAsync(string ledger, string meter, int seconds, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation = default)
    {
        var (start, end) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        if (seconds < MeteredHour.Length)
        {
            var rows = await readings.ReadAsync(ledger, meter, start, end, MostReadings, cancellation);
            return MeterSeries.From(rows.Where(row => row.Seconds > 0).Select(row => new Interval(DateTimeOffset.FromUnixTimeSeconds(row.Start), row.Seconds, row.Value)), from, to, seconds);
        }
        var values = new decimal?[Math.Max(0, (end - start) / MeteredHour.Length)];
        if (values.Length > 0)
            await readings.ReadHoursAsync(ledger, [meter], start, start + (long)values.Length * MeteredHour.Length, Take, cancellation);
        return new MeterSeries(from, MeteredHour.Length, [.. values]);

        void Take(string _, ReadOnlySpan<MeteredHour> hours)
        {
            foreach (var hour in hours)
                if (hour.Seconds == MeteredHour.Length)
                    values[(hour.Start - start) / MeteredHour.Length] = hour.Value;
        }
    }
}
