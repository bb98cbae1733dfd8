using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmartBlocks.Energy.Families;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests;

/// <summary>State in memory and a few keys, for trying families one transaction at a time.</summary>
public sealed class TestLedger
{
    public static readonly SigningKey OperatorKey = NewKey();
    public static readonly SigningKey DeviceKey = NewKey();
    public static readonly SigningKey OtherKey = NewKey();
    public static readonly SigningKey GatewayKey = NewKey();

    public static readonly Attestation Attested = new("senml", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", "meter-7");

    private readonly StateOverlay committed = new(new NoState());
    private int nonce;

    public IState State => committed;

    /// <summary>Block time, Saturday 21 November 2026, noon.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static SigningKey NewKey() => SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>A ledger with the site nimbus and the meters main (interval), cell (storage), gas (register), and other (interval, key of its own).</summary>
    public static TestLedger WithMeters()
    {
        var ledger = new TestLedger();
        ledger.Accept(SitePayload.Family, new SiteRegistration("nimbus", "Nimbus", "Europe/Dublin", 51.885m, -8.533m).ToJson(), OperatorKey, Roles.Operator);
        ledger.Accept(Meter("main"));
        ledger.Accept(Meter("cell") with { Direction = Direction.Storage, Parent = "main" });
        ledger.Accept(Meter("gas") with { Commodity = Commodity.Gas, Unit = MeterUnit.CubicMetre, Kind = MeterKind.Register });
        ledger.Accept(Meter("mute") with { Key = null });
        return ledger;
    }

    public static MeterRegistration Meter(string id) => new(
        id, "nimbus", "A meter", Commodity.Electricity, MeterUnit.KilowattHour, Direction.Import, MeterKind.Interval, null, DeviceKey.KeyId);

    public static IntervalPayload Slots(string start, params decimal[] values) => new("main", At(start), 900, [.. values]);

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUniversalTime();

    public void Accept(MeterRegistration meter) => Accept(MeterPayload.Family, meter.ToJson(), OperatorKey, Roles.Operator);

    public void Accept(IntervalPayload payload) => Accept(IntervalPayload.Family, payload.ToJson(), DeviceKey, Roles.Device);

    public void Accept(string family, byte[] payload, SigningKey key, string role) => Apply(family, payload, key, role).ShouldBeNull();

    public Rejection? Apply(IntervalPayload payload) => Apply(IntervalPayload.Family, payload.ToJson(), DeviceKey, Roles.Device);

    public Rejection? Apply(string family, string json, SigningKey? key = null, string role = Roles.Device) =>
        Apply(family, Encoding.UTF8.GetBytes(json), key ?? DeviceKey, role);

    /// <summary>Applies a transaction; a rejected one leaves no trace, as in a block.</summary>
    public Rejection? Apply(string family, byte[] payload, SigningKey key, string role, string? origin = null)
    {
        var now = Now.ToUnixTimeMilliseconds();
        var transaction = Transaction.Sign(key, "test", family, payload, now, $"n{nonce++}");
        var entry = new KeyEntry(key.KeyId, key.PublicKey.ToJwk(), "party", role, Origin: origin);
        var draft = new StateOverlay(committed);
        var speaks = EnergyFamilies.All.Single(f => f.Name == family);
        var context = new TransactionContext(transaction, 1, now, nonce, entry);
        var why = (speaks.Submitters.IsEmpty ? null : context.RequireRole([.. speaks.Submitters])) ?? speaks.Apply(context, draft);
        if (why is not null)
            return why;
        foreach (var (path, value) in draft.Changes)
        {
            if (value is { } bytes)
                committed.Set(path, bytes.Span);
            else
                committed.Delete(path);
        }
        return null;
    }

    private sealed class NoState : IStateReader
    {
        public ReadOnlyMemory<byte>? Get(string path) => null;

        public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Range(string prefix, string? after = null) => [];
    }
}
