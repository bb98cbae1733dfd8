using System.Collections.Immutable;
using System.Text;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Families;

public sealed class IntervalFamilyTests
{
    private readonly TestLedger ledger = TestLedger.WithMeters();

    [Fact]
    public void Readings_are_recorded_by_day_and_lead_the_head()
    {
        ledger.Accept(TestLedger.Slots("2026-11-20T23:30:00Z", 1.5m, 2m, 3.25m));
        Day("2026-11-20").ShouldBe("""{"runs":[{"start":"23:30","seconds":900,"values":["1.5","2"]}]}""");
        Day("2026-11-21").ShouldBe("""{"runs":[{"start":"00:00","seconds":900,"values":["3.25"]}]}""");
        ledger.State.MeterHead("main").ShouldBe(new MeterHead(
            TestLedger.At("2026-11-20T23:30:00Z"), TestLedger.At("2026-11-21T00:15:00Z"), 900, 3.25m, Quality.Measured, null, 3));
        ledger.State.Intervals("main", TestLedger.At("2026-11-20T23:45:00Z"), TestLedger.At("2026-11-22T00:00:00Z"))
            .Select(slot => slot.Interval.Value).ShouldBe([2m, 3.25m]);
    }

    [Fact]
    public void A_meters_rotated_key_goes_on_where_the_first_one_stopped()
    {
        ledger.Accept(TestLedger.Slots("2026-11-21T10:00:00Z", 1m));
        var next = TestLedger.Slots("2026-11-21T10:15:00Z", 2m).ToJson();
        ledger.Apply(IntervalPayload.Family, next, TestLedger.OtherKey, Roles.Device)!.Code.ShouldBe("key.wrong");
        ledger.Apply(IntervalPayload.Family, next, TestLedger.OtherKey, Roles.Device, origin: TestLedger.DeviceKey.KeyId).ShouldBeNull();
    }

    [Fact]
    public void The_same_slot_with_the_same_value_is_a_duplicate_and_anything_else_an_overlap()
    {
        ledger.Accept(TestLedger.Slots("2026-11-21T10:00:00Z", 1m, 2m));
        ledger.Apply(TestLedger.Slots("2026-11-21T10:00:00Z", 1m, 2m))!.Code.ShouldBe("reading.duplicate");
        ledger.Apply(TestLedger.Slots("2026-11-21T10:15:00Z", 2m))!.Code.ShouldBe("reading.duplicate");
        ledger.Apply(TestLedger.Slots("2026-11-21T10:15:00Z", 2.1m))!.Code.ShouldBe("reading.overlap");
        var partly = ledger.Apply(TestLedger.Slots("2026-11-21T10:15:00Z", 2m, 3m))!;
        partly.Code.ShouldBe("reading.overlap");
        partly.Field.ShouldBe("values[0]");
        partly.Value.ShouldBe("2026-11-21T10:15:00Z");
        ledger.Apply(TestLedger.Slots("2026-11-21T10:00:00Z", 3m) with { Seconds = 3600 })!.Code.ShouldBe("reading.overlap");
        ledger.Apply(TestLedger.Slots("2026-11-21T09:45:00Z", 3m, 1m))!.Code.ShouldBe("reading.overlap");
    }

