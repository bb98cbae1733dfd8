using System.Collections.Immutable;
using System.Text;
using SmartBlocks.Energy.Formats;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Formats;

public sealed class SenMlTests
{
    private static readonly DateTimeOffset Received = TestLedger.At("2026-11-21T12:00:00Z");
    private readonly MeterRegistration register = TestLedger.Meter("m1") with { Kind = MeterKind.Register };
    private readonly MeterRegistration interval = TestLedger.Meter("m1") with { ResolutionSeconds = 900 };

    [Fact]
    public void The_multiple_datapoints_of_RFC_8428_5_1_2_resolve()
    {
        // RFC 8428 §5.1.2 and its resolved form in §5.1.4.
        var pack = Parse("""
            [ {"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,"bu":"A","bver":5,"n":"voltage","u":"V","v":120.1},
              {"n":"current","t":-5,"v":1.2},{"n":"current","t":-4,"v":1.3} ]
            """.Replace("\"bver\":5,", "", StringComparison.Ordinal));
        pack.Select(record => record.Name).ShouldBe(
            ["urn:dev:ow:10e2073a0108006:voltage", "urn:dev:ow:10e2073a0108006:current", "urn:dev:ow:10e2073a0108006:current"]);
        pack.Select(record => record.Unit).ShouldBe(["V", "A", "A"]);
        pack.Select(record => record.Value).ShouldBe([120.1m, 1.2m, 1.3m]);
        pack[1].Time.ToUnixTimeSeconds().ShouldBe(1276020071);
    }

    [Fact]
    public void Base_values_and_sums_are_added_and_relative_times_counted_from_receipt()
    {
        var pack = Parse("""[{"bn":"m1","bv":1000,"bs":5,"bu":"kWh","t":-60,"v":0.5},{"s":2}]""");
        pack[0].Value.ShouldBe(1000.5m);
        pack[0].Time.ShouldBe(Received.AddSeconds(-60));
        pack[1].Value.ShouldBeNull();
        pack[1].Sum.ShouldBe(7m);
        pack[1].Time.ShouldBe(Received);
    }

