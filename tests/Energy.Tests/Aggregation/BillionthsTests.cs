namespace SmartBlocks.Energy.Tests.Aggregation;

public sealed class BillionthsTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0.000000001")]
    [InlineData("123.456789012")]
    [InlineData("-999999999999999999.999999999")]
    public void A_number_comes_back_as_it_went_in(string text) =>
        Billionths.ToDecimal(Billionths.Of(Number(text))).ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(text);

    [Fact]
    public void A_product_is_what_decimals_say()
    {
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var (left, right) = (random.NextInt64(-4_000_000_000_000, 4_000_000_000_000), random.NextInt64(-1L << random.Next(62), 1L << random.Next(62)));
            var exact = decimal.Round(left / 1e9m * (right / 1e9m), 9, MidpointRounding.AwayFromZero);
            Billionths.ToDecimal(Billionths.Multiply(left, right)).ShouldBe(exact, $"{left} × {right}");
        }
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
