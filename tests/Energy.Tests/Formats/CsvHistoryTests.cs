using System.IO.Compression;
using System.Text;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.Energy.Tests.Formats;

public sealed class CsvHistoryTests
{
    private const string Small = "datetime,equipment load [kWh],heat [kWh]\n2018-01-01 00:00:00,65.8,1\n2018-01-01 01:00:00,0.0,2\r\n2018-01-01 02:00:00,,3\n2018-01-01 03:00:00,NaN,\n2018-01-01 04:00:00,0.30000000000000004,5\n";

    [Fact]
    public void Gaps_are_counted_and_zeros_are_gaps_when_told_so()
    {
        var plain = Parse(Small, new CsvHistoryOptions());
        plain.Intervals.Select(slot => slot.Value).ShouldBe([65.8m, 0m, 0.3m]);
        (plain.Gaps, plain.ZeroGaps, plain.Column, plain.Unit).ShouldBe((2, 0, "equipment load", "kWh"));
        var gaps = Parse(Small, new CsvHistoryOptions(ZeroIsGap: true));
        gaps.Intervals.Select(slot => slot.Value).ShouldBe([65.8m, 0.3m]);
        gaps.ZeroGaps.ShouldBe(1);
        Parse(Small, new CsvHistoryOptions("heat")).Intervals.Length.ShouldBe(4);
    }

    [Fact]
    public void Times_are_UTC_or_carry_an_offset_or_a_zone()
    {
        Parse("start,value\n2015-11-22T00:00:00-06:00,32.34\n", new(Seconds: 86400 / 4)).Intervals[0].Start.ShouldBe(TestLedger.At("2015-11-22T06:00:00Z"));
        Parse("start,value\n2026-07-01 00:00,1\n2026-07-01 01:00,1\n", new(TimeZone: "Europe/Dublin")).Intervals[0].Start.ShouldBe(TestLedger.At("2026-06-30T23:00:00Z"));
        Parse("start,value\n2026-07-01 00:00,1\n2026-07-01 00:30,1\n2026-07-01 02:00,1\n", new()).Intervals[0].Seconds.ShouldBe(1800);
    }

    [Fact]
    public void Our_own_readings_come_back_slot_by_slot()
    {
        var back = Parse(
            "start,seconds,value,quality,transaction,block,completeness,unit\r\n2026-11-22T10:30:00Z,900,4.1096,measured,1Qm,25,1,kWh\r\n2026-11-22T10:45:00Z,60,0.2677,estimated,1Qm,32,1,kWh\r\n", new());
        back.Column.ShouldBe("value");
        back.Intervals.ShouldBe([
            new(TestLedger.At("2026-11-22T10:30:00Z"), 900, 4.1096m, Quality.Measured),
            new(TestLedger.At("2026-11-22T10:45:00Z"), 60, 0.2677m, Quality.Estimated)]);
        Parse("start,seconds,value\n2026-11-22T10:30:00Z,900,4\n", new(Seconds: 1800)).Intervals[0].Seconds.ShouldBe(1800, "what one asks for counts");
    }

    [Theory]
    [InlineData("start,seconds,value\n2026-11-22T10:30:00Z,soon,4\n", "reading.seconds")]
    [InlineData("start,seconds,value\n2026-11-22T10:30:00Z,7,4\n", "reading.seconds")]
    [InlineData("", "csv.header")]
    [InlineData("time\n", "csv.header")]
    [InlineData("time,v\nyesterday,1\n", "time.form")]
    [InlineData("time,v\n2018-01-01 00:00:00,x\n", "reading.notNumber")]
    [InlineData("time,v\n2018-01-01 00:00:00,99999999999999999999\n", "reading.digits")]
    [InlineData("time,v\n2018-01-01 00:00:00,1\n2018-01-01 00:00:00,1\n", "reading.overlap")]
    [InlineData("time,v\n2018-01-01 00:00:00,1\n2018-01-01 00:00:07,1\n", "reading.seconds")]
    public void Files_that_break_a_rule_are_refused(string text, string code)
    {
        CsvHistory.TryParse(Encoding.UTF8.GetBytes(text), new CsvHistoryOptions(), out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe(code);
    }

    [Fact]
    public void A_year_of_a_real_building_is_read()
    {
        using var zip = new GZipStream(new MemoryStream(TestData.Read("cambridge/b97-gas-2018.csv.gz")), CompressionMode.Decompress);
        using var file = new MemoryStream();
        zip.CopyTo(file);
        CsvHistory.TryParse(file.ToArray(), new CsvHistoryOptions(ZeroIsGap: true), out var history, out var why).ShouldBeTrue(why?.Detail);
        history.ZeroGaps.ShouldBe(3063);
        history.Intervals.Length.ShouldBe(8760 - 3063);
        history.Unit.ShouldBe("kWh");
        DecodedReadings.Of(history.Intervals).Runs(1000).Sum(run => run.Count).ShouldBe(history.Intervals.Length);
    }

    private static CsvHistory Parse(string text, CsvHistoryOptions options)
    {
        CsvHistory.TryParse(Encoding.UTF8.GetBytes(text), options, out var history, out var why).ShouldBeTrue(why?.Detail);
        return history;
    }
}