    [Theory]
    [InlineData("""{"meter":"nobody","start":"2026-11-21T10:00:00Z","seconds":900,"values":["1"]}""", "meter.unknown", "meter")]
    [InlineData("""{"meter":"main","start":"2026-11-21T10:00:00Z","seconds":900,"values":[]}""", "reading.empty", "values")]
    [InlineData("""{"meter":"main","start":"2026-11-21T10:00:00Z","seconds":900,"values":["NaN"]}""", "reading.notNumber", "values[0]")]
    [InlineData("""{"meter":"main","start":"2026-11-21T10:00:00Z","seconds":900,"values":[1.5]}""", "reading.notNumber", "values[0]")]
    [InlineData("""{"meter":"main","start":"2026-11-21T10:00:00Z","seconds":900,"values":["1","1.0123456789"]}""", "reading.digits", "values[1]")]
    [InlineData("""{"meter":"main","start":"2026-11-21T10:00:00Z","seconds":900,"values":["-1"]}""", "reading.negative", "values[0]")]
    [InlineData("""{"meter":"main","start":"2026-11-21T10:00:00Z","seconds":700,"values":["1"]}""", "reading.seconds", "seconds")]
    [InlineData("""{"meter":"main","start":"2026-11-21T10:00:00Z","seconds":30,"values":["1"]}""", "reading.seconds", "seconds")]
    [InlineData("""{"meter":"main","start":"2026-11-21T10:05:00Z","seconds":900,"values":["1"]}""", "reading.align", "start")]
    [InlineData("""{"meter":"main","start":"2026-11-21T12:00:00Z","seconds":900,"values":["1"]}""", "reading.future", "start")]
    [InlineData("""{"meter":"main","start":"2026-11-21T10:00:00Z","seconds":900,"values":["1"],"unit":"m3"}""", "unit.mismatch", "unit")]
    [InlineData("""{"meter":"main","start":"2026-11-21T10:00:00Z","seconds":900,"values":["1"],"quality":"guessed"}""", "payload.word", "quality")]
    [InlineData("""{"meter":"gas","start":"2026-11-21T10:00:00Z","seconds":900,"values":["1"]}""", "kind.mismatch", "meter")]
    [InlineData("""{"meter":"main","start":"2026-11-21T10:00:00+01:00","seconds":900,"values":["1"]}""", "time.form", "start")]
    [InlineData("""{"meter":"main","start":5,"seconds":900,"values":["1"]}""", "payload.type", "start")]
    [InlineData("""{"meter":"main","start":"2026-11-21T10:00:00Z","seconds":"900","values":["1"]}""", "payload.type", "seconds")]
    [InlineData("""{"meter":"main","start":"2026-11-21T10:00:00Z","seconds":900,"values":"1"}""", "payload.type", "values")]
    [InlineData("""{"meter":"main","start":"2026-11-21T10:00:00Z","seconds":900,"values":["1"],"x":1}""", "payload.unknown", "x")]
    [InlineData("""["meter"]""", "payload.type", "payload")]
    public void What_breaks_a_rule_is_refused_by_field(string json, string code, string field)
    {
        var why = ledger.Apply("interval/1", json);
        why!.Code.ShouldBe(code);
        why.Field.ShouldBe(field);
        why.Detail.ShouldContain(field);
    }

    [Fact]
    public void The_future_begins_two_minutes_after_block_time()
    {
        ledger.Now = TestLedger.At("2026-11-21T10:13:00Z");
        ledger.Apply(TestLedger.Slots("2026-11-21T10:00:00Z", 1m)).ShouldBeNull();
        ledger.Apply(TestLedger.Slots("2026-11-21T10:15:00Z", 1m))!.Code.ShouldBe("reading.future");
    }

    [Fact]
    public void Only_the_meters_key_or_an_attesting_gateway_may_write()
    {
        var payload = TestLedger.Slots("2026-11-21T10:00:00Z", 1m);
        ledger.Apply("interval/1", payload.ToJson(), TestLedger.OtherKey, Roles.Device)!.Code.ShouldBe("key.wrong");
        ledger.Apply("interval/1", payload.ToJson(), TestLedger.GatewayKey, Roles.Gateway)!.Code.ShouldBe("key.wrong");
        var attested = payload with { Attested = TestLedger.Attested };
        ledger.Apply("interval/1", attested.ToJson(), TestLedger.DeviceKey, Roles.Device)!.Code.ShouldBe("key.wrong");
        ledger.Apply("interval/1", attested.ToJson(), TestLedger.GatewayKey, Roles.Gateway).ShouldBeNull();
        ledger.State.MeterHead("main")!.Attested.ShouldBe("senml");
        ledger.Apply("interval/1", (payload with { Meter = "mute" }).ToJson(), TestLedger.DeviceKey, Roles.Device)!.Detail.ShouldContain("no key of its own");
        ledger.Apply("interval/1", (attested with { Meter = "mute" }).ToJson(), TestLedger.GatewayKey, Roles.Gateway).ShouldBeNull();
    }

