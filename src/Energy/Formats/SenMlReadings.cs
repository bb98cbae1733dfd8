using System.Collections.Immutable;
using System.Globalization;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Formats;

/// <summary>
/// From a SenML pack to readings of one meter. Records in a unit the meter can be counted in are its readings, or, where several names have
/// one, those whose name ends in the meter's identifier. For a register meter the value is what the register showed, and a sum <c>s</c> in W·s is an
/// energy register too. For an interval meter the value is the energy of the slot that ends at the record's time; its length is <c>ut</c>, or else
/// the meter's own resolution.
/// </summary>
public static class SenMlReadings
{
    /// <summary>Picks and converts the meter's records.</summary>
    public static bool TrySelect(ImmutableArray<SenMlRecord> pack, MeterRegistration meter, out DecodedReadings readings, out Rejection? why)
    {
        readings = DecodedReadings.Of(Array.Empty<Interval>());
        try
        {
            if (!TryMatch(pack, meter, out var matches, out why))
                return false;
            if (meter.Kind == MeterKind.Register)
            {
                readings = DecodedReadings.Of(matches.Select(match => new RegisterReading(match.Record.Time, match.Value)).OrderBy(reading => reading.At));
                return true;
            }
            return TrySlots(matches, meter, out readings, out why);
        }
        catch (OverflowException)
        {
            why = Reject.Because("reading.digits", "v", null, "is too large to convert");
            return false;
        }
    }

    private static bool TryMatch(ImmutableArray<SenMlRecord> pack, MeterRegistration meter, out List<(SenMlRecord Record, decimal Value)> matches, out Rejection? why)
    {
        var found = matches = [];
        foreach (var record in pack)
        {
            if (record.Value is { } value && PhysicalUnits.TryConvert(value, record.Unit, meter.Unit, out var converted))
                matches.Add((record, converted));
            else if (meter.Kind == MeterKind.Register && record is { Sum: { } sum, Unit: "W" } && PhysicalUnits.TryConvert(sum, "J", meter.Unit, out converted))
                matches.Add((record, converted));
        }
        if (matches.Count == 0)
        {
            var units = string.Join(", ", pack.Select(record => record.Unit.Length == 0 ? "none" : record.Unit).Distinct().Take(5));
            why = Reject.Because("unit.mismatch", "u", units, $"no record is in a unit that converts to {meter.Unit.Text()}, which meter {meter.Meter} counts in");
            return false;
        }
        if (found.Exists(match => match.Record.Name != found[0].Record.Name))
        {
            var names = string.Join(", ", found.Select(match => match.Record.Name).Distinct().Take(5));
            var named = matches = found.FindAll(match => IsNamed(match.Record.Name, meter.Meter));
            if (named.Count == 0 || named.Exists(match => match.Record.Name != named[0].Record.Name))
            {
                why = Reject.Because("senml.name", "n", names, $"several could be meter {meter.Meter}; exactly one name must end in it");
                return false;
            }
        }
        why = null;
        return true;
    }

    private static bool IsNamed(string name, string meter) =>
        name.EndsWith(meter, StringComparison.Ordinal) && (name.Length == meter.Length || name[^(meter.Length + 1)] is ':' or '/' or '.' or '_');

    private static bool TrySlots(List<(SenMlRecord Record, decimal Value)> matches, MeterRegistration meter, out DecodedReadings readings, out Rejection? why)
    {
        readings = DecodedReadings.Of(Array.Empty<Interval>());
        var slots = new List<Interval>(matches.Count);
        foreach (var (record, value) in matches)
        {
            var seconds = record.UpdateSeconds ?? meter.ResolutionSeconds ?? 0;
            if (seconds == 0)
            {
                why = Reject.Because("senml.interval", "ut", null, "is required: the meter has no resolution, so the length of the slot is unknown");
                return false;
            }
            if (seconds != decimal.Truncate(seconds) || seconds is < 0 or > Slots.MaxSeconds)
            {
                why = Reject.Because("reading.seconds", "ut", seconds.ToString(CultureInfo.InvariantCulture), "must be whole seconds that divide a day");
                return false;
            }
            slots.Add(new(record.Time.AddSeconds(-(int)seconds), (int)seconds, value));
        }
        readings = DecodedReadings.Of(slots.OrderBy(slot => slot.Start));
        why = null;
        return true;
    }
}
