using System.Collections.Immutable;
using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Energy.Tests.Baselines;

/// <summary>Hourly baselines of made-up meters: known truth, and data that gives no model or little to trust.</summary>
public sealed class HourlyBaselineTests
{
    /// <summary>Monday; the year has 365 days.</summary>
    private static readonly DateTimeOffset start = new(2018, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static HourlySeries Year(Func<int, decimal?> ofHour) => new(start, [.. Enumerable.Range(0, 365 * 24).Select(ofHour)]);

    private static decimal? Temperature(int hour) => 15 + 70 * Math.Abs(182 - hour / 24) / 182m + hour * 7 % 24 / 4m;

    private static bool AtWork(int hour) => hour / 24 % 7 < 5 && hour % 24 is >= 8 and < 18;

    private static decimal? Truth(int hour) => AtWork(hour) ? 40 + Math.Max((Temperature(hour) ?? 0) - 65, 0) : 5 + hour % 24 * 0.1m;

    [Fact]
    public void Working_hours_are_told_from_the_others_and_followed()
    {
        var baseline = HourlyBaseline.Of(Year(Truth), Year(Temperature));

        baseline.Status.ShouldBe(BaselineStatus.Fitted);
        baseline.Segments.Length.ShouldBe(12);
        var january = baseline.Segments[0];
        january.Month.ShouldBe(1);
        Enumerable.Range(0, HourlySegment.HoursOfWeek).ShouldAllBe(hour => january.Occupied[hour] == AtWork(hour));
        baseline.Fit.ShouldNotBeNull().CvRmse.ShouldNotBeNull().ShouldBeLessThan(0.02m);
        baseline.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Savings_count_the_hours_that_have_everything()
    {
        var temperatures = Year(Temperature);
        var baseline = HourlyBaseline.Of(Year(Truth), temperatures);
        var savings = baseline.Savings(Year(hour => hour < 100 ? null : Truth(hour) * 0.8m), temperatures);

        savings.PeriodsLeftOut.ShouldBe(100);
        savings.Uncertainty.ShouldBeNull();
        (savings.Saved / savings.AdjustedBaseline).ShouldBe(0.2m, 0.001m);
    }

    [Fact]
    public void Months_without_hours_have_no_model_and_save_nothing()
    {
        var temperatures = Year(Temperature);
        // January to March, so that there are models of December to April.
        var baseline = HourlyBaseline.Of(Year(Truth).Between(start, start.AddDays(90)), temperatures);
        var savings = baseline.Savings(Year(Truth), temperatures);

        baseline.Segments.Select(segment => segment.Month).ShouldBe([1, 2, 3, 4, 12]);
        savings.Periods.Length.ShouldBe((31 + 28 + 31 + 30 + 31) * 24);
        baseline.Warnings.Select(warning => warning.Code).ShouldBe(["baseline.days", .. Enumerable.Repeat("baseline.month", 9)]);
    }

    [Fact]
    public void Hours_of_the_week_never_measured_are_not_predicted()
    {
        var temperatures = Year(Temperature);
        var baseline = HourlyBaseline.Of(Year(hour => hour % 168 == 5 ? null : Truth(hour)), temperatures);

        baseline.Segments.ShouldAllBe(segment => segment.Intercepts[5] == null && segment.Intercepts[6] != null);
        baseline.Savings(Year(Truth), temperatures).PeriodsLeftOut.ShouldBe(53);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_meter_that_never_moves_is_predicted_as_it_is(int energy)
    {
        var temperatures = Year(Temperature);
        var baseline = HourlyBaseline.Of(Year(_ => energy), temperatures);

        baseline.Segments.ShouldAllBe(segment => !segment.Occupied.Contains(true));
        baseline.Savings(Year(_ => energy), temperatures).Saved.ShouldBe(0, 0.0001m);
    }

    [Fact]
    public void Constant_temperature_leaves_the_hours_of_the_week()
    {
        var temperatures = Year(_ => 50m);
        var baseline = HourlyBaseline.Of(Year(hour => 1 + hour % 24), temperatures);

        baseline.Segments.ShouldAllBe(segment => segment.UnoccupiedSlopes.All(slope => slope == 0) && segment.OccupiedSlopes.All(slope => slope == 0));
        baseline.Savings(Year(hour => 1 + hour % 24), temperatures).Saved.ShouldBe(0, 0.0001m);
    }

    [Fact]
    public void Without_an_hour_of_both_there_is_no_data()
    {
        var baseline = HourlyBaseline.Of(Year(Truth), Year(_ => null));

        baseline.Status.ShouldBe(BaselineStatus.NoData);
        baseline.Segments.ShouldBeEmpty();
        HourlyBaseline.Of(new HourlySeries(start, []), Year(Temperature)).Warnings.ShouldHaveSingleItem().Code.ShouldBe("baseline.empty");
    }

    [Fact]
    public void The_same_data_gives_the_same_figures_to_the_last_digit()
    {
        var energy = Year(hour => Truth(hour) + hour * 31 % 17);
        var temperatures = Year(Temperature);
        string Text()
        {
            var baseline = HourlyBaseline.Of(energy, temperatures);
            return $"{baseline.Fit} {baseline.Savings(energy, temperatures).AdjustedBaseline} "
                + string.Join(' ', baseline.Segments.SelectMany(segment => segment.Intercepts.Concat(segment.UnoccupiedSlopes.Select(slope => (decimal?)slope))));
        }

        Text().ShouldBe(Text());
    }

    /// <summary>The table of CalTRACK 3.9.2.</summary>
    [Theory]
    [InlineData(20, new[] { 20.0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(40, new[] { 30.0, 10, 0, 0, 0, 0, 0 })]
    [InlineData(50, new[] { 30.0, 15, 5, 0, 0, 0, 0 })]
    [InlineData(60, new[] { 30.0, 15, 10, 5, 0, 0, 0 })]
    [InlineData(70, new[] { 30.0, 15, 10, 10, 5, 0, 0 })]
    [InlineData(80, new[] { 30.0, 15, 10, 10, 10, 5, 0 })]
    [InlineData(100, new[] { 30.0, 15, 10, 10, 10, 15, 10 })]
    public void Bin_features_are_those_of_the_method(double temperature, double[] expected) =>
        TemperatureBins.Features(temperature, [30, 45, 55, 65, 75, 90]).ShouldBe(expected);

    [Theory]
    [InlineData(52, new[] { 52.0 })]
    [InlineData(20, new[] { 20.0, 0, 0 }, 30, 55)]
    [InlineData(52, new[] { 30.0, 22, 0 }, 30, 55)]
    [InlineData(70, new[] { 30.0, 25, 15 }, 30, 55)]
    public void Bin_features_add_up_to_the_temperature(double temperature, double[] expected, params int[] endpoints)
    {
        var features = TemperatureBins.Features(temperature, [.. endpoints]);

        features.ShouldBe(expected);
        features.Sum().ShouldBe(temperature);
    }

    [Fact]
    public void Bins_merge_from_the_outside_until_each_holds_twenty()
    {
        double[] Of(params (double Temperature, int Count)[] groups) => [.. groups.SelectMany(group => Enumerable.Repeat(group.Temperature, group.Count))];

        TemperatureBins.Fit([]).ShouldBeEmpty();
        TemperatureBins.Fit(Of((50, 100))).ShouldBeEmpty();
        TemperatureBins.Fit(Of((50, 20), (60, 20))).ShouldBe([55]);
        TemperatureBins.Fit(Of((50, 20), (60, 19), (70, 20))).ShouldBe([55]);
        TemperatureBins.Fit(Of((20, 20), (40, 20), (50, 20), (60, 20), (70, 20), (80, 20), (95, 20))).ShouldBe([30, 45, 55, 65, 75, 90]);
    }

    [Fact]
    public void Celsius_becomes_fahrenheit_and_the_first_of_two_hours_counts()
    {
        var series = HourlySeries.From([(start.AddHours(2), 100m), (start, -40m), (start, 5m), (start.AddMinutes(30), 9m)]).CelsiusToFahrenheit();

        series.Start.ShouldBe(start);
        ImmutableArray<decimal?> values = [series.At(start), series.At(start.AddHours(1)), series.At(start.AddHours(2)), series.At(start.AddHours(3))];
        values.ShouldBe([-40, null, 212, null]);
    }
}
