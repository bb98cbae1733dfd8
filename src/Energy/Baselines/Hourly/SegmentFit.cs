using System.Collections.Immutable;

namespace SmartBlocks.Energy.Baselines;

/// <summary>Fits the model of one month to the hours of three.</summary>
internal sealed class SegmentFit
{
    private const double HeatingBalancePoint = 50;
    private const double CoolingBalancePoint = 65;

    /// <summary>An hour of the week is occupied when more than this share of its hours lies above the degree day model (CalTRACK 3.8).</summary>
    private const double OccupiedShare = 0.65;

    /// <summary>A residual within this share of the largest energy is zero but for rounding.</summary>
    private const double Nothing = 1e-12;

    private readonly List<Hour> hours;

    private SegmentFit(List<Hour> hours) => this.hours = hours;

    /// <summary>The model of a month; null when none of the three months has an hour with energy and temperature.</summary>
    public static HourlySegment? Of(int month, IEnumerable<MeasuredHour> measured)
    {
        var hours = new List<Hour>();
        foreach (var hour in measured)
        {
            var distance = (hour.Month - month + 12) % 12;
            if (distance is 0 or 1 or 11)
                hours.Add(new Hour(hour.HourOfWeek, distance == 0 ? 1 : 0.5, hour.Energy, hour.Temperature));
        }
        return hours.Count == 0 ? null : new SegmentFit(hours).Fit(month);
    }

    private HourlySegment? Fit(int month)
    {
        var occupied = Occupancy();
        var intercepts = new decimal?[HourlySegment.HoursOfWeek];
        var (occupiedEndpoints, occupiedSlopes) = FitMode(occupied, true, intercepts);
        var (unoccupiedEndpoints, unoccupiedSlopes) = FitMode(occupied, false, intercepts);
        return new HourlySegment(
            month, [.. intercepts], [.. occupied], occupiedEndpoints, occupiedSlopes, unoccupiedEndpoints, unoccupiedSlopes);
    }

    private bool[] Occupancy()
    {
        var model = new GroupedLeastSquares(1, 2);
        double largest = 0;
        foreach (var hour in hours)
        {
            model.Add(0, hour.Weight, hour.Energy, DegreeDays(hour));
            largest = Math.Max(largest, Math.Abs(hour.Energy));
        }
        model.Solve();
        var above = new int[HourlySegment.HoursOfWeek];
        var all = new int[HourlySegment.HoursOfWeek];
        foreach (var hour in hours)
        {
            all[hour.OfWeek]++;
            if (hour.Energy - model.Predict(0, DegreeDays(hour)) > Nothing * largest)
                above[hour.OfWeek]++;
        }
        return [.. all.Select((count, hour) => count > 0 && above[hour] / (double)count > OccupiedShare)];
    }

    /// <summary>Occupied and unoccupied hours share no parameter, so each is a regression of its own.</summary>
    private (ImmutableArray<int> Endpoints, ImmutableArray<decimal> Slopes) FitMode(bool[] occupied, bool mode, decimal?[] intercepts)
    {
        var own = hours.Where(hour => occupied[hour.OfWeek] == mode).ToArray();
        var endpoints = TemperatureBins.Fit([.. own.Select(hour => hour.Temperature)]);
        var model = new GroupedLeastSquares(HourlySegment.HoursOfWeek, endpoints.Length + 1);
        foreach (var hour in own)
            model.Add(hour.OfWeek, hour.Weight, hour.Energy, TemperatureBins.Features(hour.Temperature, endpoints));
        model.Solve();
        for (var hour = 0; hour < intercepts.Length; hour++)
            if (model.Intercepts[hour] is { } intercept)
                intercepts[hour] = Figures.Parameter(intercept);
        return (endpoints, [.. model.Slopes.Select(slope => Figures.Parameter(slope) ?? 0)]);
    }

    private static double[] DegreeDays(Hour hour) => [Math.Max(hour.Temperature - CoolingBalancePoint, 0), Math.Max(HeatingBalancePoint - hour.Temperature, 0)];

    private readonly record struct Hour(int OfWeek, double Weight, double Energy, double Temperature);
}
