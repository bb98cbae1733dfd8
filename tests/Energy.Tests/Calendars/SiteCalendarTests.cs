namespace SmartBlocks.Energy.Tests.Calendars;

public sealed class SiteCalendarTests
{
    private readonly SiteCalendar dublin = SiteCalendar.For("Europe/Dublin");

    [Theory]
    [InlineData(2026, 3, 29, 23)]
    [InlineData(2026, 10, 25, 25)]
    [InlineData(2026, 11, 21, 24)]
    public void Days_have_23_or_25_hours_where_the_clocks_change(int year, int month, int day, int hours)
    {
        var span = dublin.Day(new DateOnly(year, month, day));
        span.Length.TotalHours.ShouldBe(hours);
        dublin.Covering(span.Start, span.End, Resolution.Hour).Count().ShouldBe(hours);
    }

    [Fact]
    public void A_summer_day_begins_an_hour_before_midnight_UTC()
    {
        dublin.Day(new DateOnly(2026, 7, 1)).Start.ShouldBe(TestLedger.At("2026-06-30T23:00:00Z"));
        dublin.DateOf(TestLedger.At("2026-06-30T23:00:00Z")).ShouldBe(new DateOnly(2026, 7, 1));
    }

    [Fact]
    public void Months_and_years_follow_the_local_calendar()
    {
        dublin.Month(2026, 10).Length.TotalHours.ShouldBe(31 * 24 + 1);
        dublin.Month(2026, 3).Length.TotalHours.ShouldBe(31 * 24 - 1);
        dublin.Year(2026).Length.TotalDays.ShouldBe(365);
        var year = dublin.Year(2026);
        dublin.Covering(year.Start, year.End, Resolution.Month).Count().ShouldBe(12);
        dublin.Covering(year.Start, year.End, Resolution.Day).Count().ShouldBe(365);
    }

    [Fact]
    public void Zones_that_change_at_midnight_and_zones_with_half_hours_work()
    {
        // In Beirut the day of the change begins at 01:00.
        var beirut = SiteCalendar.For("Asia/Beirut");
        beirut.Day(new DateOnly(2026, 3, 29)).Length.TotalHours.ShouldBe(23);
        var kolkata = SiteCalendar.For("Asia/Kolkata");
        kolkata.Containing(TestLedger.At("2026-01-01T10:15:00Z"), Resolution.Hour).Start.ShouldBe(TestLedger.At("2026-01-01T09:30:00Z"));
    }

    [Fact]
    public void A_clock_time_that_is_there_twice_is_the_earlier_one()
    {
        dublin.ToUtc(new DateTime(2026, 10, 25, 1, 30, 0)).ShouldBe(TestLedger.At("2026-10-25T00:30:00Z"));
        dublin.ToUtc(new DateTime(2026, 7, 1, 12, 0, 0)).ShouldBe(TestLedger.At("2026-07-01T11:00:00Z"));
    }

    [Fact]
    public void Unknown_zones_are_refused()
    {
        SiteCalendar.TryFor("Europe/Atlantis", out _).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => SiteCalendar.For("Europe/Atlantis"));
    }
}
