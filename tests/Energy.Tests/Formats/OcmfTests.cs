using System.Security.Cryptography;
using System.Text;
using SmartBlocks.Energy.Formats;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Formats;

public sealed class OcmfTests
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly string KeyHex = Convert.ToHexString(Key.ExportSubjectPublicKeyInfo());

    private readonly MeterRegistration meter = TestLedger.Meter("charger") with { Kind = MeterKind.Register, OcmfKey = KeyHex };

    /// <summary>A record signed with a key of this test.</summary>
    public static string Record(string readings, string algorithm = "")
    {
        var payload = """{"FV":"1.0","GS":"17619300","PG":"T32","RD":[""" + readings + "]}";
        var signature = Convert.ToHexString(Key.SignData(Encoding.UTF8.GetBytes(payload), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        return $"OCMF|{payload}|{{{algorithm}\"SD\":\"{signature}\"}}";
    }

    private const string Begin = """{"TM":"2026-11-21T10:03:15,000+0100 S","TX":"B","EF":"","ST":"G","RV":0.2596,"RI":"1-b:1.8.0","RU":"kWh"}""";
    private const string End = """{"TM":"2026-11-21T11:03:36,250+0100 S","TX":"E","RV":8.5}""";

    [Fact]
    public void A_real_record_verifies_with_its_key()
    {
        var entry = Xml("ocmf/keba_kcp30.xml");
        entry.Record.Readings.Length.ShouldBe(2);
        entry.Record.GatewaySerial.ShouldBe("17619300");
        entry.Record.Readings[0].ShouldBe(new OcmfReading(TestLedger.At("2019-08-13T10:03:15Z"), 'I', "B", 0.2596m, "1-b:1.8.0", "kWh", "", "G"));
        OcmfSignature.Check(entry.Record, entry.PublicKeyHex!).ShouldBeNull();
        entry.Record.TryGetRegister(meter, out var registers, out _).ShouldBeTrue();
        registers.Select(register => register.Value).ShouldBe([0.2596m, 0.2597m]);
    }

    [Fact]
    public void A_real_record_that_was_altered_does_not_verify()
    {
        var entry = Xml("ocmf/keba_kcp30_fail.xml");
        OcmfSignature.Check(entry.Record, entry.PublicKeyHex!)!.Code.ShouldBe("ocmf.signature");
    }

    [Fact]
    public void Fields_left_out_are_those_of_the_reading_before()
    {
        var record = Parse(Record(Begin + "," + End));
        record.Readings[1].ShouldBe(new OcmfReading(TestLedger.At("2026-11-21T10:03:36Z"), 'S', "E", 8.5m, "1-b:1.8.0", "kWh", "", "G"));
    }

    [Fact]
    public void The_payload_is_verified_as_it_was_written()
    {
        var record = Record(Begin);
        OcmfSignature.Check(Parse(record), KeyHex).ShouldBeNull();
        OcmfSignature.Check(Parse(record.Replace("\"PG\"", " \"PG\"", StringComparison.Ordinal)), KeyHex)!.Code.ShouldBe("ocmf.signature");
        OcmfSignature.Check(Parse(record.Replace("T32", "T|2", StringComparison.Ordinal)), KeyHex)!.Code.ShouldBe("ocmf.signature");
        OcmfSignature.Check(Parse(record.Replace("\"SD\":\"30", "\"SD\":\"31", StringComparison.Ordinal)), KeyHex)!.Code.ShouldBe("ocmf.signature");
    }

    [Theory]
    [InlineData("ECDSA-secp192k1-SHA256")]
    [InlineData("ECDSA-brainpool256r1-SHA256")]
    [InlineData("ECDSA-secp384r1-SHA256")]
    public void Other_curves_are_named_and_refused(string algorithm)
    {
        var why = OcmfSignature.Check(Parse(Record(Begin, $"\"SA\":\"{algorithm}\",")), KeyHex)!;
        why.Code.ShouldBe("ocmf.curve");
        why.Value.ShouldBe(algorithm);
    }

    [Theory]
    [InlineData("\"EF\":\"\"", "\"EF\":\"E\"", "ocmf.errorFlags")]
    [InlineData("\"ST\":\"G\"", "\"ST\":\"M\"", "ocmf.status")]
    [InlineData("\"RU\":\"kWh\"", "\"RU\":\"mOhm\"", "unit.mismatch")]
    [InlineData("\"RV\":0.2596", "\"RV\":9.5", "reading.backwards")]
    [InlineData("\"RV\":0.2596", "\"RV\":0.12345678901", "reading.digits")]
    [InlineData("T10:03:15,000", "T11:03:36,000", "reading.order")]
    public void Readings_the_meter_does_not_stand_behind_are_refused(string good, string bad, string code)
    {
        var record = Parse(Record((Begin + "," + End).Replace(good, bad, StringComparison.Ordinal)));
        record.TryGetRegister(meter, out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("OCMG|{}|{}", "ocmf.form")]
    [InlineData("OCMF|{}", "ocmf.form")]
    [InlineData("OCMF|{\"RD\":[]}|{\"SD\":\"00\"}", "ocmf.form")]
    [InlineData("OCMF|{}|{\"SD\":\"00\"}", "payload.missing")]
    [InlineData("OCMF|{\"RD\":[{\"TM\":\"yesterday\",\"RV\":1,\"RU\":\"kWh\"}]}|{\"SD\":\"00\"}", "time.form")]
    [InlineData("OCMF|{\"RD\":[{\"TM\":\"2026-11-21T10:03:15,000+0100 S\",\"RV\":\"1\",\"RU\":\"kWh\"}]}|{\"SD\":\"00\"}", "reading.notNumber")]
    [InlineData("OCMF|{\"RD\":[{\"TM\":\"2026-11-21T10:03:15,000+0100 S\",\"RV\":1,\"RU\":\"kWh\"}]}|{\"SD\":\"xy\"}", "ocmf.signature")]
    [InlineData("OCMF|{\"RD\":[{\"TM\":\"2026-11-21T10:03:15,000+0100 S\",\"RV\":1,\"RU\":\"kWh\"}]}|{\"SE\":\"hex\"}", "payload.missing")]
    public void Records_that_break_the_format_are_refused(string text, string code)
    {
        OcmfRecord.TryParse(text, out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe(code);
    }

    [Fact]
    public void Of_several_registers_the_one_of_the_meters_direction_is_taken()
    {
        var other = End.Replace("\"RV\":8.5", "\"RV\":3,\"RI\":\"1-b:2.8.0\"", StringComparison.Ordinal);
        var record = Parse(Record(Begin + "," + other));
        record.TryGetRegister(meter, out var imported, out _).ShouldBeTrue();
        imported.Single().Value.ShouldBe(0.2596m);
        record.TryGetRegister(meter with { Direction = Direction.Export }, out var exported, out _).ShouldBeTrue();
        exported.Single().Value.ShouldBe(3m);
    }

    [Fact]
    public void A_record_on_the_ledger_is_the_meters_word_whoever_carries_it()
    {
        var ledger = TestLedger.WithMeters();
        ledger.Accept(meter);
        Carry(ledger, Record(Begin)).ShouldBeNull();
        Carry(ledger, Record(Begin))!.Code.ShouldBe("reading.duplicate");
        Carry(ledger, Record(Begin + "," + End)).ShouldBeNull();
        ledger.State.RegisterReadings("charger", TestLedger.At("2026-11-21T00:00:00Z"), TestLedger.At("2026-11-22T00:00:00Z"))
            .Select(reading => reading.Value).ShouldBe([0.2596m, 8.5m]);
        Carry(ledger, Record(Begin).Replace("T32", "T33", StringComparison.Ordinal))!.Code.ShouldBe("ocmf.signature");
        Carry(ledger, Record(Begin), "gas")!.Code.ShouldBe("ocmf.key");
        ledger.Apply("ocmf/1", new OcmfPayload("charger", Record(End)).ToJson(), TestLedger.OtherKey, Roles.Auditor)!.Code.ShouldBe("key.role");
    }

    [Fact]
    public void Containers_that_break_the_format_are_refused()
    {
        OcmfXml.TryParse("<values><value>"u8, out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe("ocmf.xml");
        OcmfXml.TryParse("<!DOCTYPE v [<!ENTITY a \"b\">]><values>&a;</values>"u8, out _, out why).ShouldBeFalse();
        why!.Code.ShouldBe("ocmf.xml");
        OcmfXml.TryParse("<values/>"u8, out _, out why).ShouldBeFalse();
        why!.Code.ShouldBe("reading.empty");
    }

    private static Rejection? Carry(TestLedger ledger, string record, string to = "charger") =>
        ledger.Apply("ocmf/1", new OcmfPayload(to, record).ToJson(), TestLedger.OtherKey, Roles.Gateway);

    private static OcmfXmlEntry Xml(string path)
    {
        OcmfXml.TryParse(TestData.Read(path), out var entries, out var why).ShouldBeTrue(why?.Detail);
        return entries.ShouldHaveSingleItem();
    }

    private static OcmfRecord Parse(string text)
    {
        OcmfRecord.TryParse(text, out var record, out var why).ShouldBeTrue(why?.Detail);
        return record;
    }
}
