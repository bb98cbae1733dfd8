using SmartBlocks.Energy.Baselines;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Families;

public sealed class WeatherFamilyTests
{
    private readonly TestLedger ledger = TestLedger.WithMeters();

    [Fact]
    public void Hours_are_means_of_what_is_recorded_and_of_longer_slots_their_value()
    {
        Record("2026-11-20T00:00:00Z", 1800, 4, 6, 8);
        Record("2026-11-20T03:00:00Z", 10_800, 9);

        var hours = ledger.State.WeatherHours("nimbus", WeatherQuantity.Temperature, TestLedger.At("2026-11-20T00:00:00Z"), TestLedger.At("2026-11-20T07:00:00Z"));

        Values(hours).ShouldBe([5, 8, null, 9, 9, 9, null]);
        var head = ledger.State.WeatherHead("nimbus", WeatherQuantity.Temperature)!;
        (head.First, head.End, head.Count).ShouldBe((TestLedger.At("2026-11-20T00:00:00Z"), TestLedger.At("2026-11-20T06:00:00Z"), 4));
    }

    [Fact]
    public void Order_does_not_matter_and_a_slot_is_recorded_once()
    {
        Record("2026-11-20T12:00:00Z", 3600, 7, 8);
        Record("2026-11-19T23:00:00Z", 3600, 1, 2, 3);

        Refused("2026-11-20T13:00:00Z", 3600, "8").ShouldBe("weather.recorded");
        Refused("2026-11-20T00:30:00Z", 1800, "8").ShouldBe("weather.recorded");
        ledger.State.Weather("nimbus", WeatherQuantity.Temperature, TestLedger.At("2026-11-20T00:00:00Z"), TestLedger.At("2026-11-21T00:00:00Z"))
            .Select(slot => slot.Value).ShouldBe([2, 3, 7, 8]);
    }

    [Fact]
    public void What_no_station_reports_is_refused()
    {
        Refused("2026-11-20T12:00:00Z", 3600, "61").ShouldBe("weather.range");
        Refused("2026-11-20T12:00:00Z", 3600, "-90.1").ShouldBe("weather.range");
        Refused("2026-11-20T12:10:00Z", 3600, "6").ShouldBe("reading.align");
        Refused("2026-11-21T12:00:00Z", 3600, "6").ShouldBe("reading.future");
        Refused("2026-11-20T12:00:00Z", 3600, "6", site: "elsewhere").ShouldBe("site.unknown");
        Refused("2026-11-20T12:00:00Z", 3600, "-1", "windSpeed").ShouldBe("weather.range");
        Refused("2026-11-20T12:00:00Z", 3600, "1", "humour").ShouldBe("payload.word");
    }

    private void Record(string start, int seconds, params decimal[] values) => ledger.Accept(
        WeatherPayload.Family, new WeatherPayload("nimbus", WeatherQuantity.Temperature, TestLedger.At(start), seconds, [.. values]).ToJson(), TestLedger.OperatorKey, Roles.Operator);

    private string? Refused(string start, int seconds, string value, string quantity = "temperature", string site = "nimbus") => ledger.Apply(
        WeatherPayload.Family, $$"""{"site":"{{site}}","quantity":"{{quantity}}","start":"{{start}}","seconds":{{seconds}},"values":["{{value}}"]}""",
        TestLedger.OperatorKey, Roles.Operator)?.Code;

    private static decimal?[] Values(HourlySeries series) => [.. Enumerable.Range(0, series.Count).Select(i => series.At(series.Start.AddHours(i)))];
}
