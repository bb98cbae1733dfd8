namespace SmartBlocks.Energy.Tests.Aggregation;

public sealed class HourRollTests
{
    private const long Noon = 1_795_262_400;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_the_spans_nothing_is_lost_and_nothing_is_added(int seed)
    {
        var random = new Random(seed);
        var at = Noon;
        var spans = new List<MeteredSpan>();
        for (var i = 0; i < 300; i++)
        {
            at += random.Next(3) == 0 ? random.Next(10_000) : 0;
            var span = new MeteredSpan(at, at + random.Next(1, 20_000), random.Next(-100, 1_000_000) / 7m, (SpanQuality)random.Next(3));
            spans.Add(span with { Value = decimal.Round(span.Value, 9) });
            at = span.End;
        }
        var end = Noon + (at - Noon + 3599) / 3600 * 3600;
        var hours = HourRoll.Roll(spans, Noon, end);
        hours.Sum(h => h.Value).ShouldBe(spans.Sum(s => s.Value));
        hours.Sum(h => (long)h.Seconds).ShouldBe(spans.Sum(s => s.End - s.Start));
        hours.Sum(h => h.Count).ShouldBe(spans.Count);
        hours.Sum(h => (long)h.Estimated).ShouldBe(spans.Where(s => s.Quality == SpanQuality.Estimated).Sum(s => s.End - s.Start));
        hours.ShouldAllBe(h => h.Seconds <= 3600 && (h.Start - Noon) % 3600 == 0);
        // The same hours, whichever window they are asked for in.
        var middle = Noon + (end - Noon) / 7200 * 3600;
        HourRoll.Roll(spans, Noon, middle).Concat(HourRoll.Roll(spans, middle, end)).ShouldBe(hours);
    }

    [Fact]
    public void A_slot_in_the_hour_gives_its_rate_and_a_share_its_own()
    {
        var hours = HourRoll.Roll([new(Noon, Noon + 900, 2m, SpanQuality.Measured), new(Noon + 900, Noon + 8100, 8m, SpanQuality.Estimated)], Noon, Noon + 10_800);
        hours.ShouldBe([
            new MeteredHour(Noon, 5m, 3600, 2700, 0, 2700, 2, 8m),
            new MeteredHour(Noon + 3600, 4m, 3600, 3600, 0, 3600, 0, 4m),
            new MeteredHour(Noon + 7200, 1m, 900, 900, 0, 900, 0, 4m)]);
    }
}
