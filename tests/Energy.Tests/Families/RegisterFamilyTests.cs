using System.Text;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Families;

public sealed class RegisterFamilyTests
{
    private readonly TestLedger ledger = TestLedger.WithMeters();

    [Fact]
    public void Readings_are_recorded_in_order()
    {
        Read(("2026-11-20T23:59:59Z", 5m), ("2026-11-21T10:00:00Z", 5m)).ShouldBeNull();
        Read(("2026-11-21T10:00:07Z", 6.125m)).ShouldBeNull();
        Encoding.UTF8.GetString(ledger.State.Get("meter/gas/2026-11-21")!.Value.Span).ShouldBe("""{"registers":[["10:00:00","5"],["10:00:07","6.125"]]}""");
        ledger.State.RegisterReadings("gas", TestLedger.At("2026-11-20T00:00:00Z"), TestLedger.At("2026-11-21T10:00:07Z")).Count().ShouldBe(2);
        ledger.State.MeterHead("gas")!.Count.ShouldBe(3);
    }

    [Fact]
    public void A_register_never_goes_backwards_and_time_only_forwards()
    {
        Read(("2026-11-21T10:00:00Z", 5m), ("2026-11-21T10:15:00Z", 6m)).ShouldBeNull();
        var why = Read(("2026-11-21T10:30:00Z", 5.9m))!;
        why.Code.ShouldBe("reading.backwards");
        why.Field.ShouldBe("readings[0].value");
        why.Detail.ShouldContain("register going backwards: it showed 6");
        Read(("2026-11-21T10:30:00Z", 7m), ("2026-11-21T10:45:00Z", 6m))!.Field.ShouldBe("readings[1].value");
        Read(("2026-11-21T10:10:00Z", 6m))!.Code.ShouldBe("reading.order");
        Read(("2026-11-21T10:30:00Z", 7m), ("2026-11-21T10:30:00Z", 7m))!.Code.ShouldBe("reading.order");
        Read(("2026-11-21T10:15:00Z", 6m))!.Code.ShouldBe("reading.duplicate");
        Read(("2026-11-21T10:00:00Z", 5m))!.Code.ShouldBe("reading.duplicate");
        Read(("2026-11-21T12:03:00Z", 9m))!.Code.ShouldBe("reading.future");
    }

    [Theory]
    [InlineData("""{"meter":"gas","readings":[]}""", "reading.empty", "readings")]
    [InlineData("""{"meter":"gas","readings":[5]}""", "payload.type", "readings[0]")]
    [InlineData("""{"meter":"gas","readings":[{"at":"2026-11-21T10:00:00Z"}]}""", "payload.missing", "readings[0].value")]
    [InlineData("""{"meter":"gas","readings":[{"at":"2026-11-21T10:00:00Z","value":"-1"}]}""", "reading.negative", "readings[0].value")]
    [InlineData("""{"meter":"gas","readings":[{"at":"now","value":"1"}]}""", "time.form", "readings[0].at")]
    [InlineData("""{"meter":"main","readings":[{"at":"2026-11-21T10:00:00Z","value":"1"}]}""", "kind.mismatch", "meter")]
    [InlineData("""{"meter":"gas","readings":[{"at":"2026-11-21T10:00:00Z","value":"1"}],"unit":"kWh"}""", "unit.mismatch", "unit")]
    public void What_breaks_a_rule_is_refused_by_field(string json, string code, string field)
    {
        var why = ledger.Apply("register/1", json);
        why!.Code.ShouldBe(code);
        why.Field.ShouldBe(field);
    }

    private Rejection? Read(params (string At, decimal Value)[] readings) => ledger.Apply(
        "register/1", new RegisterPayload("gas", [.. readings.Select(r => new RegisterReading(TestLedger.At(r.At), r.Value))]).ToJson(), TestLedger.DeviceKey, Roles.Device);
}
