using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmartBlocks.Energy.Forecasts;

namespace SmartBlocks.Energy.Tests.Forecasts;

public sealed class DemandForecasterTests
{
    private static readonly DateTimeOffset start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly SiteCalendar dublin = SiteCalendar.For("Europe/Dublin");

    [Fact]
    public void A_week_that_repeats_itself_is_forecast_to_the_digit()
    {
        var history = Series(3600, 8 * 7 * 24, i => Week(i % 168));
        var forecast = DemandForecaster.Of(history, SiteCalendar.Utc, 7)!.Forecast(history.End.AddDays(7));

        forecast.Values.Length.ShouldBe(168);
        for (var i = 0; i < 168; i++)
            forecast.Values[i].ShouldBe(Week(i), 0.01m);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(1800)]
    [InlineData(900)]
    public void A_noisy_meter_is_forecast_better_than_by_its_week_before_within_an_honest_band(int seconds)
    {
        var perDay = 86_400 / seconds;
        var history = Series(seconds, 100 * perDay, i => Noisy(i, perDay));
        var (own, before, within, count) = (0m, 0m, 0, 0);
        var forecaster = DemandForecaster.Of(history.Between(start, start.AddDays(70)), SiteCalendar.Utc, 1)!;
        for (var day = 70; day < 100; day++)
        {
            var forecast = forecaster.Forecast(history.Between(start, start.AddDays(day)), start.AddDays(day + 1));
            for (var i = 0; i < perDay; i++)
            {
                var at = forecast.Start.AddSeconds((long)i * seconds);
                var observed = history.At(at)!.Value;
                own += (observed - forecast.Values[i]) * (observed - forecast.Values[i]);
                before += (observed - history.At(at.AddDays(-7))!.Value) * (observed - history.At(at.AddDays(-7))!.Value);
                within += observed >= forecast.Lower[i] && observed <= forecast.Upper[i] ? 1 : 0;
                count++;
            }
        }
        own.ShouldBeLessThan(before * 0.75m);
        (within / (decimal)count).ShouldBeInRange(0.75m, 0.85m);
    }

    [Fact]
    public void Nothing_after_its_beginning_reaches_a_forecast()
    {
        var history = Series(3600, 60 * 24, i => Noisy(i, 24));
        var longer = Series(3600, 70 * 24, i => i < 60 * 24 ? Noisy(i, 24) : 1_000_000);

        var forecast = DemandForecaster.Of(history, dublin, 2)!.Forecast(history.End.AddDays(2));
        var again = DemandForecaster.Of(longer.Between(start, history.End), dublin, 2)!.Forecast(history.End.AddDays(2));

        Digest(again).ShouldBe(Digest(forecast));
    }

    /// <summary>The digits of one forecast, for ever: a change of the models is a change of this test.</summary>
    [Fact]
    public void The_same_history_gives_the_same_digits_on_every_machine()
    {
        var history = Series(1800, 60 * 48, i => Noisy(i, 48));
        Digest(DemandForecaster.Of(history, dublin, 7)!.Forecast(history.End.AddDays(7))).ShouldBe("b354e2b5740d0994");
    }

