using System.Collections.Immutable;

namespace SmartBlocks.Energy;

/// <summary>Slots of one length that follow each other without a gap.</summary>
/// <param name="StartSecond">Start of the first slot, seconds after midnight UTC.</param>
/// <param name="Seconds">Length of each slot.</param>
/// <param name="Quality">Quality of all of them.</param>
/// <param name="Attested">Format the gateway vouched for; null when the meter's own key signed them.</param>
/// <param name="Values">What was recorded, never changed afterwards.</param>
public sealed record DayRun(int StartSecond, int Seconds, Quality Quality, string? Attested, ImmutableArray<decimal> Values)
{
    public int EndSecond => StartSecond + Seconds * Values.Length;
}

/// <summary>A correction: other values for slots that stay on record as they were.</summary>
/// <param name="StartSecond">Start of the first corrected slot, seconds after midnight UTC.</param>
/// <param name="Seconds">Length of each slot.</param>
/// <param name="Values">The effective values.</param>
/// <param name="Reason">Why, in the corrector's words.</param>
/// <param name="By">Key id of who corrected.</param>
/// <param name="Transaction">Id of the transaction that corrected.</param>
public sealed record DayCorrection(int StartSecond, int Seconds, ImmutableArray<decimal> Values, string Reason, string By, string Transaction)
{
    public int EndSecond => StartSecond + Seconds * Values.Length;
}

/// <summary>One reading of a cumulative register.</summary>
/// <param name="Second">When, seconds after midnight UTC.</param>
/// <param name="Value">What it showed.</param>
/// <param name="Attested">Format the gateway vouched for; null when the meter's own key signed it.</param>
public sealed record DayRegister(int Second, decimal Value, string? Attested = null);

/// <summary>One slot as recorded, and as it counts.</summary>
/// <param name="Interval">The slot with its effective value.</param>
/// <param name="Recorded">The value first recorded; differs from the effective one after a correction.</param>
/// <param name="Attested">Format the gateway vouched for; null when the meter's own key signed it.</param>
/// <param name="Correction">The correction that made the value effective, if any.</param>
public readonly record struct RecordedInterval(Interval Interval, decimal Recorded, string? Attested = null, DayCorrection? Correction = null);

/// <summary>
/// The state entry <c>meter/&lt;meter&gt;/&lt;yyyy-MM-dd&gt;</c>: everything recorded for a meter on one UTC day. Canonical JSON, equal for equal
/// content whatever order it arrived in: <c>{"corrections":[…],"registers":[["10:00:00","123.4"],…],"runs":[{"start":"00:00","seconds":900,"values":["1.2",…]},…]}</c>
/// with runs sorted and as long as they can be, registers in order of time, corrections in order of arrival, absent parts left out.
/// </summary>
public sealed record DayEntry(ImmutableArray<DayCorrection> Corrections, ImmutableArray<DayRegister> Registers, ImmutableArray<DayRun> Runs)
{
    /// <summary>The largest entry, in bytes: a reading a minute takes some 15,000. What would make it larger is refused with <c>day.full</c>.</summary>
    public const int MaxBytes = 262_144;

    /// <summary>A day with nothing recorded.</summary>
    public static readonly DayEntry Empty = new([], [], []);

    /// <summary>The slots of the day with their effective values, in order of time.</summary>
    public IEnumerable<RecordedInterval> Intervals(DateOnly day)
    {
        var midnight = UtcTime.StartOf(day);
        foreach (var run in Runs)
        {
            for (var i = 0; i < run.Values.Length; i++)
            {
                var second = run.StartSecond + i * run.Seconds;
                var (value, correction) = Effective(run, i, second);
                yield return new(new(midnight.AddSeconds(second), run.Seconds, value, run.Quality), run.Values[i], run.Attested, correction);
            }
        }
    }

    /// <summary>The register readings of the day, in order of time.</summary>
    public IEnumerable<RegisterReading> RegisterReadings(DateOnly day)
    {
        var midnight = UtcTime.StartOf(day);
        return Registers.Select(register => new RegisterReading(midnight.AddSeconds(register.Second), register.Value));
    }

    /// <summary>The recorded and the effective value of the slot that starts at a second of the day and has this length, if there is one.</summary>
    public (decimal Recorded, decimal Effective)? Slot(int startSecond, int seconds)
    {
        foreach (var run in Runs)
        {
            if (run.Seconds == seconds && startSecond >= run.StartSecond && startSecond < run.EndSecond && (startSecond - run.StartSecond) % seconds == 0)
            {
                var i = (startSecond - run.StartSecond) / seconds;
                return (run.Values[i], Effective(run, i, startSecond).Value);
            }
        }
        return null;
    }

    /// <summary>Whether any recorded slot lies, even in part, between two seconds of the day.</summary>
    public bool Overlaps(int startSecond, int endSecond)
    {
        foreach (var run in Runs)
        {
            if (startSecond < run.EndSecond && run.StartSecond < endSecond)
                return true;
        }
        return false;
    }

    /// <summary>The entry with a run more, which overlaps none of its slots.</summary>
    public DayEntry With(DayRun added)
    {
        var runs = new List<DayRun>(Runs.Length + 1);
        foreach (var run in Runs.Add(added).OrderBy(run => run.StartSecond))
        {
            if (runs.Count > 0 && Continues(runs[^1], run))
                runs[^1] = runs[^1] with { Values = runs[^1].Values.AddRange(run.Values) };
            else
                runs.Add(run);
        }
        return this with { Runs = [.. runs] };
    }

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson() => DayEntryJson.Write(this);

    /// <summary>Reads a state entry.</summary>
    /// <exception cref="FormatException">The bytes are not a day entry.</exception>
    public static DayEntry Parse(ReadOnlySpan<byte> json) => DayEntryJson.Read(json);

    private static bool Continues(DayRun before, DayRun run) =>
        before.EndSecond == run.StartSecond && before.Seconds == run.Seconds && before.Quality == run.Quality && before.Attested == run.Attested;

    private (decimal Value, DayCorrection? Correction) Effective(DayRun run, int index, int second)
    {
        for (var i = Corrections.Length - 1; i >= 0; i--)
        {
            var correction = Corrections[i];
            if (second >= correction.StartSecond && second < correction.EndSecond)
                return (correction.Values[(second - correction.StartSecond) / correction.Seconds], correction);
        }
        return (run.Values[index], null);
    }
}
