using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.Forecasts;

namespace SmartBlocks.Energy.Tests.Forecasts;

public sealed class GenerationTests
{
    /// <summary>What windpowerlib 0.2.3 gives for the same curve, with its logarithmic profile, barometric density and density correction.</summary>
    [Theory]
    [InlineData("2.5", "15", "1013.25", "0.1", "0")]
    [InlineData("5", "15", "1013.25", "0.1", "1.671131")]
    [InlineData("8", "-5", "990", "0.03", "6.580287")]
    [InlineData("7.3", "30", "1000", "0.5", "5.657567")]
    [InlineData("12", "10", "1020", "0.1", "10")]
    [InlineData("20", "5", "980", "0.1", "10")]
    [InlineData("23.5", "5", "980", "0.1", "0")]
    public void A_turbine_of_ten_kilowatts_does_what_windpowerlib_says(string wind, string temperature, string pressure, string roughness, string power) =>
        WindTurbine.TenKilowatt.Power(Number(wind), 10, Number(temperature), Number(pressure), Number(roughness)).ShouldBe(Number(power), 0.000001m);

    [Fact]
    public void A_larger_turbine_has_the_same_curve_in_proportion() =>
        WindTurbine.TenKilowatt.Scaled(50).Power(5).ShouldBe(5 * WindTurbine.TenKilowatt.Power(5), 0.000005m);

    [Fact]
    public void Modules_give_what_a_year_of_Cambridge_says_they_gave()
    {
        var solar = Read("solar-2019", "solar generation");
        var direct = Read("solar-2019", "irradiance_direct");
        var diffuse = Read("solar-2019", "irradiance_diffuse");
        var temperature = Read("solar-2019", "temperature");
        var plant = new PhotovoltaicPlant(1, 52.2m, 0.12m);
        decimal theirs = 0, own = 0, apart = 0;
        for (var i = 0; i < solar.Count; i++)
        {
            var at = solar.Start.AddHours(i);
            var power = 1000 * plant.PowerInPlane((direct.At(at) ?? 0) + (diffuse.At(at) ?? 0), temperature.At(at) ?? 0);
            theirs += solar.At(at) ?? 0;
            own += power;
            apart += Math.Abs(power - (solar.At(at) ?? 0));
        }
        (own / theirs).ShouldBe(1, 0.01m);
        (apart / theirs).ShouldBeLessThan(0.05m);
    }

    [Fact]
    public void Modules_to_the_south_give_most_at_noon_and_nothing_at_night()
    {
        var plant = new PhotovoltaicPlant(10, 51.885m, -8.533m);
        var day = new DateTimeOffset(2026, 6, 21, 0, 0, 0, TimeSpan.Zero);
        plant.Power(day.AddHours(1), 0, 12).ShouldBe(0);
        var noon = plant.Power(day.AddHours(12.5), 800, 18);
        noon.ShouldBeInRange(6.5m, 8m);
        plant.Power(day.AddHours(6.5), 250, 14).ShouldBeLessThan(noon / 3);
        // At noon of midsummer the sun stands 61.55° above a latitude of 51.885° and sun and season are symmetric about it.
        var sun = SunPosition.At(day.AddHours(12.6), 51.885, -8.533);
        sun.Up.ShouldBe(Math.Sin(61.55 * Math.PI / 180), 0.002);
        sun.North.ShouldBeLessThan(0);
        sun.East.ShouldBe(0, 0.01);
    }

    [Fact]
    public void Elementary_functions_are_those_of_the_platform_to_twelve_digits()
    {
        for (var x = -8.0; x <= 8; x += 0.137)
        {
            Elementary.Exp(x).ShouldBe(Math.Exp(x), Math.Exp(x) * 1e-13);
            Elementary.Log(Math.Exp(x)).ShouldBe(x, 1e-12);
            Elementary.Sin(x).ShouldBe(Math.Sin(x), 1e-12);
            Elementary.Cos(x).ShouldBe(Math.Cos(x), 1e-12);
        }
        Elementary.Pow(1.05, 2.0 / 3).ShouldBe(Math.Pow(1.05, 2.0 / 3), 1e-13);
    }

    private static HourlySeries Read(string file, string column) =>
        HourlySeries.From(Baselines.Samples.Hours($"cambridge/{file}.csv.gz", column));

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
