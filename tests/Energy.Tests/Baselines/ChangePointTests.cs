using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Energy.Tests.Baselines;

/// <summary>Changes that are there are found where they are; made-up noise and eemeter's steady meters have none.</summary>
public sealed class ChangePointTests
{
    private static readonly DateTimeOffset start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static MeteredSavings Savings(int count, Func<int, decimal> saved) =>
        MeteredSavings.Sum([.. Enumerable.Range(0, count).Select(day => new PeriodSavings(start.AddDays(day), start.AddDays(day + 1), 100 + saved(day), 100))], 0);

    /// <summary>Noise of about ± 10, the same in every run.</summary>
    private static decimal Noise(int day) => (day * 7919 + day * day * 31) % 21 - 10;

    [Theory]
    [InlineData(200, 15)]
    [InlineData(200, -15)]
    [InlineData(60, 50)]
    [InlineData(300, 1000)]
    public void A_change_is_found_where_it_happened(int day, int change)
    {
        var found = ChangePoint.Find(Savings(365, at => Noise(at) + (at >= day ? change : 0))).ShouldNotBeNull();

        (found.At - start).TotalDays.ShouldBe(day, 3);
        (found.SavedAfter - found.SavedBefore).ShouldBe(change, 4);
    }

    [Fact]
    public void A_change_without_any_noise_is_found_to_the_day() =>
        ChangePoint.Find(Savings(365, day => day < 100 ? 0 : 5)).ShouldNotBeNull().At.ShouldBe(start.AddDays(100));

    [Fact]
    public void Noise_is_no_change() => ChangePoint.Find(Savings(365, Noise)).ShouldBeNull();

    [Fact]
    public void Slow_noise_is_no_change() => ChangePoint.Find(Savings(365, day => Noise(day / 14))).ShouldBeNull();

    [Theory]
    [InlineData(0)]
    [InlineData(29)]
    [InlineData(365)]
    public void Nothing_changes_in_few_periods_or_in_equal_ones(int count) => ChangePoint.Find(Savings(count, _ => 5)).ShouldBeNull();

    [Theory]
    [InlineData("il-electricity-cdd-hdd-daily")]
    [InlineData("il-electricity-cdd-only-daily")]
    public void A_steady_meter_has_none_before_and_one_when_the_measure_came(string sample)
    {
        var days = Samples.Days(sample);
        var temperatures = Samples.Temperatures();
        var own = MeterPeriods.Before(days, Samples.BaselineEnd);
        var baseline = UsagePerDayBaseline.Of(own, temperatures, UsagePerDayMethod.Daily);

        ChangePoint.Find(MeteredSavings.Of(baseline, own, temperatures)).ShouldBeNull();
        ChangePoint.Find(MeteredSavings.Of(baseline, [.. own.Select((day, i) => day with { Energy = i < 200 ? day.Energy : day.Energy + 20 })], temperatures))
            .ShouldNotBeNull().At.ShouldBe(own[200].Start, TimeSpan.FromDays(7));
    }
}
