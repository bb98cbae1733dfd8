namespace SmartBlocks.Energy.Tests.Tariffs;

public sealed class TariffHoursTests
{
    private static readonly SiteCalendar Dublin = SiteCalendar.For("Europe/Dublin");

    private static readonly Tariff Night = new("nimbus", "Day and night", Commodity.Electricity, Direction.Import, MeterUnit.KilowattHour, "EUR", new DateOnly(2026, 1, 1),
        [Rate("night", 0.1m, hours: "23-8"), Rate("weekend", 0.2m, days: "sat-sun"), Rate("winter", 0.4m, months: "11-2"), Rate("day", 0.3m)]);

    [Theory]
    [InlineData(2026, 3, 29, 23, 8)]
    [InlineData(2026, 10, 25, 25, 10)]
    [InlineData(2026, 6, 7, 24, 9)]
    public void A_day_of_any_length_has_its_nights_by_the_local_clock(int year, int month, int date, int hours, int nights)
    {
        // All three are Sundays; when the clocks go back, the hour that is shown twice is a night hour twice.
        var day = Dublin.Day(new DateOnly(year, month, date));
        var prices = Of(day.Start, (int)day.Length.TotalHours);
        Enumerable.Range(0, hours).Select(prices.RateAt).Count(r => r!.Price == 0.1m).ShouldBe(nights);
        Enumerable.Range(0, hours).Select(prices.RateAt).Count(r => r!.Price == 0.2m).ShouldBe(hours - nights);
    }

    [Theory]
    [InlineData("2026-01-12T12:00:00Z", "0.4")]
    [InlineData("2026-03-02T12:00:00Z", "0.3")]
    [InlineData("2026-11-02T23:00:00Z", "0.1")]
    [InlineData("2026-11-03T07:59:59Z", "0.1")]
    [InlineData("2026-11-03T08:00:00Z", "0.4")]
    public void The_first_rate_that_applies_counts(string at, string price) =>
        Of(TestLedger.At(at), 1).RateAt(0)!.Price.ShouldBe(decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture));

    private static readonly Tariff Quarters = Night with { Rates = [Rate("solar", 0.08m, hours: "10:30-15:45"), Rate("night", 0.12m, hours: "23:15-6:30"), Rate("day", 0.32m)] };

    /// <summary>Prices of the hours in which a rate changes, by the local clock: an hour with two quarters at 0.12 and two at 0.32 costs their mean.</summary>
    [Theory]
    [InlineData("2026-06-07", 6, "0.22")]
    [InlineData("2026-06-07", 5, "0.12")]
    [InlineData("2026-06-07", 7, "0.32")]
    [InlineData("2026-06-07", 10, "0.20")]
    [InlineData("2026-06-07", 15, "0.14")]
    [InlineData("2026-06-07", 23, "0.17")]
    [InlineData("2026-01-11", 23, "0.17")]
    [InlineData("2026-03-29", 6, "0.22")]
    [InlineData("2026-10-25", 6, "0.22")]
    public void A_rate_may_change_on_any_quarter(string date, int clock, string price)
    {
        var at = Dublin.ToUtc(DateTime.Parse(date, System.Globalization.CultureInfo.InvariantCulture).AddHours(clock));
        Of(at, 1, Quarters).RateAt(0)!.Price.ShouldBe(decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(2026, 3, 29, 23)]
    [InlineData(2026, 10, 25, 25)]
    [InlineData(2026, 6, 7, 24)]
    public void Days_of_any_length_have_the_quarters_that_their_clocks_show(int year, int month, int date, int length)
    {
        var day = Dublin.Day(new DateOnly(year, month, date));
        var prices = Of(day.Start, length, Quarters);
        // Night: 26 quarters in the morning, four more or less by what the clocks show twice or skip, and three in the evening; 21 of sun.
        var nights = 26 + 4 * (length - 24) + 3;
        var sum = (nights * 0.12m + 21 * 0.08m + (4 * length - nights - 21) * 0.32m) / 4;
        Enumerable.Range(0, length).Sum(hour => prices.RateAt(hour)!.Price).ShouldBe(sum);
        // Night, a mix, day, a mix, sun, a mix, day, a mix.
        prices.Runs.Length.ShouldBe(8);
        prices.Rates.Length.ShouldBe(7);
    }

    [Fact]
    public void Where_clocks_are_half_an_hour_apart_hours_change_with_the_local_clock()
    {
        var kolkata = SiteCalendar.For("Asia/Kolkata");
        var hours = TariffHours.Of(new TariffBook([Night], []), Commodity.Electricity, Direction.Import, kolkata, TestLedger.At("2026-06-08T02:00:00Z").ToUnixTimeSeconds(), 1);
        // 07:30 to 08:30 on a Monday: half of it by night.
        hours.RateAt(0)!.Price.ShouldBe(0.2m);
    }

    [Theory]
    [InlineData("7:30-16:15", true)]
    [InlineData("23:45-0:15", true)]
    [InlineData("0-24", true)]
    [InlineData("23:45-24", true)]
    [InlineData("7:20-16", false)]
    [InlineData("7:00-16", false)]
    [InlineData("7:3-16", false)]
    [InlineData("07:30-16", false)]
    [InlineData("7:30", false)]
    [InlineData("7:30-7:30", false)]
    [InlineData("8-24:15", false)]
    [InlineData("24-8", false)]
    [InlineData("8-0", false)]
    [InlineData(":30-8", false)]
    [InlineData("8:-9", false)]
    [InlineData("-1-9", false)]
    public void Hours_are_whole_or_end_in_a_quarter(string text, bool good) => ClockRange.TryParse("hours", text, out _).ShouldBe(good);

    [Theory]
    [InlineData("months", "11:15-2")]
    [InlineData("days", "mon:15-fri")]
    public void Months_and_days_have_no_quarters(string field, string text) => ClockRange.TryParse(field, text, out _).ShouldBeFalse();

    [Fact]
    public void Before_the_first_tariff_there_is_none()
    {
        var hours = Of(Dublin.Day(new DateOnly(2025, 12, 31)).Start, 48);
        hours.TariffAt(23).ShouldBeNull();
        hours.TariffAt(24).ShouldBe(Night);
        hours.Any.ShouldBeTrue();
        Of(Dublin.Day(new DateOnly(2025, 12, 31)).Start, 24).Any.ShouldBeFalse();
    }

    private static TariffHours Of(DateTimeOffset start, int count, Tariff? tariff = null) => TariffHours.Of(
        new TariffBook([tariff ?? Night], []), Commodity.Electricity, Direction.Import, Dublin, start.ToUnixTimeSeconds(), count);

    private static TariffRate Rate(string name, decimal price, string? months = null, string? days = null, string? hours = null) =>
        new(name, price, Range("months", months), Range("days", days), Range("hours", hours));

    private static ClockRange? Range(string field, string? text) => text is null ? null : ClockRange.TryParse(field, text, out var range) ? range : throw new FormatException(text);
}
