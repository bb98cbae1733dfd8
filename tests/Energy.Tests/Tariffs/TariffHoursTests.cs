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

    [Fact]
    public void Before_the_first_tariff_there_is_none()
    {
        var hours = Of(Dublin.Day(new DateOnly(2025, 12, 31)).Start, 48);
        hours.TariffAt(23).ShouldBeNull();
        hours.TariffAt(24).ShouldBe(Night);
        hours.Any.ShouldBeTrue();
        Of(Dublin.Day(new DateOnly(2025, 12, 31)).Start, 24).Any.ShouldBeFalse();
    }

    private static TariffHours Of(DateTimeOffset start, int count) => TariffHours.Of(
        new TariffBook([Night], []), Commodity.Electricity, Direction.Import, Dublin, start.ToUnixTimeSeconds(), count);

    private static TariffRate Rate(string name, decimal price, string? months = null, string? days = null, string? hours = null) =>
        new(name, price, Range("months", months), Range("days", days), Range("hours", hours));

    private static ClockRange? Range(string field, string? text) => text is null ? null : ClockRange.TryParse(field, text, out var range) ? range : throw new FormatException(text);
}
