using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Energy.Tests.Baselines;

/// <summary>Quantiles of Student's t against published tables (Abramowitz and Stegun, table 26.10) and the closed forms of one and two degrees of freedom.</summary>
public sealed class StudentTTests
{
    [Theory]
    [InlineData(0.95, 3, 2.353)]
    [InlineData(0.975, 10, 2.228)]
    [InlineData(0.95, 30, 1.697)]
    [InlineData(0.95, 120, 1.658)]
    [InlineData(0.995, 7, 3.499)]
    public void Quantiles_are_those_of_the_tables(double probability, int degreesOfFreedom, double expected) =>
        StudentT.Quantile(probability, degreesOfFreedom).ShouldBe(expected, 5e-4);

    [Theory]
    [InlineData(0.6)]
    [InlineData(0.95)]
    [InlineData(0.999)]
    public void One_and_two_degrees_of_freedom_have_closed_forms(double probability)
    {
        var within = 2 * probability - 1;
        StudentT.Quantile(probability, 1).ShouldBe(Math.Tan(Math.PI * within / 2), 1e-9);
        StudentT.Quantile(probability, 2).ShouldBe(within * Math.Sqrt(2 / (1 - within * within)), 1e-9);
    }

    [Fact]
    public void With_many_degrees_of_freedom_it_is_the_normal_distribution() =>
        StudentT.Quantile(0.95, 1_000_000).ShouldBe(1.6448536269514722, 2e-5);

    [Fact]
    public void The_median_is_zero() => StudentT.Quantile(0.5, 7).ShouldBe(0, 1e-15);
}
