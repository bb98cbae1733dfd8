using System.Text;
using SmartBlocks.Energy.Formats;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Formats;

/// <summary>Ten thousand damaged messages of each format: a rejection that says something, or readings the ledger could write, and never an exception.</summary>
public sealed class MutationTests
{
    private const int Rounds = 10_000;
    private static readonly DateTimeOffset Received = TestLedger.At("2026-11-21T12:00:00Z");

    private readonly MeterRegistration register = TestLedger.Meter("m1") with { Kind = MeterKind.Register };

    [Fact]
    public void SenML() => Try("senml", TestLedger.Meter("m1") with { ResolutionSeconds = 900 }, """
        [{"bn":"urn:dev:m1","bt":1795262400,"bu":"kWh","bver":10,"bv":1e2,"v":1.25},{"t":900,"v":2.5e-1,"ut":900},{"n":":x","u":"W","vs":"étage \u00e9"},{"t":-900,"v":3,"s":7}]
        """u8.ToArray(), reseal: null);

    [Fact]
    public void P1() => Try("p1", register, P1TelegramTests.Telegram(
        "1-3:0.2.8(50)", "0-0:1.0.0(261121120000W)", "0-0:96.1.1(4B384547303034303436333935353037)", "1-0:1.8.1(000004.426*kWh)", "1-0:1.8.2(000002.399*kWh)",
        "1-0:99.97.0(1)(0-0:96.7.19)(000104180320W)(0000237126*s)", "0-1:24.1.0(003)", "0-1:24.2.1(170102161005W)(00000.107*m3)"), Reseal);

    [Fact]
    public void OCMF() => Try("ocmf", register, Encoding.UTF8.GetBytes(OcmfTests.Record(
        """{"TM":"2026-11-21T10:03:15,000+0100 S","TX":"B","EF":"","ST":"G","RV":0.2596,"RI":"1-b:1.8.0","RU":"kWh"},{"TM":"2026-11-21T11:03:36,250+0100 S","TX":"E","RV":8.5}""")), null);

    [Fact]
    public void CSV() => Try("csv", TestLedger.Meter("m1"), "datetime,load [kWh]\n2018-01-01 00:00:00,65.8\n2018-01-01 01:00:00,134.7\n2018-01-01T02:00:00+00:00,1e1\n"u8.ToArray(), null);

    [Fact]
    public void Payloads_of_families()
    {
        var ledger = TestLedger.WithMeters();
        Mutate("""{"meter":"main","start":"2026-11-20T10:00:00Z","seconds":900,"values":["1.234","2"],"quality":"measured","attested":{"format":"p1","digest":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU","by":"é\ud83d\ude00"}}"""u8.ToArray(), null, bytes =>
        {
            var good = IntervalPayload.TryParse(bytes, out var payload, out var why);
            if (good)
                IntervalPayload.TryParse(payload.ToJson(), out _, out _).ShouldBeTrue();
            return good ? null : why;
        });
        ledger.State.MeterHead("main").ShouldBeNull();
    }

    /// <summary>Puts a right CRC at the end, so that damage is found by reading and not by the CRC alone.</summary>
    private static byte[] Reseal(byte[] telegram, Random random)
    {
        var end = Array.IndexOf(telegram, (byte)'!');
        if (end < 0 || random.Next(4) == 0)
            return telegram;
        var crc = Crc16.Of(telegram.AsSpan(0, end + 1)).ToString("X4", System.Globalization.CultureInfo.InvariantCulture);
        return [.. telegram[..(end + 1)], .. Encoding.ASCII.GetBytes(crc), (byte)'\r', (byte)'\n'];
    }

    private static void Try(string format, MeterRegistration meter, byte[] message, Func<byte[], Random, byte[]>? reseal)
    {
        MeterMessage.TryDecode(format, message, meter, Received, null, out _, out var wrong).ShouldBeTrue(wrong?.Detail);
        Mutate(message, reseal, bytes =>
        {
            if (!MeterMessage.TryDecode(format, bytes, meter, Received, null, out var payloads, out var why))
                return why;
            foreach (var payload in payloads.Where(payload => payload.Family == IntervalPayload.Family))
                IntervalPayload.TryParse(payload.Payload, out _, out var bad).ShouldBeTrue(bad?.Detail);
            return null;
        });
    }

    private static void Mutate(byte[] message, Func<byte[], Random, byte[]>? reseal, Func<byte[], Rejection?> read)
    {
        var random = new Random(20261121);
        var rejected = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = message.ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
                Change(bytes, message, random);
            byte[] damaged = [.. bytes];
            var why = read(reseal is null ? damaged : reseal(damaged, random));
            if (why is null)
                continue;
            rejected++;
            why.Code.ShouldMatch("^[a-z0-9]+(\\.[a-zA-Z0-9]+)+$");
            why.Detail.ShouldNotBeNullOrWhiteSpace();
            why.Detail.Length.ShouldBeLessThan(2_000);
        }
        rejected.ShouldBeInRange(Rounds / 3, Rounds);
    }

    private static void Change(List<byte> bytes, byte[] original, Random random)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)random.Next(256));
            return;
        }
        var at = random.Next(bytes.Count);
        switch (random.Next(7))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: bytes.RemoveAt(at); break;
            case 3: bytes.Insert(at, (byte)"0123456789eE+-.\"[]{},:|()*!/\\"[random.Next(29)]); break;
            case 4: bytes.RemoveRange(at, random.Next(bytes.Count - at)); break;
            case 5: bytes.InsertRange(at, original[..random.Next(original.Length)]); break;
            default: bytes[at] = bytes[random.Next(bytes.Count)]; break;
        }
    }
}
