using System.Globalization;
using System.Text;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.Energy.Tests.Formats;

public sealed class P1TelegramTests
{
    private readonly MeterRegistration import = TestLedger.Meter("p1") with { Kind = MeterKind.Register };

    /// <summary>A small telegram with a right CRC.</summary>
    public static byte[] Telegram(params string[] lines)
    {
        var body = "/ISK5\\2MT382-1000\r\n\r\n" + string.Concat(lines.Select(line => line + "\r\n")) + "!";
        var crc = Crc16.Of(Encoding.ASCII.GetBytes(body));
        return Encoding.ASCII.GetBytes(body + crc.ToString("X4", CultureInfo.InvariantCulture) + "\r\n");
    }

    [Fact]
    public void The_checksum_is_CRC_16_ARC() => Crc16.Of("123456789"u8).ShouldBe((ushort)0xBB3D);

    [Fact]
    public void A_telegram_of_version_42_from_a_real_meter_is_read()
    {
        var telegram = Parse(TestData.Read("dsmr/v4.2.txt"));
        telegram.Identification.ShouldBe("KFM5KAIFA-METER");
        telegram.Version.ShouldBe("42");
        telegram.At.ShouldBe(TestLedger.At("2016-11-13T19:57:57Z"));
        telegram.Imported.ShouldBe(1581.123m + 1435.706m);
        telegram.Exported.ShouldBe(0m);
        telegram.PowerKw.ShouldBe(2.027m);
        telegram.Devices.ShouldBe([new P1Device(1, 3, TestLedger.At("2016-11-29T19:00:00Z"), new P1Value(981.443m, "m3"))]);
    }

    [Fact]
    public void A_telegram_of_version_50_from_a_real_meter_is_read()
    {
        var telegram = Parse(TestData.Read("dsmr/v5.txt"));
        telegram.Version.ShouldBe("50");
        telegram.Equipment.ShouldBe("K8EG004046395507");
        telegram.Value("1-0:1.8.2").ShouldBe(new P1Value(2.399m, "kWh"));
        telegram.Exported.ShouldBe(2.444m);
        telegram.TryGetReading(import, out var readings, out _).ShouldBeTrue();
        readings.Registers.ShouldBe([new RegisterReading(TestLedger.At("2017-01-02T18:20:02Z"), 6.825m)]);
        var gas = import with { Commodity = Commodity.Gas, Unit = MeterUnit.CubicMetre };
        telegram.TryGetReading(gas, out readings, out _).ShouldBeTrue();
        readings.Registers.ShouldBe([new RegisterReading(TestLedger.At("2017-01-02T15:10:05Z"), 0.107m)]);
        telegram.TryGetReading(import with { Commodity = Commodity.Water, Unit = MeterUnit.Litre }, out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe("p1.channel");
        telegram.TryGetReading(TestLedger.Meter("p1"), out _, out why).ShouldBeFalse();
        why!.Code.ShouldBe("kind.mismatch");
    }

    [Fact]
    public void Any_flipped_bit_of_a_real_telegram_is_found()
    {
        var good = TestData.Read("dsmr/v4.2.txt");
        for (var i = 0; i < good.Length - 2; i++)
        {
            var bad = good.ToArray();
            bad[i] ^= (byte)(1 << (i % 5));
            if (bad[i] is (byte)'\r' or (byte)'\n' || char.ToUpperInvariant((char)bad[i]) == char.ToUpperInvariant((char)good[i]))
                continue;
            P1Telegram.TryParse(bad, out _, out var why).ShouldBeFalse($"byte {i}");
            why!.Code.ShouldStartWith("p1.");
        }
    }

    [Fact]
    public void The_flag_says_summer_or_winter_in_the_hour_that_is_there_twice()
    {
        Parse(Telegram("0-0:1.0.0(261025023000S)", "1-0:1.8.1(1.0*kWh)")).At.ShouldBe(TestLedger.At("2026-10-25T00:30:00Z"));
        Parse(Telegram("0-0:1.0.0(261025023000W)", "1-0:1.8.1(1.0*kWh)")).At.ShouldBe(TestLedger.At("2026-10-25T01:30:00Z"));
    }

    [Theory]
    [InlineData("0-0:1.0.0(261025023000)", "time.form")]
    [InlineData("0-0:1.0.0(261325023000W)", "time.form")]
    [InlineData("1-0:1.8.1(0x1*kWh)", "reading.notNumber")]
    [InlineData("1-0:1.8.1(NaN*kWh)", "reading.notNumber")]
    [InlineData("1-0:1.8.1(-1.0*kWh)", "reading.notNumber")]
    [InlineData("1-0:1.8.1(1.0*MWh)", "unit.mismatch")]
    [InlineData("1-0:1.8.1 1.0", "p1.form")]
    [InlineData("1-0:2.8.1(1.0*kWh)", "payload.missing")]
    public void Lines_that_break_a_rule_are_refused(string line, string code)
    {
        P1Telegram.TryParse(Telegram(line), out var telegram, out var why).ShouldBeFalse();
        why!.Code.ShouldBe(code);
        telegram.ShouldNotBeNull();
    }

    [Fact]
    public void A_wrong_or_missing_checksum_is_refused()
    {
        var telegram = Telegram("0-0:1.0.0(261025023000W)");
        P1Telegram.TryParse(telegram.AsSpan(0, telegram.Length - 6), out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe("p1.crc");
        P1Telegram.TryParse("hello"u8, out _, out why).ShouldBeFalse();
        why!.Code.ShouldBe("p1.form");
    }

    [Fact]
    public void Telegrams_are_found_in_a_stream_that_begins_anywhere()
    {
        var one = Telegram("0-0:1.0.0(261025023000W)", "1-0:1.8.1(1.0*kWh)");
        var two = Telegram("0-0:1.0.0(261025023010W)", "1-0:1.8.1(1.1*kWh)");
        byte[] stream = [.. one[20..], .. one, .. "noise"u8, .. two, .. one[..30]];
        for (var chunk = 1; chunk < 50; chunk += 7)
        {
            var framer = new P1Framer();
            stream.Chunk(chunk).SelectMany(bytes => framer.Push(bytes)).ToList().ShouldBe([one, two]);
        }
        var endless = new P1Framer();
        endless.Push(Encoding.ASCII.GetBytes("/" + new string('x', 100_000))).ShouldBeEmpty();
        endless.Push(one).ShouldHaveSingleItem();
    }

    private static P1Telegram Parse(byte[] bytes)
    {
        P1Telegram.TryParse(bytes, out var telegram, out var why).ShouldBeTrue(why?.Detail);
        return telegram;
    }
}
