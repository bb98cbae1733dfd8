using System.Collections.Immutable;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.DataQuality;

namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// What a meter would count in the weather of another year, hour by hour: time of week by the site's own clock, the hour's temperature and the mean of the 24 hours until then, as a building's mass feels
/// it. Three such models, which look at a month and its neighbours, at half a year and at the whole year, are averaged: the narrow one knows the season, the wide one does not
/// mistake last year's accidents for it. Nothing is learned from spikes, and nothing predicted beyond what the year itself saw.
/// </summary>
/// <remarks>
/// A baseline that savings are paid on is CalTRACK's <see cref="HourlyBaseline"/>, whose answers others reproduce; this one is for who wants to know what comes.
/// </remarks>
public sealed class YearAheadForecaster
{
    private const int Months = 12;
    private const int DayHours = 24;

    /// <summary>Weights of months by their distance from the month that is predicted.</summary>
    private static readonly double[][] widths = [[1, 0.5, 0, 0, 0, 0, 0], [1, 0.8, 0.5, 0.3, 0, 0, 0], [1, 1, 1, 1, 1, 1, 1]];

    private readonly SiteCalendar calendar;
    private readonly Model?[][] models;
    private readonly double lowest = double.PositiveInfinity;
    private readonly double highest = double.NegativeInfinity;

    private YearAheadForecaster(SiteCalendar calendar, List<Hour> hours)
    {
        this.calendar = calendar;
        foreach (var hour in hours)
        {
            lowest = Math.Min(lowest, hour.Energy);
            highest = Math.Max(highest, hour.Energy);
        }
        models = [.. widths.Select(weights => Fit(weights, hours))];
    }

    /// <summary>Learns from a year of hours; null when no hour has both energy and temperature.</summary>
    /// <param name="energy">The year's energies.</param>
    /// <param name="temperatures">Outdoor temperatures of the same time, °F.</param>
    /// <param name="calendar">The site's calendar.</param>
    public static YearAheadForecaster? Of(HourlySeries energy, HourlySeries temperatures, SiteCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(energy);
        ArgumentNullException.ThrowIfNull(temperatures);
        ArgumentNullException.ThrowIfNull(calendar);
        var hours = new List<Hour>(energy.Count);
        var degrees = Degrees(temperatures, energy.Start, energy.Count);
        for (var i = 0; i < energy.Count; i++)
            if (energy.At(energy.Start.AddHours(i)) is { } value && degrees[i] is { } degree)
                hours.Add(At(calendar, energy.Start.AddHours(i), degree) with { Energy = (double)value });
        if (SpikeLimit.Of([.. hours.Select(hour => (decimal)Math.Abs(hour.Energy))]) is { } spike)
            hours.RemoveAll(hour => Math.Abs(hour.Energy) > (double)spike.Limit);
        return hours.Count == 0 ? null : new YearAheadForecaster(calendar, hours);
    }

    /// <summary>Predicts hours from their temperatures; null for hours without, and for times of the week the year never saw.</summary>
    /// <param name="temperatures">Outdoor temperatures of the hours and of the day before, °F.</param>
    /// <param name="start">The first hour.</param>
    /// <param name="count">How many hours.</param>
    public ImmutableArray<decimal?> Predict(HourlySeries temperatures, DateTimeOffset start, int count)
    {
        ArgumentNullException.ThrowIfNull(temperatures);
        var degrees = Degrees(temperatures, start, count);
        var predicted = ImmutableArray.CreateBuilder<decimal?>(count);
        for (var i = 0; i < count; i++)
            predicted.Add(degrees[i] is { } degree ? Predict(At(calendar, start.AddHours(i), degree)) : null);
        return predicted.MoveToImmutable();
    }

    private decimal? Predict(Hour hour)
    {
        double sum = 0;
        var said = 0;
        foreach (var width in models)
            if (width[hour.Month]?.Energy(hour) is { } energy)
            {
                sum += Math.Clamp(energy, lowest, highest);
                said++;
            }
        return said == 0 ? null : Figures.Energy(sum / said);
    }

    private static Model?[] Fit(double[] weights, List<Hour> hours)
    {
        var months = new Model?[Months + 1];
        for (var month = 1; month <= Months; month++)
            months[month] = month > 1 && Array.TrueForAll(weights, weight => weight == 1) ? months[1] : Model.Of(month, weights, hours);
        return months;
    }

    private static Hour At(SiteCalendar calendar, DateTimeOffset start, (double Now, double Day) degree)
    {
        var clock = calendar.ClockOf(start);
        return new Hour(((int)clock.DayOfWeek + 6) % 7 * DayHours + clock.Hour, clock.Month, degree.Now, degree.Day, 0);
    }

    /// <summary>The temperature of each hour, and the mean of the known ones of the 24 hours that end with it.</summary>
    private static (double Now, double Day)?[] Degrees(HourlySeries temperatures, DateTimeOffset start, int count)
    {
        var degrees = new (double, double)?[count];
        for (var i = 0; i < count; i++)
        {
            if (temperatures.At(start.AddHours(i)) is not { } now)
                continue;
            decimal sum = 0;
            var known = 0;
            for (var back = 0; back < DayHours; back++)
                if (temperatures.At(start.AddHours(i - back)) is { } degree)
                {
                    sum += degree;
                    known++;
                }
            degrees[i] = ((double)now, (double)(sum / known));
        }
        return degrees;
    }

    private readonly record struct Hour(int OfWeek, int Month, double Temperature, double DayTemperature, double Energy);

    /// <summary>An intercept for each hour of the week, slopes for the bins of both temperatures.</summary>
    private sealed class Model
    {
        private readonly ImmutableArray<int> ends;
        private readonly ImmutableArray<int> dayEnds;
        private readonly GroupedLeastSquares fit;

        private Model(ImmutableArray<int> ends, ImmutableArray<int> dayEnds, GroupedLeastSquares fit) => (this.ends, this.dayEnds, this.fit) = (ends, dayEnds, fit);

        public static Model? Of(int month, double[] weights, List<Hour> hours)
        {
            var own = new List<(Hour Hour, double Weight)>();
            foreach (var hour in hours)
            {
                var distance = Math.Abs(hour.Month - month);
                var weight = weights[Math.Min(distance, Months - distance)];
                if (weight > 0)
                    own.Add((hour, weight));
            }
            if (own.Count == 0)
                return null;
            var ends = TemperatureBins.Fit([.. own.Select(one => one.Hour.Temperature)]);
            var dayEnds = TemperatureBins.Fit([.. own.Select(one => one.Hour.DayTemperature)]);
            var model = new Model(ends, dayEnds, new GroupedLeastSquares(HourlySegment.HoursOfWeek, ends.Length + dayEnds.Length + 2));
            foreach (var (hour, weight) in own)
                model.fit.Add(hour.OfWeek, weight, hour.Energy, model.Features(hour));
            model.fit.Solve();
            return model;
        }

        public double? Energy(Hour hour) => fit.Intercepts[hour.OfWeek] is null ? null : fit.Predict(hour.OfWeek, Features(hour));

        private double[] Features(Hour hour) => [.. TemperatureBins.Features(hour.Temperature, ends), .. TemperatureBins.Features(hour.DayTemperature, dayEnds)];
    }
}
