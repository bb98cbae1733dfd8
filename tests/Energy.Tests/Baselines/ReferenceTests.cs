using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Energy.Tests.Baselines;

/// <summary>The figures of OpenEEMeter 3.2.0 on its own samples, at most 365 days each side.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string, UsagePerDayModel, decimal, decimal, decimal> Daily => new()
    {
        {
            "il-electricity-cdd-hdd-daily",
            new(UsagePerDayKind.CoolingAndHeating, 13.472385591795m, 1.112294785744m, 53, 2.516255026490m, 68, 0.768473299283m), 793.908496m, 315.415368m, 325.433048m
        },
        {
            "il-electricity-cdd-only-daily",
            new(UsagePerDayKind.CoolingOnly, 8.512271300972m, 0, null, 4.076757636410m, 64, 0.885282885619m), 308.768999m, 434.553815m, 431.795985m
        },
    };

    [Theory]
    [MemberData(nameof(Daily))]
    public void Daily_baselines_and_savings_are_those_of_eemeter(string sample, UsagePerDayModel expected, decimal saved, decimal fsuBand, decimal olsBand)
    {
        var days = Samples.Days(sample);
        var temperatures = Samples.Temperatures();

        var baseline = UsagePerDayBaseline.Of(MeterPeriods.Before(days, Samples.BaselineEnd), temperatures, UsagePerDayMethod.Daily);
        var savings = MeteredSavings.Of(baseline, MeterPeriods.After(days, Samples.ReportingStart), temperatures);

        var model = baseline.Model.ShouldNotBeNull();
        (model.Kind, model.HeatingBalancePoint, model.CoolingBalancePoint).ShouldBe((expected.Kind, expected.HeatingBalancePoint, expected.CoolingBalancePoint));
        model.Intercept.ShouldBe(expected.Intercept, 1e-9m);
        model.HeatingSlope.ShouldBe(expected.HeatingSlope, 1e-9m);
        model.CoolingSlope.ShouldBe(expected.CoolingSlope, 1e-9m);
        model.AdjustedRSquared.ShouldBe(expected.AdjustedRSquared, 1e-9m);
        baseline.Periods.ShouldBe(365);
        savings.Saved.ShouldBe(saved, 0.0001m);
        savings.Uncertainty.ShouldNotBeNull().FsuBand.ShouldBe(fsuBand, 0.0001m);
        savings.Uncertainty.OlsBand.ShouldBe(olsBand, 0.0001m);
    }

    /// <summary>
    /// Of a short reporting period eemeter takes the uncertain share of a whole year's energy: ± 817 kWh of the 1,055 that thirty days would have used. Guideline 14 means the share of the thirty days; it is what
    /// ordinary least squares says as well, which eemeter counts for the days reported.
    /// </summary>
    [Theory]
    [InlineData(30, 118.193785, 817.193581, 67.299410)]
    [InlineData(90, 304.708026, 503.070729, 126.284937)]
    [InlineData(365, 793.908496, 315.415368, 325.433048)]
    public void A_short_reporting_period_is_as_uncertain_as_its_own_energy(int length, decimal saved, decimal eemeterBand, decimal olsBand)
    {
        var days = Samples.Days("il-electricity-cdd-hdd-daily");
        var temperatures = Samples.Temperatures();
        var baseline = UsagePerDayBaseline.Of(MeterPeriods.Before(days, Samples.BaselineEnd), temperatures, UsagePerDayMethod.Daily);

        var savings = MeteredSavings.Of(baseline, MeterPeriods.After(days, Samples.ReportingStart, length), temperatures);

        savings.Saved.ShouldBe(saved, 0.0001m);
        var bands = savings.Uncertainty.ShouldNotBeNull();
        bands.FsuBand.ShouldBe(eemeterBand, 0.0001m);
        bands.OlsBand.ShouldBe(olsBand, 0.0001m);
        bands.Band.ShouldBe(eemeterBand * length / 365, 0.0001m);
        (bands.Band / olsBand).ShouldBeInRange(0.95m, 1.05m);
        bands.Fraction.ShouldNotBeNull().ShouldBe(bands.Band / savings.Saved, 1e-6m);
    }

    [Fact]
    public void The_fit_is_described_as_eemeter_does()
    {
        var baseline = UsagePerDayBaseline.Of(
            MeterPeriods.Before(Samples.Days("il-electricity-cdd-hdd-daily"), Samples.BaselineEnd), Samples.Temperatures(), UsagePerDayMethod.Daily);

        var fit = baseline.Fit.ShouldNotBeNull();
        fit.Count.ShouldBe(365);
        fit.ObservedMean.ShouldNotBeNull().ShouldBe(28.515205479m, 1e-9m);
        fit.ObservedVariance.ShouldNotBeNull().ShouldBe(227.140918656m, 1e-8m);
        fit.RSquared.ShouldNotBeNull().ShouldBe(0.769745424m, 1e-9m);
        fit.CvRmse.ShouldNotBeNull().ShouldBe(0.253615223m, 1e-9m);
        fit.CvRmseAdjusted.ShouldNotBeNull().ShouldBe(0.254312928m, 1e-9m);
        fit.Nmbe.ShouldNotBeNull().ShouldBe(0m, 1e-9m);
        fit.Autocorrelation.ShouldNotBeNull().ShouldBe(-0.014795668m, 1e-8m);
        Guideline14.Judge(baseline).Holds.ShouldBeTrue();
        baseline.Warnings.Select(warning => warning.Code).ShouldBe(["baseline.extreme"]);
    }

    public static TheoryData<string, UsagePerDayModel, decimal, decimal, decimal> Billing => new()
    {
        {
            "il-electricity-cdd-hdd-daily",
            new(UsagePerDayKind.CoolingAndHeating, 12.216495575149m, 1.171987187909m, 53, 1.697449181060m, 63, 0.987042584106m), 786.404149m, 219.272338m, 253.893979m
        },
        {
            "il-electricity-cdd-only-daily",
            new(UsagePerDayKind.CoolingAndHeating, 4.756534952877m, 0.088743133812m, 59, 3.149729705339m, 59, 0.998359241634m), 419.319151m, 119.773865m, 194.135551m
        },
    };

    /// <summary>Bills of the calendar months, added up from the days; eemeter was given the same bills.</summary>
    [Theory]
    [MemberData(nameof(Billing))]
    public void Billing_baselines_and_savings_are_those_of_eemeter(string sample, UsagePerDayModel expected, decimal saved, decimal fsuBand, decimal olsBand)
    {
        var bills = Samples.Days(sample)
            .GroupBy(day => new DateTimeOffset(day.Start.Year, day.Start.Month, 1, 0, 0, 0, TimeSpan.Zero))
            .Select(month => new MeterPeriod(month.Key, month.Key.AddMonths(1), month.Sum(day => day.Energy)))
            .ToArray();
        var temperatures = Samples.Temperatures();

        var baseline = UsagePerDayBaseline.Of(MeterPeriods.Before(bills, Samples.BaselineEnd), temperatures, UsagePerDayMethod.Billing);
        var savings = MeteredSavings.Of(baseline, MeterPeriods.After(bills, Samples.ReportingStart), temperatures);

        var model = baseline.Model.ShouldNotBeNull();
        (model.Kind, model.HeatingBalancePoint, model.CoolingBalancePoint).ShouldBe((expected.Kind, expected.HeatingBalancePoint, expected.CoolingBalancePoint));
        model.Intercept.ShouldBe(expected.Intercept, 1e-9m);
        model.HeatingSlope.ShouldBe(expected.HeatingSlope, 1e-9m);
        model.CoolingSlope.ShouldBe(expected.CoolingSlope, 1e-9m);
        model.AdjustedRSquared.ShouldBe(expected.AdjustedRSquared, 1e-9m);
        baseline.Periods.ShouldBe(11);
        savings.Saved.ShouldBe(saved, 0.0001m);
        savings.Uncertainty.ShouldNotBeNull().FsuBand.ShouldBe(fsuBand, 0.0001m);
        savings.Uncertainty.OlsBand.ShouldBe(olsBand, 0.0001m);
        Guideline14.Judge(baseline).CvRmseLimit.ShouldBe(0.15m);
    }
}
