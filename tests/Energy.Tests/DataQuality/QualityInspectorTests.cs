using System.Globalization;
using System.IO.Compression;
using SmartBlocks.Energy.Formats;
using SmartBlocks.Energy.DataQuality;

namespace SmartBlocks.Energy.Tests.DataQuality;

public sealed class QualityInspectorTests
{
    private const long Monday = 1_794_787_200;   // 2026-11-16T00:00:00Z

    [Fact]
    public void A_plain_load_has_no_findings() => Inspect(Load(1_000)).ShouldBeEmpty();

    [Fact]
    public void A_gap_is_found_where_it_is()
    {
        var hours = Load(500);
        hours.RemoveRange(100, 5);
        Inspect(hours).ShouldBe([new(QualityKind.Gap, At(100), At(105), 5)]);
    }

    [Fact]
    public void A_value_that_stays_is_stuck_unless_the_meter_is_like_that()
    {
        var hours = Load(1_000);
        for (var i = 300; i < 330; i++)
            hours[i] = hours[i] with { Value = 7.25m };
        Inspect(hours).ShouldBe([new(QualityKind.Stuck, At(300), At(330), 30, 1)]);
        // A coarse register that often shows the same for twelve hours is believed when it does so for thirty.
        Inspect([.. Enumerable.Range(0, 1_000).Select(i => Hour(i, 1 + i / 12 % 3))]).ShouldBeEmpty();
    }

    [Fact]
    public void A_spike_is_far_beyond_what_is_usual_or_beyond_the_machine()
    {
        var hours = Load(1_000);
        hours[400] = hours[400] with { Value = 5_000 };
        var found = Inspect(hours).ShouldHaveSingleItem();
        (found.Kind, found.From, found.Value).ShouldBe((QualityKind.Spike, At(400), 5_000));
        hours = Load(100);
        hours[40] = hours[40] with { Value = 13 };
        QualityInspector.Inspect(hours.ToArray(), 10).Where(f => f.Value == 13).ShouldHaveSingleItem().Usual.ShouldBeNull();
        QualityInspector.Inspect(hours.ToArray()).ShouldBeEmpty("a short record is not compared with itself");
    }

    [Fact]
    public void Zeros_are_a_gap_where_there_are_otherwise_none()
    {
        var hours = Load(1_000);
        for (var i = 600; i < 640; i++)
            hours[i] = hours[i] with { Value = 0 };
        Inspect(hours).ShouldBe([new(QualityKind.Zeros, At(600), At(640), 40)]);
    }

    /// <summary>A wind turbine of the demo once had ten hours, ten hours and ten hours of zeros within two days, which were three alerts.</summary>
    [Fact]
    public void Zeros_with_short_breaks_are_one_stretch_and_a_day_apart_are_two()
    {
        var hours = Load(1_000);
        foreach (var (first, end) in new[] { (600, 610), (621, 631), (632, 642), (666, 673) })
            for (var i = first; i < end; i++)
                hours[i] = hours[i] with { Value = 0 };
        Inspect(hours).ShouldBe([new(QualityKind.Zeros, At(600), At(642), 30), new(QualityKind.Zeros, At(666), At(673), 7)]);
    }

    /// <summary>Whatever is wrong with a stretch, one finding says it.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(7.25)]
    [InlineData(5_000)]
    public void No_two_findings_are_about_the_same_hours(double value)
    {
        var hours = Load(1_000);
        for (var i = 600; i < 640; i++)
            hours[i] = hours[i] with { Value = (decimal)value };
        hours.RemoveRange(605, 3);
        hours.RemoveRange(655, 3);
        var found = Inspect(hours);
        found.ShouldNotBeEmpty();
        for (var i = 1; i < found.Count; i++)
            found[i].From.ShouldBeGreaterThanOrEqualTo(found[i - 1].To, $"{found[i - 1]} and {found[i]}");
    }

    [Fact]
    public void Zeros_of_every_night_are_zeros() =>
        Inspect([.. Load(1_000).Select(hour => hour.Start / 3600 % 24 is < 8 or > 18 ? hour with { Value = 0 } : hour)]).ShouldBeEmpty();

