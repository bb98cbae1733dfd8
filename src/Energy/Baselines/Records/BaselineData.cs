using System.Collections.Immutable;
using System.Security.Cryptography;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// What a baseline is fitted to, as it stands in a ledger's state: a meter's effective readings and its site's temperatures over a range, and a digest of both. Whoever holds the state
/// arrives at the same data and the same digest.
/// </summary>
/// <param name="From">Start of the range, UTC.</param>
/// <param name="To">Its end, which is not included.</param>
/// <param name="Intervals">The readings that start in the range, in order of time.</param>
/// <param name="Temperatures">Hourly means, °C.</param>
/// <param name="Digest">
/// SHA-256, base64url, over a line <c>["2026-01-01T00:00:00Z",900,"1.25"]\n</c> for each reading, an empty line, and such a line for each hour with a temperature.
/// </param>
public sealed record BaselineData(DateTimeOffset From, DateTimeOffset To, ImmutableArray<Interval> Intervals, HourlySeries Temperatures, string Digest)
{
    /// <summary>The longest range, days: a year and what a late start of a project takes. It bounds what a validator does for one transaction.</summary>
    public const int MostDays = 400;

    /// <summary>Collects the data of a range.</summary>
    public static BaselineData Of(IStateReader state, MeterRegistration meter, DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(meter);
        var intervals = state.Intervals(meter.Meter, from, to).Select(recorded => recorded.Interval).ToImmutableArray();
        var temperatures = state.WeatherHours(meter.Site, WeatherQuantity.Temperature, from, to);
        return new BaselineData(from, to, intervals, temperatures, DigestOf(intervals, temperatures));
    }

    /// <summary>The UTC days of the range; a day of which half or less was measured has no energy.</summary>
    public ImmutableArray<MeterPeriod> Days()
    {
        var known = MeterPeriods.ByUtcDay(Intervals).ToDictionary(period => period.Start, period => period.Energy);
        var days = ImmutableArray.CreateBuilder<MeterPeriod>();
        for (var day = From; day < To; day = day.AddDays(1))
            days.Add(new MeterPeriod(day, day.AddDays(1), known.GetValueOrDefault(day)));
        return days.ToImmutable();
    }

    /// <summary>The hours of the range; an hour that was not measured as a whole has no energy.</summary>
    public HourlySeries Hours() => new(From, Forecasts.MeterSeries.From(Intervals, From, To, 3600).Values);

    private static string DigestOf(ImmutableArray<Interval> intervals, HourlySeries temperatures)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var interval in intervals)
            hash.AppendData(new JsonText(64).Raw("["u8).Time(interval.Start).Raw(","u8).Integer(interval.Seconds).Raw(","u8).Number(interval.Value).Raw("]\n"u8).Written);
        hash.AppendData("\n"u8);
        for (var i = 0; i < temperatures.Count; i++)
        {
            var hour = temperatures.Start.AddHours(i);
            if (temperatures.At(hour) is { } value)
                hash.AppendData(new JsonText(64).Raw("["u8).Time(hour).Raw(",3600,"u8).Number(value).Raw("]\n"u8).Written);
        }
        return System.Buffers.Text.Base64Url.EncodeToString(hash.GetHashAndReset());
    }
}
