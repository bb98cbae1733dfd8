using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Energy.Tests.Baselines;

/// <summary>The hourly figures of OpenEEMeter 3.2.0 on its own sample, at most 365 days each side.</summary>
public sealed class HourlyReferenceTests
{
    [Fact]
    public void Hourly_savings_are_those_of_eemeter()
    {
        var energy = Samples.Hours("il-electricity-cdd-hdd-hourly");
        var temperatures = Samples.Temperatures();

        var baseline = HourlyBaseline.Of(energy.Between(Samples.BaselineEnd.AddDays(-365), Samples.BaselineEnd), temperatures);
        var savings = baseline.Savings(energy.Between(Samples.ReportingStart, Samples.ReportingStart.AddDays(365)), temperatures);

        baseline.Hours.ShouldBe(8760);
        baseline.Segments.Select(segment => segment.Occupied.Count(occupied => occupied)).ShouldBe([9, 6, 6, 5, 4, 7, 8, 7, 5, 1, 0, 4]);
        baseline.Segments.Select(segment => segment.OccupiedEndpoints.Length).ShouldBe([1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]);
        baseline.Segments.Select(segment => segment.UnoccupiedEndpoints.Length).ShouldBe([3, 4, 5, 5, 5, 4, 3, 3, 5, 5, 5, 4]);
        savings.Periods.Length.ShouldBe(8760);
        savings.Observed.ShouldBe(9073.15m);
        savings.Saved.ShouldBe(1104.432633m, 0.001m);
        baseline.Warnings.ShouldBeEmpty();
    }
}
