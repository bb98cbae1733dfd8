using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Families;

public sealed class RegistrationTests
{
    private const string Site = """{"site":"nimbus","name":"Nimbus","timeZone":"Europe/Dublin","latitude":"51.885","longitude":"-8.533","areaSquareMetres":"4200"}""";

    [Fact]
    public void A_site_is_registered_once_by_an_operator()
    {
        var ledger = new TestLedger();
        ledger.Apply("site/1", Site, TestLedger.DeviceKey)!.Code.ShouldBe("key.role");
        ledger.Apply("site/1", Site, TestLedger.OperatorKey, Roles.Operator).ShouldBeNull();
        ledger.Apply("site/1", Site, TestLedger.OperatorKey, Roles.Operator)!.Code.ShouldBe("site.exists");
        ledger.State.Site("nimbus").ShouldBe(new SiteRegistration("nimbus", "Nimbus", "Europe/Dublin", 51.885m, -8.533m, 4200m));
    }

    [Theory]
    [InlineData("Europe/Dublin", "Europe/Atlantis", "site.timeZone", "timeZone")]
    [InlineData("\"51.885\"", "\"91\"", "site.position", "latitude")]
    [InlineData("\"51.885\"", "51.885", "reading.notNumber", "latitude")]
    [InlineData("\"nimbus\"", "\"Nimbus\"", "identifier.form", "site")]
    [InlineData("\"name\":\"Nimbus\",", "", "payload.missing", "name")]
    [InlineData("\"name\"", "\"colour\"", "payload.unknown", "colour")]
    [InlineData("\"Nimbus\"", "\"\"", "payload.length", "name")]
    [InlineData("\"4200\"", "\"-1\"", "reading.negative", "areaSquareMetres")]
    [InlineData("{", "", "payload.json", "payload")]
    [InlineData("\"name\"", "\"site\"", "payload.json", "site")]
    public void A_wrong_site_is_refused_by_field_value_and_rule(string good, string bad, string code, string field)
    {
        var why = new TestLedger().Apply("site/1", Site.Replace(good, bad, StringComparison.Ordinal), TestLedger.OperatorKey, Roles.Operator);
        why!.Code.ShouldBe(code);
        why.Field.ShouldBe(field);
    }

    [Fact]
    public void Meters_form_a_tree_below_what_was_there_before()
    {
        var ledger = TestLedger.WithMeters();
        ledger.Accept("site/1", new SiteRegistration("other", "Other", "Europe/Berlin", 0, 0).ToJson(), TestLedger.OperatorKey, Roles.Operator);
        Register(ledger, TestLedger.Meter("a") with { Parent = "a" })!.Code.ShouldBe("meter.parent");
        Register(ledger, TestLedger.Meter("a") with { Parent = "nobody" })!.Code.ShouldBe("meter.parent");
        Register(ledger, TestLedger.Meter("a") with { Parent = "main", Site = "other" })!.Detail.ShouldContain("stands on site nimbus");
        Register(ledger, TestLedger.Meter("a") with { Parent = "main" }).ShouldBeNull();
        Register(ledger, TestLedger.Meter("b") with { Parent = "a" }).ShouldBeNull();
        ledger.State.Meters("nimbus").Select(meter => meter.Meter).ShouldBe(["a", "b", "cell", "gas", "main", "mute"]);
        ledger.State.Sites().Select(site => site.Site).ShouldBe(["nimbus", "other"]);
    }

    [Fact]
    public void A_meter_needs_its_site_and_a_unit_its_commodity_is_counted_in()
    {
        var ledger = TestLedger.WithMeters();
        Register(ledger, TestLedger.Meter("main"))!.Code.ShouldBe("meter.exists");
        Register(ledger, TestLedger.Meter("a") with { Site = "nowhere" })!.Code.ShouldBe("site.unknown");
        Register(ledger, TestLedger.Meter("a") with { Unit = MeterUnit.CubicMetre })!.Code.ShouldBe("unit.mismatch");
        Register(ledger, TestLedger.Meter("a") with { Key = "short" })!.Code.ShouldBe("meter.key");
        Register(ledger, TestLedger.Meter("a") with { ResolutionSeconds = 7 })!.Code.ShouldBe("reading.seconds");
        Register(ledger, TestLedger.Meter("a") with { OcmfKey = "3059", Kind = MeterKind.Register })!.Code.ShouldBe("ocmf.key");
        Register(ledger, TestLedger.Meter("a") with { Direction = Direction.Storage, Kind = MeterKind.Register })!.Code.ShouldBe("kind.mismatch");
        ledger.Apply("meter/1", TestLedger.Meter("a").ToJson(), TestLedger.GatewayKey, Roles.Gateway)!.Code.ShouldBe("key.role");
    }

    [Fact]
    public void The_state_entry_is_the_payload_canonically()
    {
        var meter = TestLedger.Meter("full") with
        {
            Parent = "main", CapacityKw = 50.5m, Source = MeterSource.Chp, ResolutionSeconds = 900, Name = "Wärme „Süd“ & <co>",
        };
        MeterRegistration.Parse(meter.ToJson()).ShouldBe(meter);
        MeterPayload.TryParse(meter.ToJson(), out var parsed, out _).ShouldBeTrue();
        parsed.ShouldBe(meter);
    }

    private static Rejection? Register(TestLedger ledger, MeterRegistration meter) =>
        ledger.Apply("meter/1", meter.ToJson(), TestLedger.OperatorKey, Roles.Operator);
}
