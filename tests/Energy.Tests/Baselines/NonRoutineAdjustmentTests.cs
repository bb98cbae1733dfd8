using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Energy.Tests.Baselines;

/// <summary>Adjustments change the baseline for the time they share with a period, and stay with the savings.</summary>
public sealed class NonRoutineAdjustmentTests
{
    private static readonly DateTimeOffset start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly MeteredSavings savings = MeteredSavings.Sum(
        [.. Enumerable.Range(0, 10).Select(day => new PeriodSavings(start.AddDays(day), start.AddDays(day + 1), 100, 90))], 3)
        with { Uncertainty = new SavingsUncertainty(0.9m, 10, 50, 600, 60, 40, 40, 0.5m) };

    [Fact]
    public void The_baseline_grows_for_the_time_they_share()
    {
        var adjusted = savings.With(new NonRoutineAdjustment(start.AddDays(2), start.AddDays(4.5), -20, "the west wing was closed"));

        adjusted.Periods.Select(period => period.AdjustedBaseline).ShouldBe([100, 100, 80, 80, 90, 100, 100, 100, 100, 100]);
        adjusted.Saved.ShouldBe(50);
        adjusted.Observed.ShouldBe(900);
        adjusted.PeriodsLeftOut.ShouldBe(3);
    }

    [Fact]
    public void Bands_stay_and_their_share_follows()
    {
        var adjusted = savings.With(new NonRoutineAdjustment(start, start.AddDays(10), -5, "one machine less"));

        adjusted.Uncertainty.ShouldNotBeNull().Band.ShouldBe(50);
        adjusted.Uncertainty.Fraction.ShouldBe(1);
        savings.With(new NonRoutineAdjustment(start, start.AddDays(10), -10, "all of it")).Uncertainty.ShouldNotBeNull().Fraction.ShouldBeNull();
    }

    [Fact]
    public void Every_adjustment_stays_with_its_reason()
    {
        var adjusted = savings.With(new(start, start.AddDays(1), 1, "first")).With(new(start.AddDays(20), start.AddDays(21), 1, "second"));

        adjusted.Adjustments.Select(adjustment => adjustment.Reason).ShouldBe(["first", "second"]);
        adjusted.Saved.ShouldBe(101);
    }

    [Fact]
    public void An_adjustment_has_time_and_reason()
    {
        Should.Throw<ArgumentException>(() => new NonRoutineAdjustment(start, start, 1, "x")).Message.ShouldContain("until is 2025-01-01T00:00:00Z");
        Should.Throw<ArgumentException>(() => new NonRoutineAdjustment(start, start.AddDays(1), 1, " ")).Message.ShouldContain("reason must have");
        Should.Throw<ArgumentException>(() => new NonRoutineAdjustment(start, start.AddDays(1), 1e13m, "x")).Message.ShouldContain("energyPerDay");
    }
}
