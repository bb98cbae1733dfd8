using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Formats;

/// <summary>A payload that nobody has signed yet.</summary>
/// <param name="Family">The family that carries it, such as <c>interval/1</c>.</param>
/// <param name="Payload">Canonical JSON.</param>
public sealed record UnsignedReading(string Family, byte[] Payload);

/// <summary>What a message said about one meter: slots or register readings, in order of time.</summary>
public sealed record DecodedReadings(ImmutableArray<Interval> Intervals, ImmutableArray<RegisterReading> Registers)
{
    public static DecodedReadings Of(IEnumerable<Interval> intervals) => new([.. intervals], []);

    public static DecodedReadings Of(IEnumerable<RegisterReading> registers) => new([], [.. registers]);

    /// <summary>The payloads to sign: slots that follow each other share one, up to its limit.</summary>
    public IEnumerable<UnsignedReading> ToPayloads(string meter, Attestation? attested = null, int maxValues = IntervalPayload.MaxValues)
    {
        foreach (var run in Runs(maxValues))
        {
            var values = run.Select(interval => interval.Value).ToImmutableArray();
            var payload = new IntervalPayload(meter, run[0].Start, run[0].Seconds, values, run[0].Quality, Attested: attested);
            yield return new(IntervalPayload.Family, payload.ToJson());
        }
        foreach (var chunk in Registers.Chunk(Math.Min(maxValues, RegisterPayload.MaxReadings)))
            yield return new(RegisterPayload.Family, new RegisterPayload(meter, [.. chunk], Attested: attested).ToJson());
    }

    /// <summary>Slots cut into runs that one payload can carry: same length, same quality, no gap.</summary>
    public IEnumerable<IReadOnlyList<Interval>> Runs(int maxValues)
    {
        List<Interval> run = [];
        foreach (var interval in Intervals)
        {
            if (run.Count == maxValues || (run.Count > 0
                && (run[^1].End != interval.Start || run[^1].Seconds != interval.Seconds || run[^1].Quality != interval.Quality)))
            {
                yield return run;
                run = [];
            }
            run.Add(interval);
        }
        if (run.Count > 0)
            yield return run;
    }

    /// <summary>Null when every value and time is one the ledger can write.</summary>
    public Rejection? Check()
    {
        foreach (var interval in Intervals)
        {
            if ((CheckTime(interval.Start) ?? CheckValue(interval.Value) ?? Slots.CheckLength("seconds", interval.Seconds)
                ?? Slots.CheckAligned("start", interval.Start, interval.Seconds)) is { } why)
                return why;
        }
        foreach (var register in Registers)
        {
            if ((CheckTime(register.At) ?? CheckValue(register.Value)) is { } why)
                return why;
        }
        return Intervals.IsEmpty && Registers.IsEmpty
            ? Reject.Because("reading.empty", "message", null, "holds no reading of this meter")
            : null;
    }

    private static Rejection? CheckTime(DateTimeOffset time) => UtcTime.Fits(time)
        ? null
        : Reject.Because("time.form", "time", UtcTime.Format(time), "must be a whole second of the years 2000 to 2099");

    private static Rejection? CheckValue(decimal value) => DecimalText.Fits(value) ? null : Reject.Because(
        "reading.digits", "value", value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        $"must have at most {DecimalText.MaxDigits} digits, {DecimalText.MaxFractionDigits} of them after the point");
}
