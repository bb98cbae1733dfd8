using System.Collections.Immutable;

namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// The model of one month, from that month and, at half weight, its neighbours (CalTRACK 3.7.5 to 3.10). The energy of an hour is its hour of week's intercept plus
/// a slope for each temperature bin; occupied and unoccupied hours have bins and slopes of their own.
/// </summary>
/// <param name="Month">1 to 12.</param>
/// <param name="Intercepts">One for each hour of the week from Monday 00:00 UTC; null for an hour of week that was never measured.</param>
/// <param name="Occupied">Whether the building is used in each hour of the week.</param>
/// <param name="OccupiedEndpoints">Ends of the occupied hours' temperature bins, °F.</param>
/// <param name="OccupiedSlopes">Their slopes, meter's unit per °F; one more than there are ends.</param>
/// <param name="UnoccupiedEndpoints">Ends of the other hours' bins.</param>
/// <param name="UnoccupiedSlopes">Their slopes.</param>
public sealed record HourlySegment(
    int Month,
    ImmutableArray<decimal?> Intercepts,
    ImmutableArray<bool> Occupied,
    ImmutableArray<int> OccupiedEndpoints,
    ImmutableArray<decimal> OccupiedSlopes,
    ImmutableArray<int> UnoccupiedEndpoints,
    ImmutableArray<decimal> UnoccupiedSlopes)
{
    /// <summary>Hours of the week.</summary>
    public const int HoursOfWeek = 168;

    /// <summary>The hour of the week of an instant in UTC; Monday 00:00 is 0.</summary>
    internal static int HourOfWeek(DateTimeOffset hour) => ((int)hour.UtcDateTime.DayOfWeek + 6) % 7 * 24 + hour.UtcDateTime.Hour;

    /// <summary>Energy of an hour at a temperature; null for an hour of the week without an intercept.</summary>
    internal double? Energy(int hourOfWeek, double temperature)
    {
        if (Intercepts[hourOfWeek] is not { } intercept)
            return null;
        var (endpoints, slopes) = Occupied[hourOfWeek] ? (OccupiedEndpoints, OccupiedSlopes) : (UnoccupiedEndpoints, UnoccupiedSlopes);
        var features = TemperatureBins.Features(temperature, endpoints);
        var energy = (double)intercept;
        for (var bin = 0; bin < features.Length; bin++)
            energy += (double)slopes[bin] * features[bin];
        return energy;
    }
}