    [Theory]
    [InlineData("""{"n":"a","v":1}""", "senml.form")]
    [InlineData("[]", "senml.form")]
    [InlineData("""[{"n":"a","v":1""", "senml.form")]
    [InlineData("""[5]""", "senml.form")]
    [InlineData("""[{"n":"a","v":"1"}]""", "reading.notNumber")]
    [InlineData("""[{"n":"a","v":NaN}]""", "senml.form")]
    [InlineData("""[{"n":"a","v":1e400}]""", "reading.digits")]
    [InlineData("""[{"n":"a","v":1,"vs":"x"}]""", "senml.value")]
    [InlineData("""[{"n":"a","u":"W"}]""", "senml.value")]
    [InlineData("""[{"v":1}]""", "senml.name")]
    [InlineData("""[{"n":"-a","v":1}]""", "senml.name")]
    [InlineData("""[{"n":"a","v":1,"must_":1}]""", "senml.field")]
    [InlineData("""[{"bver":11,"n":"a","v":1}]""", "senml.version")]
    [InlineData("""[{"n":"a","v":1,"t":9999999999}]""", "time.form")]
    [InlineData("""[{"n":"a","v":79228162514264337593543950335,"bv":1}]""", "reading.digits")]
    public void Packs_that_break_a_rule_are_refused(string json, string code)
    {
        SenMl.TryParse(Encoding.UTF8.GetBytes(json), Received, out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe(code);
    }

    [Fact]
    public void Unknown_fields_are_passed_over() => Parse("""[{"n":"a","v":1,"colour":"red"}]""").Length.ShouldBe(1);

    [Theory]
    [InlineData("kWh", "12.5", "12.5")]
    [InlineData("Wh", "12500", "12.5")]
    [InlineData("J", "3600000", "1")]
    [InlineData("J", "1", "0.000000278")]
    public void Energy_units_of_RFC_8798_convert(string unit, string value, string kilowattHours)
    {
        var readings = Select($$"""[{"n":"m1","u":"{{unit}}","t":1795262400,"v":{{value}}},{"n":"power","u":"W","v":3}]""", register);
        readings.Registers.ShouldBe([new RegisterReading(TestLedger.At("2026-11-21T12:00:00Z"), decimal.Parse(kilowattHours, System.Globalization.CultureInfo.InvariantCulture))]);
    }

    [Fact]
    public void A_sum_of_watts_is_an_energy_register() =>
        Select("""[{"n":"m1","u":"W","v":500,"s":7200000}]""", register).Registers[0].Value.ShouldBe(2m);

    [Fact]
    public void A_value_for_an_interval_meter_is_of_the_slot_that_ends_then()
    {
        Select("""[{"n":"m1","u":"kWh","t":1795262400,"v":2},{"n":"m1","u":"kWh","t":1795263300,"v":3}]""", interval).Intervals
            .ShouldBe([new Interval(TestLedger.At("2026-11-21T11:45:00Z"), 900, 2m), new Interval(TestLedger.At("2026-11-21T12:00:00Z"), 900, 3m)]);
        Select("""[{"n":"m1","u":"kWh","t":1795262400,"ut":3600,"v":2}]""", interval).Intervals.Single().Seconds.ShouldBe(3600);
        Refuse("""[{"n":"m1","u":"kWh","t":1795262400,"v":2}]""", interval with { ResolutionSeconds = null }).Code.ShouldBe("senml.interval");
    }

    [Fact]
    public void Other_units_and_ambiguous_names_are_refused()
    {
        Refuse("""[{"n":"m1","u":"V","v":2}]""", register).Code.ShouldBe("unit.mismatch");
        Refuse("""[{"n":"a","u":"kWh","v":2},{"n":"b","u":"kWh","v":3}]""", register).Code.ShouldBe("senml.name");
        Select("""[{"n":"a","u":"kWh","v":2},{"n":"site:m1","u":"kWh","v":3}]""", register).Registers.Single().Value.ShouldBe(3m);
    }

    [Fact]
    public void Messages_become_attested_payloads_that_families_accept()
    {
        var ledger = TestLedger.WithMeters();
        var message = """[{"bn":"mute","bu":"kWh","t":1795258800,"v":2},{"t":1795259700,"v":3},{"t":1795261500,"v":4}]"""u8.ToArray();
        var meter = ledger.State.Meter("mute")! with { ResolutionSeconds = 900 };
        MeterMessage.TryDecode("senml", message, meter, Received, MeterMessage.Attest("senml", message, "login"), out var payloads, out var why).ShouldBeTrue(why?.Detail);
        payloads.Length.ShouldBe(2);
        foreach (var payload in payloads)
            ledger.Apply(payload.Family, payload.Payload, TestLedger.GatewayKey, Roles.Gateway).ShouldBeNull();
        ledger.State.MeterHead("mute")!.Count.ShouldBe(3);
        MeterMessage.TryDecode("xml", message, meter, Received, null, out _, out why).ShouldBeFalse();
        why!.Code.ShouldBe("message.format");
    }

    private static ImmutableArray<SenMlRecord> Parse(string json)
    {
        SenMl.TryParse(Encoding.UTF8.GetBytes(json), Received, out var pack, out var why).ShouldBeTrue(why?.Detail);
        return pack;
    }

    private static DecodedReadings Select(string json, MeterRegistration meter)
    {
        SenMlReadings.TrySelect(Parse(json), meter, out var readings, out var why).ShouldBeTrue(why?.Detail);
        return readings;
    }

    private static Rejection Refuse(string json, MeterRegistration meter)
    {
        SenMlReadings.TrySelect(Parse(json), meter, out _, out var why).ShouldBeFalse();
        return why!;
    }
}