    [Fact]
    public void The_gas_of_b40_was_counted_in_another_scale_until_May_and_has_zeros_that_are_gaps()
    {
        var findings = QualityInspector.Inspect(Cambridge("b40-gas-2018"));
        var change = findings.Where(f => f.Kind == QualityKind.Scale).ShouldHaveSingleItem();
        change.From.ShouldBe(new DateTimeOffset(2018, 6, 5, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(30));
        change.Value.ShouldBeInRange(0.01m, 0.1m);
        findings.Where(f => f.Kind == QualityKind.Zeros).Select(f => (f.From.ToString("MM-dd HH", CultureInfo.InvariantCulture), f.Value))
            .ShouldBe([("01-01 00", 7), ("05-10 10", 614), ("08-08 06", 48)]);
    }

    [Theory]
    [InlineData("b33-electricity-2018")]
    [InlineData("b111-electricity-2018")]
    [InlineData("b57-gas-2018")]
    public void Good_records_of_a_year_raise_no_such_alarm(string name) => QualityInspector.Inspect(Cambridge(name)).ShouldNotContain(f => f.Kind == QualityKind.Scale || f.Kind == QualityKind.Spike);

    [Fact]
    public void A_clock_ahead_and_a_clock_behind_are_told_from_history()
    {
        static List<(DateTimeOffset, DateTimeOffset)> Arrivals(Func<int, int> late) => [.. Enumerable.Range(0, 20).Select(i => (At(i), At(i).AddSeconds(late(i))))];
        QualityInspector.InspectClock(Arrivals(_ => 5), 3_600).ShouldBeNull();
        QualityInspector.InspectClock(Arrivals(i => i == 7 ? -90 : 5), 3_600)!.ShouldBe(new(QualityKind.ClockAhead, At(0), At(19), 90));
        QualityInspector.InspectClock(Arrivals(i => 9_000 + i), 3_600)!.ShouldBe(new(QualityKind.ClockBehind, At(0), At(19), 9_000));
        QualityInspector.InspectClock(Arrivals(i => 90_000_000 - 3_600 * i), 3_600).ShouldBeNull("an import is no slow clock");
        QualityInspector.InspectClock([], 900).ShouldBeNull();
    }

    [Fact]
    public void Every_kind_has_its_sentence()
    {
        foreach (var kind in Enum.GetValues<QualityKind>())
        {
            QualityWords.Sentence(new(kind, At(0), At(1), 1_234.567m, 12), "Main", "kWh").ShouldStartWith("Main");
            QualityWords.TryParse(kind.Text(), out var back).ShouldBeTrue();
            back.ShouldBe(kind);
        }
        QualityWords.Sentence(new(QualityKind.Spike, At(0), At(1), 1_234.567m, 12), "Main", "kWh").ShouldBe("Main counted 1,234.57 kWh in an hour; usual is at most 12");
    }

    private static IReadOnlyList<QualityFinding> Inspect(List<MeteredHour> hours) => QualityInspector.Inspect(hours.ToArray());

    private static MeteredHour[] Cambridge(string name)
    {
        using var file = new GZipStream(new MemoryStream(TestData.Read($"cambridge/{name}.csv.gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        CsvHistory.TryParse(bytes.ToArray(), new CsvHistoryOptions(), out var history, out var why).ShouldBeTrue(why?.Detail);
        return [.. history.Intervals.Select(i => new MeteredHour(i.Start.ToUnixTimeSeconds(), i.Value, 3_600))];
    }

    /// <summary>An office: more by day than by night, never twice the same.</summary>
    private static List<MeteredHour> Load(int hours) => [.. Enumerable.Range(0, hours).Select(i => Hour(i, (i % 24 is > 7 and < 19 ? 40 : 12) + i * 7_919 % 997 / 100m))];

    private static MeteredHour Hour(int i, decimal value) => new(Monday + 3_600L * i, value, 3_600);

    private static DateTimeOffset At(int hour) => DateTimeOffset.FromUnixTimeSeconds(Monday + 3_600L * hour);
}
