namespace SmartBlocks.Energy.Tests;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1.234", "1.234")]
    [InlineData("1.500", "1.5")]
    [InlineData("-0.0", "0")]
    [InlineData("-3.25", "-3.25")]
    [InlineData("999999999999999999", "999999999999999999")]
    [InlineData("123456789.123456789", "123456789.123456789")]
    [InlineData("0.000000001", "0.000000001")]
    public void Reads_and_writes_the_canonical_text(string text, string canonical)
    {
        DecimalText.TryParse(text, "v", true, out var value, out var why).ShouldBeTrue();
        why.ShouldBeNull();
        DecimalText.Format(value).ShouldBe(canonical);
    }

    [Theory]
    [InlineData("NaN", "reading.notNumber")]
    [InlineData("Infinity", "reading.notNumber")]
    [InlineData("", "reading.notNumber")]
    [InlineData(null, "reading.notNumber")]
    [InlineData("1e5", "reading.notNumber")]
    [InlineData("+1", "reading.notNumber")]
    [InlineData("01", "reading.notNumber")]
    [InlineData(".5", "reading.notNumber")]
    [InlineData("5.", "reading.notNumber")]
    [InlineData("1,5", "reading.notNumber")]
    [InlineData(" 1", "reading.notNumber")]
    [InlineData("٣", "reading.notNumber")]
    [InlineData("1.0000000001", "reading.digits")]
    [InlineData("1234567890123456789", "reading.digits")]
    [InlineData("1234567890.123456789", "reading.digits")]
    [InlineData("-1", "reading.negative")]
    public void Refuses_what_is_not_canonical_and_says_why(string? text, string code)
    {
        DecimalText.TryParse(text, "values[3]", false, out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe(code);
        why.Field.ShouldBe("values[3]");
        why.Value.ShouldBe(text);
        why.Detail.ShouldContain("values[3]");
    }

    [Fact]
    public void Every_number_of_the_format_survives_the_round_trip()
    {
        var random = new Random(17);
        for (var i = 0; i < 5_000; i++)
        {
            var value = new decimal(random.NextInt64(999_999_999_999_999_999) * 2 - 999_999_999_999_999_999) / (decimal)Math.Pow(10, random.Next(10));
            DecimalText.Fits(value).ShouldBeTrue();
            DecimalText.TryParse(DecimalText.Format(value), out var again).ShouldBeTrue();
            again.ShouldBe(value);
        }
    }

    [Fact]
    public void Numbers_with_too_many_digits_are_not_written()
    {
        DecimalText.Fits(0.1234567891m).ShouldBeFalse();
        DecimalText.Fits(1_000_000_000_000_000_000m).ShouldBeFalse();
        DecimalText.Fits(1_000_000_000.000_000_001m).ShouldBeFalse();
        Should.Throw<ArgumentOutOfRangeException>(() => DecimalText.Format(0.1234567891m));
    }

    [Fact]
    public void Numbers_of_any_size_and_scale_are_written_as_the_custom_format_would()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var units = random.NextInt64(1L << random.Next(1, 60)) % 1_000_000_000_000_000_000;
            var value = new decimal((int)units, (int)(units >> 32), 0, random.Next(2) == 0 && units != 0, (byte)random.Next(0, 10));
            DecimalText.Format(value).ShouldBe(value.ToString("0.#########", System.Globalization.CultureInfo.InvariantCulture));
        }
        DecimalText.Format(1.500m).ShouldBe("1.5");
        DecimalText.Format(0.000000001m).ShouldBe("0.000000001");
        DecimalText.Format(-100m).ShouldBe("-100");
        DecimalText.Format(0.00m).ShouldBe("0");
    }
}
