using System.Collections.Immutable;

namespace SmartBlocks.Energy.Forecasts;

/// <summary>How the weather drives a meter.</summary>
public enum WeatherDrive
{
    /// <summary>Through outdoor temperature, °C: demand for heat and cold.</summary>
    Temperature,

    /// <summary>Through the power that a wind turbine or solar modules would give in it, kW.</summary>
    Power,
}

/// <summary>A series as it was foretold at an instant.</summary>
/// <param name="Issued">When.</param>
/// <param name="Series">What.</param>
public sealed record ForetoldSeries(DateTimeOffset Issued, MeterSeries Series);

/// <summary>
/// The weather as a meter's forecast sees it: as it was until the forecast begins, and as it was foretold at times. The back-test of a forecast sees on each of its days what had been foretold by then, so that the errors of
/// the weather forecast are in the shares of the candidates and in the bands. Hours that nobody had foretold count as the same hour of the last day before them: persistence, which every
/// weather service is measured against.
/// </summary>
public sealed class WeatherOutlook
{
    /// <summary>Share of the hours of the last weeks whose weather is known, below which a forecast is better off without it.</summary>
    internal const double LeastKnown = 0.9;

    private WeatherOutlook(WeatherDrive drive, MeterSeries observed, ImmutableArray<ForetoldSeries> foretold, bool known, ImmutableArray<WeatherReference> stoodOn) =>
        (Drive, Observed, Foretold, AllKnown, StoodOn) = (drive, observed, foretold, known, stoodOn);

    /// <summary>How the weather drives the meter.</summary>
    public WeatherDrive Drive { get; }

    /// <summary>What was observed.</summary>
    public MeterSeries Observed { get; }

    /// <summary>What was foretold, in order of issue.</summary>
    public ImmutableArray<ForetoldSeries> Foretold { get; }

    /// <summary>Where on the ledger the forecasts stand that the days ahead are seen by.</summary>
    public ImmutableArray<WeatherReference> StoodOn { get; }

    /// <summary>Whether the days ahead are among what was observed.</summary>
    internal bool AllKnown { get; }

    /// <summary>An outlook from observations and forecasts.</summary>
    /// <param name="drive">What the series mean.</param>
    /// <param name="observed">What was observed until the forecast begins.</param>
    /// <param name="foretold">What was foretold, issued before the forecast is made.</param>
    /// <param name="stoodOn">Where on the ledger the newest of them stand, if they do.</param>
    public static WeatherOutlook Of(WeatherDrive drive, MeterSeries observed, IEnumerable<ForetoldSeries> foretold, params ReadOnlySpan<WeatherReference> stoodOn) =>
        new(drive, observed, [.. foretold.OrderBy(one => one.Issued)], false, [.. stoodOn]);

    /// <summary>The temperatures of the history and of the days ahead, °C, as if they had been foretold without error.</summary>
    public static WeatherOutlook Known(MeterSeries temperatures) => new(WeatherDrive.Temperature, temperatures, [], true, []);
}
