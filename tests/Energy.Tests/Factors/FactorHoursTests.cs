using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Factors;

public sealed class FactorHoursTests
{
    private readonly TestLedger ledger = TestLedger.WithMeters();

    [Fact]
    public void A_value_stays_until_the_next_and_slots_count_while_they_last()
    {
        Record("""{"quantity":"carbonFactor","commodity":"electricity","site":"nimbus","start":"2026-01-01T00:00:00Z","values":["0.25"],"source":"SEAI"}""");
        Record("""{"quantity":"carbonFactor","commodity":"electricity","site":"nimbus","start":"2026-11-20T02:00:00Z","values":["0.2"]}""");
        // Half-hourly: an hour has their mean, an hour that is half covered half of what stays.
        Record("""{"quantity":"carbonFactor","commodity":"electricity","site":"nimbus","start":"2026-11-20T03:00:00Z","seconds":1800,"values":["0.1","0.3","0.5"]}""");
        Hours("nimbus", "2026-11-20T00:00:00Z", 6).ShouldBe([0.25m, 0.25m, 0.2m, 0.2m, 0.35m, 0.2m]);
        Hours("nimbus", "2026-11-21T00:00:00Z", 2).ShouldBe([0.2m, 0.2m]);
        Hours("nimbus", "2025-12-31T22:00:00Z", 3).ShouldBe([null, null, 0.25m]);
    }

    [Fact]
    public void A_site_without_its_own_has_the_ledgers()
    {
        Record("""{"quantity":"carbonFactor","commodity":"electricity","start":"2026-01-01T00:00:00Z","values":["0.3"]}""");
        Hours("nimbus", "2026-11-20T00:00:00Z", 1).ShouldBe([0.3m]);
        Record("""{"quantity":"carbonFactor","commodity":"electricity","site":"nimbus","start":"2026-11-20T00:00:00Z","seconds":3600,"values":["0.1"]}""");
        // From then on the site has its own, and what that does not say is not known.
        Hours("nimbus", "2026-11-20T00:00:00Z", 2).ShouldBe([0.1m, null]);
    }

    [Fact]
    public void The_same_start_again_replaces()
    {
        foreach (var value in new[] { "0.3", "0.4" })
            Record($$"""{"quantity":"carbonFactor","commodity":"electricity","start":"2026-01-01T00:00:00Z","values":["{{value}}"]}""");
        Hours(null, "2026-11-20T00:00:00Z", 1).ShouldBe([0.4m]);
    }

    [Theory]
    [InlineData("""{"quantity":"calorificValue","commodity":"heat","start":"2026-01-01T00:00:00Z","values":["11"]}""", "series.commodity")]
    [InlineData("""{"quantity":"calorificValue","commodity":"gas","start":"2026-01-01T00:00:00Z","values":["0"]}""", "series.value")]
    [InlineData("""{"quantity":"carbonFactor","commodity":"gas","start":"2026-01-01T00:00:00Z","values":["0.2","0.3"]}""", "series.values")]
    [InlineData("""{"quantity":"carbonFactor","commodity":"gas","start":"2026-01-01T00:00:00Z","seconds":86400,"values":["1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1"]}""", "series.values")]
    [InlineData("""{"quantity":"carbonFactor","commodity":"gas","start":"2026-01-01T00:10:00Z","seconds":3600,"values":["1"]}""", "reading.align")]
    [InlineData("""{"quantity":"carbonFactor","commodity":"gas","site":"nowhere","start":"2026-01-01T00:00:00Z","values":["1"]}""", "site.unknown")]
    [InlineData("""{"quantity":"price","commodity":"gas","start":"2026-01-01T00:00:00Z","values":["1"]}""", "payload.word")]
    public void What_is_wrong_is_named(string json, string code) => ledger.Apply(FactorSeries.Family, json, TestLedger.OperatorKey, Roles.Operator)!.Code.ShouldBe(code);

    [Fact]
    public void A_device_records_none() => ledger.Apply(FactorSeries.Family,
        """{"quantity":"carbonFactor","commodity":"gas","start":"2026-01-01T00:00:00Z","values":["1"]}""", TestLedger.DeviceKey, Roles.Device)!.Code.ShouldBe("key.role");

    private void Record(string json) => ledger.Apply(FactorSeries.Family, json, TestLedger.OperatorKey, Roles.Operator).ShouldBeNull();

    private decimal?[] Hours(string? site, string start, int count) =>
        FactorHours.Read(ledger.State, site, FactorKind.CarbonFactor, Commodity.Electricity, TestLedger.At(start).ToUnixTimeSeconds(), count);
}
