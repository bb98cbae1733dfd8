using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Families;

public sealed class RetentionFamilyTests
{
    readonly TestLedger ledger = TestLedger.WithMeters();

    [Fact]
    public void Days_before_go_from_the_state_and_readings_of_them_are_refused()
    {
        foreach (var day in (string[])["2026-03-01", "2026-03-02", "2026-03-03"])
            ledger.Accept(TestLedger.Slots(day + "T00:00:00Z", 1m, 2m));
        Drop("2026-03-03").ShouldBeNull();

        ledger.State.Range("meter/main/").Select(e => e.Key).ShouldBe(["meter/main/2026-03-03", "meter/main/head"]);
        var rule = ledger.State.Retention("main")!;
        (rule.Before, rule.Block).ShouldBe((new DateOnly(2026, 3, 3), 1));
        ledger.State.Intervals("main", TestLedger.At("2026-01-01"), TestLedger.At("2027-01-01")).Count().ShouldBe(2);

        ledger.Apply(TestLedger.Slots("2026-03-01T00:00:00Z", 1m, 2m))!.Code.ShouldBe("reading.dropped");
        ledger.Apply(TestLedger.Slots("2026-03-02T23:45:00Z", 1m, 2m))!.Code.ShouldBe("reading.dropped");
        ledger.Apply(CorrectionPayload.Family, """{"meter":"main","start":"2026-03-01T00:00:00Z","seconds":900,"values":["3"],"reason":"late"}""")!.Code.ShouldBe("reading.dropped");
        ledger.Apply(TestLedger.Slots("2026-03-03T00:30:00Z", 1m)).ShouldBeNull();
        ledger.Apply(TestLedger.Slots("2026-11-20T00:00:00Z", 1m)).ShouldBeNull();
    }

    [Theory]
    [InlineData("2026-10-23", "retention.before")]   // the last 30 days before 2026-11-21 are always kept
    [InlineData("2026-02-30", "retention.before")]
    [InlineData("1/1/2026", "retention.before")]
    public void A_day_has_to_be_one_and_long_gone(string before, string code) => Drop(before)!.Code.ShouldBe(code);

    [Fact]
    public void It_only_goes_forward_is_an_operators_and_names_a_meter()
    {
        Drop("2026-03-03").ShouldBeNull();
        Drop("2026-03-03")!.Code.ShouldBe("retention.before");
        Drop("2026-03-02")!.Code.ShouldBe("retention.before");
        Drop("2026-03-04").ShouldBeNull();
        ledger.Apply(RetentionPayload.Family, """{"meter":"main","before":"2026-04-01"}""", TestLedger.DeviceKey, Roles.Device)!.Code.ShouldBe("key.role");
        ledger.Apply(RetentionPayload.Family, """{"meter":"none","before":"2026-04-01"}""", TestLedger.OperatorKey, Roles.Operator)!.Code.ShouldBe("meter.unknown");
    }

    [Fact]
    public void What_speaks_of_dropped_readings_alone_is_covered()
    {
        var rule = new RetentionRule(new DateOnly(2026, 3, 3), "tx", 7);
        RetentionRule.Parse(rule.ToJson()).ShouldBe(rule);
        var meter = TestLedger.Meter("main");
        Covers(IntervalPayload.Family, TestLedger.Slots("2026-03-02T23:30:00Z", 1m, 2m).ToJson()).ShouldBeTrue();
        Covers(IntervalPayload.Family, TestLedger.Slots("2026-03-02T23:45:00Z", 1m, 2m).ToJson()).ShouldBeFalse("it reaches beyond the day");
        Covers(IntervalPayload.Family, (TestLedger.Slots("2026-03-01T00:00:00Z", 1m) with { Meter = "cell" }).ToJson()).ShouldBeFalse();
        Covers(RegisterPayload.Family, new RegisterPayload("main", [new(TestLedger.At("2026-03-02T23:59:59Z"), 1m)]).ToJson()).ShouldBeTrue();
        Covers(RegisterPayload.Family, new RegisterPayload("main", [new(TestLedger.At("2026-03-03T00:00:00Z"), 1m)]).ToJson()).ShouldBeFalse();
        Covers(CorrectionPayload.Family, new CorrectionPayload("main", TestLedger.At("2026-03-01T00:00:00Z"), 900, [1m], "why").ToJson()).ShouldBeTrue();
        Covers(RetentionPayload.Family, new RetentionPayload("main", new DateOnly(2026, 1, 1)).ToJson()).ShouldBeFalse();
        rule.CoversPath("main", "meter/main/2026-03-02").ShouldBeTrue();
        rule.CoversPath("main", "meter/main/2026-03-03").ShouldBeFalse();
        rule.CoversPath("main", "meter/main/head").ShouldBeFalse();
        rule.CoversPath("main", "meter/main2/2026-01-01").ShouldBeFalse();

        bool Covers(string family, byte[] payload) => rule.Covers(
            Transaction.Sign(TestLedger.DeviceKey, "test", family, payload, 1, "n"), meter);
    }

    Rejection? Drop(string before) => ledger.Apply(RetentionPayload.Family, $$"""{"meter":"main","before":"{{before}}","reason":"asked for"}""", TestLedger.OperatorKey, Roles.Operator);
}
