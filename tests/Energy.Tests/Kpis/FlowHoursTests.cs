using SmartBlocks.Energy.Kpis;

namespace SmartBlocks.Energy.Tests.Kpis;

public sealed class FlowHoursTests
{
    private static readonly long Start = Hours.Unix("2026-11-01T00:00:00Z");

    [Fact]
    public void A_sum_is_known_as_far_as_each_of_its_meters()
    {
        var flow = new FlowHours(4);
        flow.Meter(Start, [Hours.At(Start, 0, 1m), Hours.At(Start, 1, 1m, 1800), Hours.At(Start, 3, 1m)]);
        flow.Meter(Start, [Hours.At(Start, 0, 2m, estimated: 900), Hours.At(Start, 1, 2m), Hours.At(Start, 2, 2m), Hours.At(Start, 3, 2m, corrected: 3600)]);
        Enumerable.Range(0, 4).Select(flow.Value).ShouldBe([3m, 3m, 2m, 3m]);
        Enumerable.Range(0, 4).Select(flow.Covered).ShouldBe([3600, 1800, 0, 3600]);
        // Of four hours 2.5 are covered: a quarter of an hour of that was estimated, an hour corrected.
        Coverage.Of(4, flow).ShouldBe(new Coverage(0.3125m, 0.0625m, 0.25m, 0.375m));
    }

    [Fact]
    public void A_meter_counts_from_its_first_reading_on()
    {
        var flow = new FlowHours(4);
        flow.Meter(Start, [Hours.At(Start, 2, 1m), Hours.At(Start, 3, 1m)], wasThere: false);
        Enumerable.Range(0, 4).Select(flow.Covered).ShouldBe([0, 0, 3600, 3600]);
        // One more that was there from the start: now only the old one is missing from nothing.
        flow.Meter(Start, [.. Enumerable.Range(0, 4).Select(h => Hours.At(Start, h, 5m))]);
        Enumerable.Range(0, 4).Select(flow.Covered).ShouldBe([3600, 3600, 3600, 3600]);
        Enumerable.Range(0, 4).Select(flow.Value).ShouldBe([5m, 5m, 6m, 6m]);
    }

    [Fact]
    public void A_meter_that_was_there_before_is_missing_until_it_reads()
    {
        var flow = new FlowHours(3);
        flow.Meter(Start, [Hours.At(Start, 2, 1m)]);
        Enumerable.Range(0, 3).Select(flow.Covered).ShouldBe([0, 0, 3600]);
    }

    [Fact]
    public void A_meter_that_never_read_makes_nothing_known()
    {
        var flow = new FlowHours(2);
        flow.Meter(Start, [], wasThere: false);
        flow.Covered(0).ShouldBe(0);
        Coverage.Of(2, flow).Missing.ShouldBe(1m);
    }

    [Fact]
    public void An_hour_without_a_factor_is_not_known()
    {
        var flow = new FlowHours(2);
        flow.Meter(Start, [Hours.At(Start, 0, 2m), Hours.At(Start, 1, 2m)], factors: [11m, null]);
        (flow.Value(0), flow.Covered(0), flow.Value(1), flow.Covered(1)).ShouldBe((22m, 3600, 0m, 0));
    }

    [Fact]
    public void It_can_be_used_again()
    {
        var flow = new FlowHours(2);
        flow.Meter(Start, [Hours.At(Start, 0, 2m, estimated: 100)]);
        flow.Clear();
        flow.Meter(Start, [Hours.At(Start, 0, 3m), Hours.At(Start, 1, 3m)]);
        (flow.Terms, flow.Value(0), flow.Estimated(0), flow.Covered(1)).ShouldBe((1, 3m, 0, 3600));
    }

    [Fact]
    public void A_missing_second_of_a_year_shows() => Coverage.Of(365L * 86_400 - 1, 0, 0, 365L * 86_400).ShouldBe(new Coverage(0.9999m, 0, 0, 0.0001m));
}