    [Fact]
    public void Days_of_23_and_25_hours_have_as_many_slots()
    {
        // Clocks in Dublin go forward on 29 March 2026 and back on 25 October.
        var spring = Series(3600, 24 * 83, i => Noisy(i, 24));
        spring.End.ShouldBe(new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.Zero));
        DemandForecaster.Of(spring, dublin, 1)!.Forecast(dublin.Day(new DateOnly(2026, 3, 29)).End).Values.Length.ShouldBe(23);
        var autumnEnd = dublin.Day(new DateOnly(2026, 10, 25)).Start;
        var autumn = Series(3600, (int)(autumnEnd - start).TotalHours, i => Noisy(i, 24));
        DemandForecaster.Of(autumn, dublin, 1)!.Forecast(dublin.Day(new DateOnly(2026, 10, 25)).End).Values.Length.ShouldBe(25);
    }

    [Fact]
    public void Gaps_are_bridged_and_not_learned()
    {
        var history = Series(3600, 60 * 24, i => i % 97 < 5 ? null : Noisy(i, 24));
        var whole = Series(3600, 60 * 24, i => Noisy(i, 24));
        var forecast = DemandForecaster.Of(history, dublin, 1)!.Forecast(history.End.AddDays(1));
        var full = DemandForecaster.Of(whole, dublin, 1)!.Forecast(history.End.AddDays(1));
        for (var i = 0; i < 24; i++)
            forecast.Values[i].ShouldBe(full.Values[i], 3);
    }

    [Fact]
    public void What_never_went_below_zero_is_not_forecast_to()
    {
        var history = Series(3600, 60 * 24, i => i % 24 < 12 ? 0 : Noisy(i, 24) / 10);
        var forecast = DemandForecaster.Of(history, SiteCalendar.Utc, 1)!.Forecast(history.End.AddDays(1));
        forecast.Lower.ShouldAllBe(value => value >= 0);
    }

    [Fact]
    public void Temperature_helps_a_meter_that_heats()
    {
        MeterSeries Temperatures(int days) => Series(3600, days * 24, i => 8 + 7 * Wave(i / 24, 37) + 3 * Wave(i, 24) + 4 * Noise(i / 24));
        var known = Temperatures(80);
        var heat = Series(3600, 80 * 24, i => Math.Max(0, 16 - (known.Values[i] ?? 0)) * 5 + Noise(i));
        var (with, without) = (0m, 0m);
        for (var day = 70; day < 80; day++)
        {
            var past = heat.Between(start, start.AddDays(day));
            var own = DemandForecaster.Of(past, SiteCalendar.Utc, 1, WeatherOutlook.Known(known))!.Forecast(start.AddDays(day + 1));
            var blind = DemandForecaster.Of(past, SiteCalendar.Utc, 1)!.Forecast(start.AddDays(day + 1));
            for (var i = 0; i < 24; i++)
            {
                var observed = heat.At(own.Start.AddHours(i))!.Value;
                with += Math.Abs(own.Values[i] - observed);
                without += Math.Abs(blind.Values[i] - observed);
            }
        }
        with.ShouldBeLessThan(without * 0.7m);
    }

    [Fact]
    public void A_fortnight_of_history_is_too_short_and_a_day_more_is_enough_for_the_week_before()
    {
        var history = Series(3600, 21 * 24, i => Noisy(i, 24));
        DemandForecaster.Of(history.Between(start, start.AddDays(14)), SiteCalendar.Utc, 1).ShouldBeNull();
        var forecaster = DemandForecaster.Of(history.Between(start, start.AddDays(15)), SiteCalendar.Utc, 1)!;
        forecaster.Candidates.Select(candidate => candidate.Model).ShouldContain("week before, moved to the level of the last day");
    }

    [Fact]
    public void A_week_that_lies_higher_is_forecast_from_its_own_level()
    {
        // Every day keeps nine tenths of what the day before lay beside the usual week.
        var level = new decimal[70];
        for (var day = 1; day < level.Length; day++)
            level[day] = 0.9m * level[day - 1] + 3 * Noise(day);
        var history = Series(3600, 70 * 24, i => Week(i % 168) + level[i / 24]);
        var forecaster = DemandForecaster.Of(history.Between(start, start.AddDays(63)), SiteCalendar.Utc, 1)!;
        var (own, before) = (0m, 0m);
        for (var day = 63; day < 70; day++)
        {
            var forecast = forecaster.Forecast(history.Between(start, start.AddDays(day)), start.AddDays(day + 1));
            for (var i = 0; i < 24; i++)
            {
                own += Math.Abs(forecast.Values[i] - history.Values[day * 24 + i]!.Value);
                before += Math.Abs(history.Values[(day - 7) * 24 + i]!.Value - history.Values[day * 24 + i]!.Value);
            }
        }
        own.ShouldBeLessThan(before * 0.6m);
    }

    /// <summary>
    /// Each day keeps most of what the day before lay beside the usual week, so that forecasts of the same days err alike: fifty errors of overlapping weeks are some eight that stand by themselves.
    /// </summary>
    [Fact]
    public void A_week_ahead_of_a_meter_that_wanders_is_held_by_its_band_as_often_as_it_says()
    {
        var level = new decimal[400];
        for (var day = 1; day < level.Length; day++)
            level[day] = 0.85m * level[day - 1] + 4 * Noise(7 * day);
        var history = Series(3600, level.Length * 24, i => 100 + Week(i % 168) + level[i / 24] + Noise(i));
        var (within, count) = (0, 0);
        DemandForecaster? forecaster = null;
        for (var day = 70; day + 7 <= level.Length; day += 7)
        {
            var past = history.Between(start, start.AddDays(day));
            forecaster = day % 70 == 0 ? DemandForecaster.Of(past, SiteCalendar.Utc, 7)! : forecaster!;
            var forecast = forecaster.Forecast(past, start.AddDays(day + 7));
            for (var i = 0; i < forecast.Values.Length; i++, count++)
                within += history.At(forecast.Start.AddHours(i)) is { } observed && observed >= forecast.Lower[i] && observed <= forecast.Upper[i] ? 1 : 0;
        }
        (within / (decimal)count).ShouldBeInRange(0.75m, 0.85m);
    }

    [Fact]
    public void The_band_of_a_later_day_knows_the_errors_since_it_was_learned()
    {
        // From day 70 on it is three times as noisy.
        var history = Series(3600, 98 * 24, i => 60 + Week(i % 168) + (i < 70 * 24 ? 2 : 6) * Noise(i));
        var forecaster = DemandForecaster.Of(history.Between(start, start.AddDays(70)), SiteCalendar.Utc, 1)!;
        decimal Width(int day)
        {
            var forecast = forecaster.Forecast(history.Between(start, start.AddDays(day)), start.AddDays(day + 1));
            return forecast.Upper.Zip(forecast.Lower, (upper, lower) => upper - lower).Average();
        }

        Width(98).ShouldBeGreaterThan(Width(70) * 1.5m);
    }

    [Fact]
    public void A_meter_that_grows_swings_wider_and_one_that_stands_still_has_no_logarithms()
    {
        // Each week counts five hundredths more than the one before, at night as by day.
        var history = Series(3600, 77 * 24, i => Week(i % 168) * (1 + 0.05m * (i / 168)) * (1 + 0.02m * Noise(i)));
        var forecaster = DemandForecaster.Of(history, SiteCalendar.Utc, 7)!;
        decimal Error(string model) => forecaster.Candidates.Single(candidate => candidate.Model == model).RmseNextDay!.Value;
        Error("double seasonal smoothing, multiplicative").ShouldBeLessThan(Error("double seasonal smoothing"));

        var still = DemandForecaster.Of(Series(3600, 60 * 24, i => i % 24 < 12 ? 0 : Noisy(i, 24)), SiteCalendar.Utc, 1)!;
        still.Candidates.Select(candidate => candidate.Model).ShouldNotContain("double seasonal smoothing, multiplicative");
        still.Candidates.Select(candidate => candidate.Model).ShouldContain("double seasonal smoothing");
    }

    [Fact]
    public void A_spike_is_not_learned()
    {
        var history = Series(3600, 60 * 24, i => Noisy(i, 24));
        var spoiled = Series(3600, 60 * 24, i => i == 55 * 24 + 12 ? 1000 * Noisy(i, 24) : Noisy(i, 24));
        var forecast = DemandForecaster.Of(history, dublin, 7)!.Forecast(history.End.AddDays(7));
        var other = DemandForecaster.Of(spoiled, dublin, 7)!.Forecast(history.End.AddDays(7));
        for (var i = 0; i < 168; i++)
            other.Values[i].ShouldBe(forecast.Values[i], 3);
    }

    [Fact]
    public void A_meter_that_falls_to_nothing_after_it_was_learned_is_still_forecast()
    {
        var history = Series(3600, 67 * 24, i => i < 60 * 24 ? Noisy(i, 24) + 20 : 0);
        var forecaster = DemandForecaster.Of(history.Between(start, start.AddDays(60)), SiteCalendar.Utc, 7)!;
        forecaster.Forecast(history, history.End.AddDays(7)).Values.ShouldAllBe(value => value >= 0 && value < 500);
    }

    private static MeterSeries Series(int seconds, int count, Func<int, decimal?> value) =>
        new(start, seconds, [.. Enumerable.Range(0, count).Select(value)]);

    private static decimal Week(int hour) => 20 + (hour % 24 is >= 8 and < 18 && hour < 120 ? 30 + hour % 5 : hour % 3);

    private static decimal? Noisy(int slot, int perDay) =>
        Week((int)((long)slot * 24 / perDay % 168)) + 4 * Noise(slot) + 5 * Noise(slot / perDay);

    /// <summary>A number from −1 to 1 that looks like chance and is the same everywhere.</summary>
    private static decimal Noise(int seed)
    {
        var x = (uint)seed * 2654435761u + 12345;
        x ^= x >> 15;
        x *= 2246822519u;
        x ^= x >> 13;
        return (x % 20_001) / 10_000m - 1;
    }

    /// <summary>A triangle from −1 to 1.</summary>
    private static decimal Wave(int at, int period) => Math.Abs(at % period * 4m / period - 2) - 1;

    private static string Digest(DemandForecast forecast)
    {
        var text = string.Join(';', new[] { forecast.Values, forecast.Lower, forecast.Upper }.Select(
            (ImmutableArray<decimal> values) => string.Join(' ', values.Select(value => value.ToString(CultureInfo.InvariantCulture)))));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
