using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary>Puts register readings on record, for the families that yield them.</summary>
internal static class RegisterRecorder
{
    /// <summary>Null when the readings follow the recorded ones; <c>reading.duplicate</c> when all of them are already recorded.</summary>
    public static Rejection? CheckNew(IState state, string meter, ReadOnlySpan<RegisterReading> readings)
    {
        if (state.MeterHead(meter) is not { } head)
            return null;
        var why = RegisterRules.CheckAfter(new(head.End, head.Value), readings[0], "readings[0]");
        return why is not null && CountRecorded(state, meter, readings) == readings.Length
            ? Reject.Because("reading.duplicate", "readings[0].at", UtcTime.Format(readings[0].At), "the same readings are already recorded")
            : why;
    }

    /// <summary>How many readings, from the first on, are on record with the same value.</summary>
    public static int CountRecorded(IState state, string meter, ReadOnlySpan<RegisterReading> readings)
    {
        for (var i = 0; i < readings.Length; i++)
        {
            var reading = readings[i];
            var second = (int)reading.At.TimeOfDay.TotalSeconds;
            var day = state.MeterDay(meter, UtcTime.DayOf(reading.At));
            if (!day.Registers.Any(register => register.Second == second && register.Value == reading.Value))
                return i;
        }
        return readings.Length;
    }

    /// <summary>Records readings that were checked.</summary>
    public static Rejection? Record(
        TransactionContext context, IState state, MeterRegistration meter, ReadOnlySpan<RegisterReading> readings, string? attested)
    {
        var head = state.MeterHead(meter.Meter);
        foreach (var reading in readings)
        {
            var path = EnergyPaths.Day(meter.Meter, UtcTime.DayOf(reading.At));
            var register = new DayRegister((int)reading.At.TimeOfDay.TotalSeconds, reading.Value, attested);
            var json = DayEntryJson.AppendRegister(state.Get(path), register);
            if (MeterRules.SetDay(state, meter.Meter, path, json) is { } full)
                return full;
        }
        var last = readings[^1];
        var next = new MeterHead(
            head?.First ?? readings[0].At, last.At, 0, last.Value, Quality.Measured, attested, readings.Length + (head?.Count ?? 0));
        state.Set(EnergyPaths.Head(meter.Meter), next.ToJson());
        context.Emit(EnergyEvents.Accepted(meter, readings));
        return null;
    }
}