    [Fact]
    public void Storage_may_be_negative()
    {
        ledger.Accept(TestLedger.Slots("2026-11-21T10:00:00Z", -4.5m, 2m) with { Meter = "cell" });
        ledger.State.MeterDay("cell", new DateOnly(2026, 11, 21)).Runs[0].Values.ShouldBe([-4.5m, 2m]);
    }

    [Fact]
    public void A_day_holds_runs_by_length_quality_and_attestation()
    {
        ledger.Accept(TestLedger.Slots("2026-11-21T08:00:00Z", 1m));
        ledger.Accept(TestLedger.Slots("2026-11-21T08:15:00Z", 2m) with { Quality = Quality.Estimated });
        ledger.Accept("interval/1", (TestLedger.Slots("2026-11-21T08:30:00Z", 3m) with { Attested = TestLedger.Attested }).ToJson(), TestLedger.GatewayKey, Roles.Gateway);
        ledger.Accept(TestLedger.Slots("2026-11-21T09:00:00Z", 4m) with { Seconds = 3600 });
        ledger.Accept(TestLedger.Slots("2026-11-21T06:00:00Z", 0m));
        Day("2026-11-21").ShouldBe(
            """{"runs":[{"start":"06:00","seconds":900,"values":["0"]},{"start":"08:00","seconds":900,"values":["1"]},"""
            + """{"start":"08:15","seconds":900,"quality":"estimated","values":["2"]},{"start":"08:30","seconds":900,"attested":"senml","values":["3"]},"""
            + """{"start":"09:00","seconds":3600,"values":["4"]}]}""");
        ledger.State.MeterHead("main")!.Count.ShouldBe(5);
    }

    [Fact]
    public void The_state_is_the_same_whatever_order_readings_arrive_in()
    {
        var random = new Random(4711);
        for (var round = 0; round < 60; round++)
        {
            var pieces = Pieces(random);
            var inOrder = Record(pieces);
            for (var shuffle = 0; shuffle < 3; shuffle++)
            {
                var mixed = pieces.ToArray();
                random.Shuffle(mixed);
                Record(mixed).ShouldBe(inOrder);
            }
        }
    }

    private static List<IntervalPayload> Pieces(Random random)
    {
        var pieces = new List<IntervalPayload>();
        var start = TestLedger.At("2026-11-18T20:00:00Z");
        while (pieces.Count < 25)
        {
            var seconds = random.Next(4) == 0 ? 1800 : 900;
            start = DateTimeOffset.FromUnixTimeSeconds((start.ToUnixTimeSeconds() + seconds - 1) / seconds * seconds);
            var values = Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(0, 20_000) / 1000m).ToImmutableArray();
            pieces.Add(new("main", start, seconds, values, random.Next(5) == 0 ? Quality.Estimated : Quality.Measured));
            start = pieces[^1].End.AddSeconds(random.Next(3) == 0 ? 3600 : 0);
        }
        return pieces;
    }

    private static string Record(IEnumerable<IntervalPayload> pieces)
    {
        var ledger = TestLedger.WithMeters();
        ledger.Now = TestLedger.At("2027-01-01T00:00:00Z");
        foreach (var piece in pieces)
            ledger.Accept(piece);
        foreach (var entry in ledger.State.Range("meter/main/20"))
            Encoding.UTF8.GetString(DayEntry.Parse(entry.Value.Span).ToJson()).ShouldBe(Encoding.UTF8.GetString(entry.Value.Span));
        return string.Join('\n', ledger.State.Range("meter/main/").Select(entry => $"{entry.Key} {Encoding.UTF8.GetString(entry.Value.Span)}"));
    }

    private string Day(string day) => Encoding.UTF8.GetString(ledger.State.Get($"meter/main/{day}")!.Value.Span);
}
