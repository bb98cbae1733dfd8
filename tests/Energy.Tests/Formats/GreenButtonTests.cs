using System.Globalization;
using System.Text;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.Energy.Tests.Formats;

public sealed class GreenButtonTests
{
    [Fact]
    public void Interval_data_is_converted_and_estimates_are_marked()
    {
        var readings = Read(Feed(), Meter());
        readings.Intervals.Select(i => string.Create(CultureInfo.InvariantCulture, $"{UtcTime.Format(i.Start)} {i.Seconds} {i.Value / 1.000000000m} {i.Quality}")).ShouldBe(
        [
            "2026-11-21T00:00:00Z 3600 0.45 Measured",
            "2026-11-21T01:00:00Z 3600 0.5 Estimated",
            "2026-11-21T03:00:00Z 3600 0.475 Measured",
        ]);
    }

    [Fact]
    public void Energy_that_was_received_is_the_export_meters() =>
        Read(Feed(flow: 19), Meter(direction: Direction.Export)).Intervals.Length.ShouldBe(3);

    [Fact]
    public void Registers_are_readings_at_an_instant() => Read(Feed(accumulation: 3), Meter(kind: MeterKind.Register)).Registers
        .Select(r => (r.At.Hour, r.Value)).ShouldBe([(0, 0.45m), (1, 0.5m), (3, 0.475m)]);

    [Theory]
    [InlineData(169, MeterUnit.KilowattHour, "1318.5050")]      // 45 therm of 105.4804 MJ, / 3.6
    [InlineData(119, MeterUnit.CubicMetre, "1.27425809664")]    // 45 cubic feet
    [InlineData(42, MeterUnit.CubicMetre, "45")]
    public void Gas_comes_in_therms_cubic_feet_or_cubic_metres(int uom, MeterUnit unit, string expected) =>
        Read(Feed(uom, multiplier: -1), Meter(Commodity.Gas, unit)).Intervals[0].Value
            .ShouldBe(decimal.Round(decimal.Parse(expected, CultureInfo.InvariantCulture), 9));

    [Fact]
    public void A_series_is_never_guessed()
    {
        GreenButton.TryParse(Feed(), out var series, out _).ShouldBeTrue();
        GreenButton.TrySelect(series, Meter(Commodity.Water, MeterUnit.Litre), null, out _, out var why).ShouldBeFalse();
        why!.Detail.ShouldContain("none is of meter house's unit l");
        GreenButton.TrySelect([.. series, .. series], Meter(), null, out _, out why).ShouldBeFalse();
        why!.Detail.ShouldContain("several could be meter house; name the usage point");
        GreenButton.TrySelect(series, Meter(), "UsagePoint/02", out _, out why).ShouldBeFalse();
    }

    [Theory]
    [InlineData("<timePeriod>", "<timePeriods>", "well-formed")]
    [InlineData("<start>1795219200</start>", "", "must have a start")]
    [InlineData("<start>1795219200</start>", "<start>noon</start>", "start is 'noon': must be a whole number")]
    [InlineData("<start>1795219200</start>", "<start>-5</start>", "between 1970 and 2100")]
    [InlineData("<value>450</value>", "", "must have a value")]
    [InlineData("<powerOfTenMultiplier>0<", "<powerOfTenMultiplier>40<", "must be -9 to 9")]
    [InlineData("<link rel=\"related\" href=\"/espi/ReadingType/7\"/>", "", "link to its ReadingType")]
    [InlineData("<feed", "<!DOCTYPE feed [<!ENTITY a \"b\">]><feed", "without a document type")]
    public void What_is_wrong_is_said(string old, string replacement, string expected)
    {
        var text = Encoding.UTF8.GetString(Feed());
        text.ShouldContain(old);
        GreenButton.TryParse(Encoding.UTF8.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal)), out _, out var why).ShouldBeFalse();
        why!.Detail.ShouldContain(expected);
    }

    [Fact]
    public void Thousands_of_damaged_files_are_read_or_refused()
    {
        var random = new Random(4);
        var sample = Feed();
        var refused = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = sample.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (!GreenButton.TryParse(bytes, out var series, out var why) || !GreenButton.TrySelect(series, Meter(), null, out _, out why))
            {
                why!.Detail.ShouldNotBeNullOrEmpty();
                refused++;
            }
        }
        refused.ShouldBeGreaterThan(1_500);
    }

    private static DecodedReadings Read(byte[] feed, MeterRegistration meter)
    {
        GreenButton.TryParse(feed, out var series, out var why).ShouldBeTrue(why?.Detail);
        GreenButton.TrySelect(series, meter, null, out var readings, out why).ShouldBeTrue(why?.Detail);
        return readings;
    }

    private static MeterRegistration Meter(
        Commodity commodity = Commodity.Electricity, MeterUnit unit = MeterUnit.KilowattHour, Direction direction = Direction.Import, MeterKind kind = MeterKind.Interval) =>
        new("house", "site", "House", commodity, unit, direction, kind);

    /// <summary>The shape of the Green Button Alliance's samples: entries that point to each other, one projected value, one estimated, one hour missing.</summary>
    private static byte[] Feed(int uom = 72, int multiplier = 0, int flow = 1, int accumulation = 4)
    {
        const long Start = 1_795_219_200;   // 2026-11-21T00:00:00Z
        var readings = string.Concat(new[] { (0, 450, 14), (1, 500, 8), (3, 475, 19), (4, 700, 12) }.Select(reading => string.Create(CultureInfo.InvariantCulture, $"""
            <IntervalReading><cost>907</cost><ReadingQuality><quality>{reading.Item3}</quality></ReadingQuality>
              <timePeriod><duration>3600</duration><start>{Start + reading.Item1 * 3600}</start></timePeriod><value>{reading.Item2}</value></IntervalReading>
            """)));
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom"><id>urn:uuid:1</id><title>Green Button Usage Feed</title>
            <entry><link rel="self" href="/espi/UsagePoint/01"/><content><UsagePoint xmlns="http://naesb.org/espi"><ServiceCategory><kind>0</kind></ServiceCategory></UsagePoint></content></entry>
            <entry><link rel="self" href="/espi/UsagePoint/01/MeterReading/01"/><link rel="related" href="/espi/ReadingType/7"/>
              <content><MeterReading xmlns="http://naesb.org/espi"/></content></entry>
            <entry><link rel="self" href="/espi/ReadingType/7"/><content><ReadingType xmlns="http://naesb.org/espi"><accumulationBehaviour>{accumulation}</accumulationBehaviour>
              <flowDirection>{flow}</flowDirection><intervalLength>3600</intervalLength><powerOfTenMultiplier>{multiplier}</powerOfTenMultiplier><uom>{uom}</uom></ReadingType></content></entry>
            <entry><link rel="self" href="/espi/UsagePoint/01/MeterReading/01/IntervalBlock/0173"/><link rel="up" href="/espi/UsagePoint/01/MeterReading/01/IntervalBlock"/>
              <content><IntervalBlock xmlns="http://naesb.org/espi"><interval><duration>86400</duration><start>{Start}</start></interval>
              {readings}</IntervalBlock></content></entry></feed>
            """));
    }
}
