using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using SmartBlocks.Energy;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Benchmarks.Harness;

/// <summary>Meters with keys of their own, registered on a ledger, and their readings signed ahead of the measurement.</summary>
public sealed class Plant
{
    readonly string ledger;
    readonly SigningKey[] keys;
    readonly DateTimeOffset start;
    readonly long signedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    int next;

    Plant(string ledger, SigningKey[] keys)
    {
        this.ledger = ledger;
        this.keys = keys;
        // Whole quarter hours, far enough back that no reading of any run lies in the future.
        start = new DateTimeOffset(DateTimeOffset.UtcNow.UtcDateTime.Date.AddDays(-300), TimeSpan.Zero);
    }

    /// <summary>Founds a ledger and registers meters on it.</summary>
    public static async Task<Plant> CreateAsync(LedgerHost host, int meters)
    {
        var plant = new Plant(host.LedgerId,
            [.. Enumerable.Range(0, meters).Select(_ => SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256)))]);
        var founder = host.Operator;
        var registrations = new List<Transaction>
        {
            plant.Sign(founder, "site/1", """{"site":"plant","name":"Plant","timeZone":"Europe/Dublin","latitude":"51.885","longitude":"-8.533"}"""),
        };
        for (var number = 0; number < meters; number++)
        {
            var key = plant.keys[number];
            registrations.Add(
                plant.Sign(founder, "key/1", $$"""{"op":"register","jwk":{{key.PublicKey.ToJwk()}},"party":"bench","role":"device"}"""));
            registrations.Add(
                plant.Sign(founder, "meter/1",
                $$"""{"meter":"{{Meter(number)}}","site":"plant","name":"{{Meter(number)}}","commodity":"electricity","unit":"kWh","direction":"import","kind":"interval","key":"{{key.KeyId}}","resolutionSeconds":900}"""));
        }

        foreach (var some in registrations.Chunk(500))
        {
            var result = await host.Ledger.Submit(new SubmitRequest([.. some.Select(transaction => transaction.Bytes)]));
            if (result.Outcomes.FirstOrDefault(outcome => outcome.Status != BatchStatus.Committed) is { } refused)
                throw new InvalidOperationException($"A meter was not registered: {refused.Rejection}");
        }

        return plant;
    }

    /// <summary>The next readings: one value each, one meter after the other, each meter's in the order of time.</summary>
    public IReadOnlyList<Transaction> Sign(int count) => Next(count, meter => keys[meter]);

    /// <summary>
    /// The next readings, of the same shape, with noise for signatures, and marked as if that had been verified: for growing a ledger that is
    /// not itself what is measured, at a fraction of the time.
    /// </summary>
    public IReadOnlyList<Transaction> Forge(int count)
    {
        var forgers = keys.Select(key => new Forger(key.PublicKey)).ToArray();
        var readings = Next(count, meter => forgers[meter]);
        foreach (var reading in readings) Verified(reading) = 1;
        return readings;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_verified")]
    static extern ref int Verified(Transaction reading);

    sealed class Forger(PublicKey key) : ISigner
    {
        public PublicKey PublicKey => key;

        public byte[] Sign(ReadOnlySpan<byte> data) => RandomNumberGenerator.GetBytes(Ledger.PublicKey.SignatureSize);
    }

    Transaction[] Next(int count, Func<int, ISigner> signer)
    {
        var first = next;
        next += count;
        var readings = new Transaction[count];
        Parallel.For(0, count, at =>
        {
            var (slot, meter) = Math.DivRem(first + at, keys.Length);
            var value = 0.25m + (first + at) % 1000 / 1000m;
            var payload = new IntervalPayload(Meter(meter), start.AddSeconds(900L * slot), 900, ImmutableArray.Create(value)).ToJson();
            readings[at] = Transaction.Sign(signer(meter), ledger, IntervalPayload.Family, payload, signedAt, (first + at)
                .ToString("x16", CultureInfo.InvariantCulture));
        });
        return readings;
    }

    /// <summary>The meters' public keys as the base library's own objects, for one thread.</summary>
    public Dictionary<string, ECDsa> ImportKeys() => keys.ToDictionary(key => key.KeyId, key =>
    {
        var imported = ECDsa.Create();
        imported.ImportSubjectPublicKeyInfo(key.PublicKey.ToSubjectPublicKeyInfo(), out _);
        return imported;
    }, StringComparer.Ordinal);

    static string Meter(int number) => string.Create(CultureInfo.InvariantCulture, $"meter-{number:0000}");

    Transaction Sign(ISigner key, string family, string payload) =>
        Transaction.Sign(key, ledger, family, Encoding.UTF8.GetBytes(payload), signedAt,
            RandomNumberGenerator.GetHexString(16, lowercase: true));
}
