using SmartBlocks.Energy;

namespace SmartBlocks.BlockMeter.Simulation;

/// <summary>
/// The Nimbus site from minute to minute: the same seed gives the same series, whenever and in whatever pieces it is asked for. Noise is counter-based;
/// what has memory – battery, CHP, gas register – is carried from UTC midnight to UTC midnight in checkpoints since the commissioning, which cost a fraction
/// of a millisecond a day and are made once. Thread safe.
/// </summary>
/// <param name="seed">Another seed is another weather and other people.</param>
/// <param name="commissioned">The day the meters began to count; the gas register showed 0 then. 1 January 2026 when null.</param>
public sealed class NimbusModel(ulong seed = 1, DateOnly? commissioned = null)
{
    private const int MinutesPerDay = 1440;
    private const int DaysKept = 16;
    private const decimal UnitsPerKwh = 10_000m;

    private readonly Noise noise = new(seed * 0x9E3779B97F4A7C15UL + 0x1234567);
    private readonly DateOnly firstDay = commissioned ?? new DateOnly(2026, 1, 1);
    private readonly SiteCalendar calendar = SiteCalendar.For(NimbusSite.TimeZone);
    private readonly List<NimbusState> midnights = [new NimbusState { StoredKwh = 24 }];
    private readonly Dictionary<int, NimbusMinute[]> days = [];
    private readonly Lock gate = new();

    /// <summary>The day the series begins.</summary>
    public DateOnly Commissioned => firstDay;

    /// <summary>The slot that starts at an instant.</summary>
    /// <param name="start">UTC, a whole minute.</param>
    /// <param name="seconds">A whole number of minutes.</param>
    /// <exception cref="ArgumentException">Not whole minutes, or before the commissioning.</exception>
    public NimbusSlot Slot(DateTimeOffset start, int seconds)
    {
        var minute = start.ToUnixTimeSeconds() / 60;
        if (start.UtcTicks % TimeSpan.TicksPerMinute != 0 || seconds < 60 || seconds % 60 != 0)
            throw new ArgumentException($"the model works in whole minutes, not {seconds} s from {start:O}", nameof(seconds));
        if (UtcTime.DayOf(start) < firstDay)
            throw new ArgumentException($"the site was commissioned on {firstDay:O}, after {start:O}", nameof(start));
        lock (gate)
            return Sum(start, seconds, minute);
    }

    /// <summary>Consecutive slots from one instant to another.</summary>
    public IEnumerable<NimbusSlot> Slots(DateTimeOffset from, DateTimeOffset to, int seconds)
    {
        for (var start = from; start.AddSeconds(seconds) <= to; start = start.AddSeconds(seconds))
            yield return Slot(start, seconds);
    }

    private NimbusSlot Sum(DateTimeOffset start, int seconds, long minute)
    {
        long main = 0, hvac = 0, lighting = 0, plugs = 0, other = 0, chp = 0, wind = 0, battery = 0, chpHeat = 0, boiler1 = 0, boiler2 = 0;
        var first = Minute(minute);
        var last = first;
        for (var i = 0; i < seconds / 60; i++)
        {
            last = Minute(minute + i);
            main += last.Main;
            hvac += last.Hvac;
            lighting += last.Lighting;
            plugs += last.Plugs;
            other += last.Other;
            chp += last.Chp;
            wind += last.Wind;
            battery += last.Battery;
            chpHeat += last.ChpHeat;
            boiler1 += last.Boiler1;
            boiler2 += last.Boiler2;
        }
        return new(
            start, seconds, main / UnitsPerKwh, hvac / UnitsPerKwh, lighting / UnitsPerKwh, plugs / UnitsPerKwh, other / UnitsPerKwh, chp / UnitsPerKwh,
            wind / UnitsPerKwh, battery / UnitsPerKwh, chpHeat / UnitsPerKwh, boiler1 / UnitsPerKwh, boiler2 / UnitsPerKwh,
            last.GasMicroCubicMetres / 1000 / 1000m, last.StoredKwh, first.TemperatureC, first.WindSpeed);
    }

    private NimbusMinute Minute(long minute)
    {
        var day = (int)(minute / MinutesPerDay) - UnixDay(firstDay);
        if (!days.TryGetValue(day, out var minutes))
        {
            while (midnights.Count <= day)
                Simulate(midnights.Count - 1);
            minutes = Simulate(day);
            if (days.Count >= DaysKept)
                days.Remove(days.Keys.Min());
            days[day] = minutes;
        }
        return minutes[minute % MinutesPerDay];
    }

    private NimbusMinute[] Simulate(int day)
    {
        var minutes = new NimbusMinute[MinutesPerDay];
        var state = midnights[day];
        var firstMinute = ((long)UnixDay(firstDay) + day) * MinutesPerDay;
        var clock = default(LocalClock);
        for (var i = 0; i < MinutesPerDay; i++)
        {
            clock = i % 60 == 0 ? Clock(firstMinute + i) : clock with { HourOfDay = clock.Hour + i % 60 / 60.0 };
            minutes[i] = NimbusPlant.Step(ref state, noise, firstMinute + i, clock);
        }
        if (midnights.Count == day + 1)
            midnights.Add(state);
        return minutes;
    }

    private LocalClock Clock(long minute)
    {
        var local = calendar.ClockOf(DateTimeOffset.FromUnixTimeSeconds(minute * 60));
        var isFree = local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || IsHoliday(local);
        return new(local.Hour, local.Hour, local.DayOfWeek, isFree);
    }

    /// <summary>Christmas to New Year, and the fixed Irish public holidays.</summary>
    private static bool IsHoliday(DateTime local) => (local.Month, local.Day) is (12, >= 25) or (1, 1) or (2, 1) or (3, 17);

    private static int UnixDay(DateOnly day) => day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
}
