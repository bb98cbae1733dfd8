namespace SmartBlocks.Energy.Tests.Aggregation;

public sealed class AggregatorTests
{
    private static readonly SiteCalendar Dublin = SiteCalendar.For("Europe/Dublin");

    [Fact]
    public void A_long_day_adds_up_its_25_hours()
    {
        var day = Dublin.Day(new DateOnly(2026, 10, 25));
        var slots = Slots(day.Start, day.End, 900, 1m);
        var result = Aggregator.Aggregate(slots, Dublin, Resolution.Day, day.Start, day.End);
        result.Count.ShouldBe(1);
        result[0].Value.ShouldBe(100m);
        result[0].MeasuredShare.ShouldBe(1m);
        Aggregator.Aggregate(slots, Dublin, Resolution.Hour, day.Start, day.End).Count.ShouldBe(25);
    }

    [Fact]
    public void Missing_slots_are_missing_and_said_to_be()
    {
        var day = Dublin.Day(new DateOnly(2026, 11, 21));
        var slots = Slots(day.Start, day.Start.AddHours(6), 900, 2m).Select(slot => slot with { Quality = Quality.Measured })
            .Concat(Slots(day.Start.AddHours(12), day.Start.AddHours(18), 900, 1m).Select(slot => slot with { Quality = Quality.Estimated }));
        var whole = Aggregator.Aggregate(slots, Dublin, Resolution.Day, day.Start, day.End)[0];
        whole.Value.ShouldBe(72m);
        whole.MeasuredShare.ShouldBe(0.25m);
        whole.EstimatedShare.ShouldBe(0.25m);
        whole.Completeness.ShouldBe(0.5m);
        var hours = Aggregator.Aggregate(slots, Dublin, Resolution.Hour, day.Start, day.End);
        hours[7].Value.ShouldBeNull();
        hours[7].Completeness.ShouldBe(0m);
    }

    [Fact]
    public void A_missing_minute_never_shows_as_complete()
    {
        var month = Dublin.Month(2026, 11);
        var slots = Slots(month.Start, month.End.AddMinutes(-1), 60, 0.1m);
        Aggregator.Aggregate(slots, Dublin, Resolution.Month, month.Start, month.End)[0].MeasuredShare.ShouldBe(0.9999m);
    }

    [Fact]
    public void A_slot_across_a_border_is_shared_out_and_loses_nothing()
    {
        // A UTC day in summer lies across two Irish days, 23 hours in one and one hour in the next.
        var slot = new Interval(TestLedger.At("2026-07-01T00:00:00Z"), 86_400, 100m);
        var result = Aggregator.Aggregate([slot], Dublin, Resolution.Day, slot.Start, slot.End);
        result.Select(day => day.Value!.Value).ShouldBe([95.833333333m, 4.166666667m]);
        result.ShouldAllBe(day => day.MeasuredShare == 0m);
        result.Sum(day => day.Value).ShouldBe(100m);
        var second = Aggregator.Aggregate([slot], Dublin, Resolution.Day, result[1].Start, result[1].End);
        second.Single().Value.ShouldBe(4.166666667m);
    }

    [Fact]
    public void Periods_without_readings_are_returned_too()
    {
        var year = Dublin.Year(2026);
        var result = Aggregator.Aggregate(Array.Empty<Interval>(), Dublin, Resolution.Month, year.Start, year.End);
        result.Count.ShouldBe(12);
        result.ShouldAllBe(month => month.Value == null && month.Slots == 0);
    }

    private static IEnumerable<Interval> Slots(DateTimeOffset from, DateTimeOffset to, int seconds, decimal value)
    {
        for (var start = from; start < to; start = start.AddSeconds(seconds))
            yield return new(start, seconds, value);
    }
}
