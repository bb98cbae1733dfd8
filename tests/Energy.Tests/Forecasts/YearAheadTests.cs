using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.Forecasts;

namespace SmartBlocks.Energy.Tests.Forecasts;

public sealed class YearAheadTests
{
    [Fact]
    public void A_year_of_Cambridge_is_predicted_better_than_by_the_hourly_baseline()
    {
        var year = new DateTimeOffset(2019, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var temperatures = Read("weather", "air_temperature").CelsiusToFahrenheit();
        var energy = Read("b33-electricity", null);
        var baseline = HourlyBaseline.Of(energy.Between(year.AddYears(-1), year), temperatures).Savings(energy.Between(year, year.AddYears(1)), temperatures);
        var ahead = YearAheadForecaster.Of(energy.Between(year.AddYears(-1), year), temperatures, SiteCalendar.For("Europe/London"))!.Predict(temperatures, year, 8760);
        decimal own = 0, theirs = 0;
        foreach (var hour in baseline.Periods)
        {
            var predicted = ahead[(int)(hour.Start - year).TotalHours]!.Value;
            own += (predicted - hour.Observed) * (predicted - hour.Observed);
            theirs += hour.Saved * hour.Saved;
        }
        own.ShouldBeLessThan(theirs * 0.9m);
    }

    [Fact]
    public void Nothing_is_predicted_without_temperature_or_beyond_what_the_year_saw()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var temperatures = new HourlySeries(start, [.. Enumerable.Range(0, 8760).Select(i => (decimal?)(50 + i % 24))]);
        var energy = new HourlySeries(start, [.. Enumerable.Range(0, 8760).Select(i => (decimal?)(10 + i % 24))]);
        var forecaster = YearAheadForecaster.Of(energy, temperatures, SiteCalendar.Utc)!;
        var hot = new HourlySeries(start.AddYears(1), [120, null, 120]);

        var predicted = forecaster.Predict(hot, start.AddYears(1), 4);

        predicted[0]!.Value.ShouldBeInRange(10, 33);
        predicted[1].ShouldBeNull();
        predicted[3].ShouldBeNull();
        YearAheadForecaster.Of(energy, new HourlySeries(start, []), SiteCalendar.Utc).ShouldBeNull();
    }

    private static HourlySeries Read(string name, string? column) => HourlySeries.From(
        Baselines.Samples.Hours($"cambridge/{name}-2018.csv.gz", column).Concat(Baselines.Samples.Hours($"cambridge/{name}-2019.csv.gz", column)));
}
