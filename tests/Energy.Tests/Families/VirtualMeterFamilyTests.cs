using System.Text;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Families;

public sealed class VirtualMeterFamilyTests
{
    private readonly TestLedger ledger = TestLedger.WithMeters();

    [Fact]
    public void A_sum_may_stand_on_meters_and_on_sums_and_comes_down_to_meters()
    {
        Define("net", ("main", 1m), ("cell", -1m)).ShouldBeNull();
        Define("twice", ("net", 2m), ("cell", 2m), ("mute", 0.5m)).ShouldBeNull();
        VirtualMeters.Expand(ledger.State.VirtualMeter("twice")!, ledger.State.VirtualMeter, out var terms).ShouldBeNull();
        // 2 × net takes the cell away twice, and the definition brings it back: it cancels out.
        terms.ShouldBe([new VirtualTerm("main", 2m), new VirtualTerm("mute", 0.5m)]);
    }

    [Fact]
    public void A_ring_is_refused_however_long()
    {
        Define("a", ("main", 1m)).ShouldBeNull();
        Define("b", ("a", 1m)).ShouldBeNull();
        Define("c", ("b", 1m)).ShouldBeNull();
        Define("a", ("a", 1m))!.Code.ShouldBe("virtual.cycle");
        var why = Define("a", ("main", 1m), ("c", 1m))!;
        why.Code.ShouldBe("virtual.cycle");
        why.Detail.ShouldContain("through b");
        ledger.State.VirtualMeter("a")!.Terms.Length.ShouldBe(1);
    }

    [Fact]
    public void Nesting_ends_at_eight()
    {
        Define("v1", ("main", 1m)).ShouldBeNull();
        for (var depth = 2; depth <= 8; depth++)
            Define($"v{depth}", ($"v{depth - 1}", 1m)).ShouldBeNull();
        Define("v9", ("v8", 1m))!.Code.ShouldBe("virtual.depth");
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        Define("x", ("nobody", 1m))!.Code.ShouldBe("meter.unknown");
        Define("x", ("main", 1m), ("main", 2m))!.Code.ShouldBe("virtual.terms");
        Define("x", ("main", 0m))!.Code.ShouldBe("virtual.terms");
        Define("main", ("cell", 1m))!.Code.ShouldBe("meter.exists");
        Apply("""{"op":"define","meter":"x","site":"nowhere","name":"X","commodity":"electricity","unit":"kWh","terms":[{"meter":"main","factor":"1"}]}""")!.Code.ShouldBe("site.unknown");
        Apply("""{"op":"define","meter":"x","site":"nimbus","name":"X","commodity":"water","unit":"m3","terms":[{"meter":"main","factor":"1"}]}""")!.Code.ShouldBe("unit.mismatch");
        Apply("""{"op":"define","meter":"x","site":"nimbus","name":"X","commodity":"water","unit":"kWh","terms":[{"meter":"main","factor":"1"}]}""")!.Code.ShouldBe("unit.mismatch");
        Apply("""{"op":"define","meter":"x","site":"nimbus","name":"X","commodity":"electricity","unit":"kWh","terms":[]}""")!.Code.ShouldBe("reading.empty");
        Apply("""{"op":"paint","meter":"x"}""")!.Code.ShouldBe("payload.word");
        Define("x", TestLedger.DeviceKey, Roles.Device, ("main", 1m))!.Code.ShouldBe("key.role");
        Define("x", ("main", 1m)).ShouldBeNull();
        ledger.Apply(MeterPayload.Family, TestLedger.Meter("x").ToJson(), TestLedger.OperatorKey, Roles.Operator)!.Code.ShouldBe("meter.exists");
    }

    [Fact]
    public void Gas_in_volume_may_stand_in_a_sum_of_energy() => Apply(
        """{"op":"define","meter":"fuel","site":"nimbus","name":"Fuel","commodity":"gas","unit":"kWh","terms":[{"meter":"gas","factor":"1"}]}""").ShouldBeNull();

    [Fact]
    public void It_is_taken_away_unless_another_stands_on_it()
    {
        Define("a", ("main", 1m)).ShouldBeNull();
        Define("b", ("a", 1m)).ShouldBeNull();
        Remove("a")!.Code.ShouldBe("virtual.used");
        Remove("b").ShouldBeNull();
        Remove("a").ShouldBeNull();
        Remove("a")!.Code.ShouldBe("virtual.unknown");
        Apply("""{"op":"remove","meter":"a","name":"x"}""")!.Code.ShouldBe("payload.unknown");
        ledger.State.AllVirtualMeters().ShouldBeEmpty();
    }

    private Rejection? Remove(string meter) => Apply(Encoding.UTF8.GetString(VirtualMeter.Removal(meter)));

    private Rejection? Apply(string json) => ledger.Apply(VirtualMeter.Family, json, TestLedger.OperatorKey, Roles.Operator);

    private Rejection? Define(string id, params (string Meter, decimal Factor)[] terms) => Define(id, TestLedger.OperatorKey, Roles.Operator, terms);

    private Rejection? Define(string id, SigningKey key, string role, params (string Meter, decimal Factor)[] terms) => ledger.Apply(VirtualMeter.Family,
        new VirtualMeter(id, "nimbus", "A sum", Commodity.Electricity, MeterUnit.KilowattHour, [.. terms.Select(t => new VirtualTerm(t.Meter, t.Factor))]).ToJson(), key, role);
}
