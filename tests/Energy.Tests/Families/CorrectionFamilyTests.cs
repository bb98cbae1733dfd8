using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Families;

public sealed class CorrectionFamilyTests
{
    private readonly TestLedger ledger = TestLedger.WithMeters();

    public CorrectionFamilyTests() => ledger.Accept(TestLedger.Slots("2026-11-20T23:30:00Z", 1m, 2m, 3m));

    [Fact]
    public void The_effective_value_changes_and_the_recorded_one_stays()
    {
        Correct("2026-11-20T23:45:00Z", 20m, 30m).ShouldBeNull();
        Correct("2026-11-21T00:00:00Z", 33m).ShouldBeNull();
        var slots = ledger.State.Intervals("main", TestLedger.At("2026-11-20T00:00:00Z"), TestLedger.At("2026-11-22T00:00:00Z")).ToList();
        slots.Select(slot => slot.Interval.Value).ShouldBe([1m, 20m, 33m]);
        slots.Select(slot => slot.Recorded).ShouldBe([1m, 2m, 3m]);
        slots[0].Correction.ShouldBeNull();
        slots[2].Correction!.Reason.ShouldBe("ratio of the transformer was set wrong");
        slots[2].Correction!.By.ShouldBe(TestLedger.OperatorKey.KeyId);
        ledger.State.MeterDay("main", new DateOnly(2026, 11, 21)).Corrections.Length.ShouldBe(2);
        ledger.State.MeterHead("main")!.Value.ShouldBe(33m);
        ledger.State.MeterHead("main")!.Corrections.ShouldBe(3);
    }

    [Fact]
    public void Readings_go_on_after_a_correction()
    {
        Correct("2026-11-21T00:00:00Z", 30m).ShouldBeNull();
        ledger.Accept(TestLedger.Slots("2026-11-21T00:15:00Z", 4m));
        var day = ledger.State.MeterDay("main", new DateOnly(2026, 11, 21));
        day.Runs.Length.ShouldBe(1);
        day.Corrections.Length.ShouldBe(1);
        DayEntry.Parse(day.ToJson()).Runs[0].Values.ShouldBe([3m, 4m]);
    }

    [Fact]
    public void Only_what_is_recorded_can_be_corrected_by_those_who_may()
    {
        Correct("2026-11-21T00:15:00Z", 1m)!.Code.ShouldBe("correction.missing");
        Correct("2026-11-21T00:00:00Z", 3m)!.Code.ShouldBe("correction.unchanged");
        Correct("2026-11-21T00:00:00Z", -3m)!.Code.ShouldBe("reading.negative");
        Correct("2026-11-21T00:00:00Z", TestLedger.OtherKey, Roles.Device, 5m)!.Code.ShouldBe("key.wrong");
        Correct("2026-11-21T00:00:00Z", TestLedger.DeviceKey, Roles.Device, 5m).ShouldBeNull();
        ledger.Apply("correction/1", """{"meter":"main","start":"2026-11-21T00:00:00Z","seconds":900,"values":["1"]}""", TestLedger.OperatorKey, Roles.Operator)!
            .Field.ShouldBe("reason");
    }

    [Fact]
    public void Corrections_of_a_day_are_bounded()
    {
        for (var i = 0; i < 100; i++)
            Correct("2026-11-21T00:00:00Z", 10m + i).ShouldBeNull();
        Correct("2026-11-21T00:00:00Z", 5m)!.Code.ShouldBe("correction.tooMany");
    }

    private Rejection? Correct(string start, params decimal[] values) => Correct(start, TestLedger.OperatorKey, Roles.Operator, values);

    private Rejection? Correct(string start, SigningKey key, string role, params decimal[] values) => ledger.Apply(
        "correction/1", new CorrectionPayload("main", TestLedger.At(start), 900, [.. values], "ratio of the transformer was set wrong").ToJson(), key, role);
}
