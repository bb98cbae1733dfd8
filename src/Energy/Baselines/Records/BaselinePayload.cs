using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// Payload of <c>baseline/1</c>: a fitted baseline with the range and the digest of the data it was fitted to. State entry and payload are the same.
/// </summary>
/// <param name="Baseline">Its name, unique for the meter.</param>
/// <param name="Meter">The meter, of kind interval.</param>
/// <param name="Method">How it was fitted.</param>
/// <param name="From">Start of the baseline period, midnight UTC.</param>
/// <param name="To">Its end, midnight UTC, which is not included; at most 400 days later.</param>
/// <param name="Data">Digest of the data, as <see cref="BaselineData.Digest"/>.</param>
/// <param name="Result">The fitted model, exactly as <see cref="BaselineResult.ToJson"/> writes it.</param>
public sealed record BaselinePayload(string Baseline, string Meter, BaselineMethod Method, DateTimeOffset From, DateTimeOffset To, string Data, string Result)
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "baseline/1";

    private static readonly string[] Fields = ["baseline", "meter", "method", "from", "to", "data", "result"];

    /// <summary>The model.</summary>
    public BaselineResult Model => BaselineResult.Parse(Method, Result);

    /// <summary>Fits a baseline to what a ledger has.</summary>
    public static bool TryFit(
        IStateReader state, string baseline, MeterRegistration meter, BaselineMethod method, DateTimeOffset from, DateTimeOffset to, out BaselinePayload payload, out Rejection? why)
    {
        ArgumentNullException.ThrowIfNull(meter);
        payload = new BaselinePayload(baseline, meter.Meter, method, from, to, "", "{}");
        why = Identifiers.Check("baseline", baseline) ?? CheckRange(from, to) ?? CheckMeter(meter);
        if (why is not null)
            return false;
        var data = BaselineData.Of(state, meter, from, to);
        if (!BaselineResult.TryFit(method, meter, data, out var result, out why))
            return false;
        payload = payload with { Data = data.Digest, Result = result.ToJson() };
        return true;
    }

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson() => new JsonText(512 + Result.Length)
        .Raw("{\"baseline\":"u8).String(Baseline)
        .Raw(",\"meter\":"u8).String(Meter)
        .Raw(",\"method\":"u8).String(Method.Text())
        .Raw(",\"from\":"u8).Time(From)
        .Raw(",\"to\":"u8).Time(To)
        .Raw(",\"data\":"u8).String(Data)
        .Raw(",\"result\":"u8).Raw(System.Text.Encoding.UTF8.GetBytes(Result))
        .Raw("}"u8).ToArray();

    /// <summary>Reads and checks everything that can be checked without the state.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out BaselinePayload payload, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        payload = new(
            fields.Identifier("baseline"), fields.Identifier("meter"), fields.Word("method", Vocabulary.BaselineMethods), fields.Time("from"), fields.Time("to"),
            fields.Text("data", 43), fields.RawObject("result"));
        if (fields.Problem is null)
            fields.Fail(CheckRange(payload.From, payload.To));
        why = fields.Problem;
        return why is null;
    }

    /// <summary>Reads a state entry.</summary>
    /// <exception cref="FormatException">The bytes are not such an entry.</exception>
    public static BaselinePayload Parse(ReadOnlyMemory<byte> json) => TryParse(json, out var payload, out var why) ? payload : throw new FormatException(why!.Detail);

    internal static Rejection? CheckMeter(MeterRegistration meter) => meter.Kind == MeterKind.Interval ? null : Reject.Because(
        "kind.mismatch", "meter", meter.Meter, "is a register; a baseline needs readings per slot of time");

    private static Rejection? CheckRange(DateTimeOffset from, DateTimeOffset to)
    {
        if (from.TimeOfDay != TimeSpan.Zero)
            return Reject.Because("baseline.range", "from", UtcTime.Format(from), "must be midnight UTC");
        if (to.TimeOfDay != TimeSpan.Zero)
            return Reject.Because("baseline.range", "to", UtcTime.Format(to), "must be midnight UTC");
        return to > from && to <= from.AddDays(BaselineData.MostDays) ? null : Reject.Because(
            "baseline.range", "to", UtcTime.Format(to), $"must be 1 to {BaselineData.MostDays} days after from, {UtcTime.Format(from)}");
    }
}
