using System.Collections.Immutable;
using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Energy.Tests.Baselines;

/// <summary>Baselines of made-up meters: known truth, and data that gives no model or little to trust.</summary>
public sealed class UsagePerDayTests
{
    private static readonly DateTimeOffset start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Day means that sweep from 20 to 85 °F and back, the same every hour of a day.</summary>
    private static decimal Season(int day) => 20 + 65 * Math.Abs(182 - day % 365) / 182m;

    private static HourlySeries Temperatures(int days, Func<int, decimal?> ofHour) =>
        new(start, [.. Enumerable.Range(0, days * 24).Select(ofHour)]);

    private static HourlySeries Temperatures(int days) => Temperatures(days, hour => Season(hour / 24));

    private static ImmutableArray<MeterPeriod> Days(int count, Func<int, decimal?> energy) =>
        [.. Enumerable.Range(0, count).Select(day => new MeterPeriod(start.AddDays(day), start.AddDays(day + 1), energy(day)))];

    private static decimal Truth(int day) => 10 + 2 * Math.Max(60 - Season(day), 0) + 3 * Math.Max(Season(day) - 70, 0);

    [Fact]
    public void A_meter_that_follows_the_model_is_recovered()
    {
        var baseline = UsagePerDayBaseline.Of(Days(365, day => Truth(day)), Temperatures(365), UsagePerDayMethod.Daily);

        baseline.Status.ShouldBe(BaselineStatus.Fitted);
        baseline.Model.ShouldBe(new UsagePerDayModel(UsagePerDayKind.CoolingAndHeating, 10, 2, 60, 3, 70, 1));
        baseline.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Without_cooling_no_candidate_has_a_cooling_slope()
    {
        var baseline = UsagePerDayBaseline.Of(Days(365, day => Truth(day)), Temperatures(365), UsagePerDayMethod.Daily, fitCooling: false);

        baseline.Model.ShouldNotBeNull().Kind.ShouldBe(UsagePerDayKind.HeatingOnly);
        baseline.CandidatesTried.ShouldBeLessThanOrEqualTo(62);
    }

    [Fact]
    public void A_meter_that_falls_with_heat_and_cold_gets_no_slope_below_zero()
    {
        var baseline = UsagePerDayBaseline.Of(Days(365, day => 100 - Truth(day) / 3), Temperatures(365), UsagePerDayMethod.Daily);

        var model = baseline.Model.ShouldNotBeNull();
        model.Intercept.ShouldBeGreaterThanOrEqualTo(0);
        model.HeatingSlope.ShouldBeGreaterThanOrEqualTo(0);
        model.CoolingSlope.ShouldBeGreaterThanOrEqualTo(0);
        baseline.CandidatesQualified.ShouldBeLessThan(baseline.CandidatesTried);
    }

    [Fact]
    public void Constant_temperature_leaves_the_intercept()
    {
        var baseline = UsagePerDayBaseline.Of(Days(365, day => day % 7), Temperatures(365, _ => 50m), UsagePerDayMethod.Daily);

        baseline.Model.ShouldNotBeNull().Kind.ShouldBe(UsagePerDayKind.InterceptOnly);
        baseline.CandidatesTried.ShouldBe(1);
    }

    [Fact]
    public void A_meter_of_zeros_has_a_model_and_no_ratios()
    {
        var temperatures = Temperatures(365);
        var baseline = UsagePerDayBaseline.Of(Days(365, _ => 0m), temperatures, UsagePerDayMethod.Daily);
        var savings = MeteredSavings.Of(baseline, Days(365, _ => 0m), temperatures);

        baseline.Model.ShouldNotBeNull().ShouldBe(new UsagePerDayModel(UsagePerDayKind.InterceptOnly, 0, 0, null, 0, null, 0));
        baseline.Fit.ShouldNotBeNull().CvRmse.ShouldBeNull();
        baseline.Fit.Nmbe.ShouldBeNull();
        Guideline14.Judge(baseline).Holds.ShouldBeFalse();
        savings.Saved.ShouldBe(0);
        savings.Uncertainty.ShouldBeNull();
    }

    [Fact]
    public void A_meter_that_only_exports_has_no_model()
    {
        var baseline = UsagePerDayBaseline.Of(Days(365, _ => -5m), Temperatures(365), UsagePerDayMethod.Daily);

        baseline.Status.ShouldBe(BaselineStatus.NoModel);
        baseline.Model.ShouldBeNull();
        baseline.Warnings.ShouldContain(warning => warning.Code == "baseline.negative");
        Should.Throw<ArgumentException>(() => MeteredSavings.Of(baseline, [], Temperatures(1))).Message.ShouldContain("NoModel");
    }

    [Theory]
    [InlineData(0, BaselineStatus.NoData)]
    [InlineData(1, BaselineStatus.Fitted)]
    [InlineData(2, BaselineStatus.Fitted)]
    [InlineData(20, BaselineStatus.Fitted)]
    public void Few_days_are_said_to_be_few(int days, BaselineStatus status)
    {
        var baseline = UsagePerDayBaseline.Of(Days(days, day => Truth(day)), Temperatures(365), UsagePerDayMethod.Daily);

        baseline.Status.ShouldBe(status);
        baseline.Warnings.ShouldContain(warning => warning.Code == (days == 0 ? "baseline.empty" : "baseline.days"));
    }

    [Fact]
    public void Days_without_energy_or_temperature_are_left_out_and_told()
    {
        var temperatures = Temperatures(365, hour => hour / 24 is >= 100 and < 140 ? null : Season(hour / 24));
        var baseline = UsagePerDayBaseline.Of(Days(365, day => day is >= 120 and < 180 ? null : Truth(day)), temperatures, UsagePerDayMethod.Daily);

        baseline.Periods.ShouldBe(365 - 80);
        baseline.Model.ShouldNotBeNull().HeatingBalancePoint.ShouldBe(60);
        baseline.Warnings.Select(warning => warning.Code).ShouldBe(["baseline.meter", "baseline.temperature", "baseline.coverage"]);
    }

    [Theory]
    [InlineData(12, 0)]
    [InlineData(13, 365)]
    public void A_day_counts_when_more_than_half_of_its_temperatures_are_known(int known, int periods)
    {
        var temperatures = Temperatures(365, hour => hour % 24 < known ? Season(hour / 24) : null);

        UsagePerDayBaseline.Of(Days(365, day => Truth(day)), temperatures, UsagePerDayMethod.Daily).Periods.ShouldBe(periods);
    }

    [Fact]
    public void The_same_data_gives_the_same_figures_to_the_last_digit()
    {
        var days = Days(365, day => Truth(day) + day * 37 % 11);
        var temperatures = Temperatures(365);
        string Text()
        {
            var baseline = UsagePerDayBaseline.Of(days, temperatures, UsagePerDayMethod.Daily);
            var savings = MeteredSavings.Of(baseline, days, temperatures);
            return $"{baseline.Model} {baseline.Fit} {savings.Uncertainty} {string.Join(' ', savings.Periods)}";
        }

        Text().ShouldBe(Text());
    }

    [Fact]
    public void Bad_input_is_refused_by_name()
    {
        var temperatures = Temperatures(10);
        var day = new MeterPeriod(start, start.AddDays(1), 1);

        Refusal([day with { End = start }], temperatures).ShouldContain("2025-01-01T00:00:00Z must end after it starts");
        Refusal([day, day], temperatures).ShouldContain("before the one before it ends");
        Refusal([day with { Energy = 1e13m }], temperatures).ShouldContain("±1000000000000");
        Refusal([day], Temperatures(10, _ => 451)).ShouldContain("is 451: must be from -150 to 200");
        Should.Throw<ArgumentException>(() => new HourlySeries(start.AddMinutes(5), [])).Message.ShouldContain("full hour");

        static string Refusal(ImmutableArray<MeterPeriod> periods, HourlySeries temperatures) =>
            Should.Throw<ArgumentException>(() => UsagePerDayBaseline.Of(periods, temperatures, UsagePerDayMethod.Daily)).Message;
    }

    [Fact]
    public void Savings_are_the_adjusted_baseline_less_what_was_used()
    {
        var temperatures = Temperatures(365);
        var baseline = UsagePerDayBaseline.Of(Days(365, day => Truth(day) + day % 3), temperatures, UsagePerDayMethod.Daily);
        var savings = MeteredSavings.Of(baseline, Days(365, day => day == 7 ? null : Truth(day) * 0.9m + day % 3), temperatures, Guideline14.SavingsConfidence);

        savings.PeriodsLeftOut.ShouldBe(1);
        savings.Saved.ShouldBe(savings.Periods.Sum(period => period.Saved));
        savings.Saved.ShouldBe(Enumerable.Range(0, 365).Where(day => day != 7).Sum(day => Truth(day) * 0.1m), 5m);
        Guideline14.Judge(baseline, savings).SavingsHold.ShouldBe(true);
        Should.Throw<ArgumentException>(() => Guideline14.Judge(baseline, MeteredSavings.Of(baseline, Days(365, Season2), temperatures))).Message.ShouldContain("0.68");
        Should.Throw<ArgumentOutOfRangeException>(() => MeteredSavings.Of(baseline, [], temperatures, 1));

        static decimal? Season2(int day) => Season(day);
    }
}
