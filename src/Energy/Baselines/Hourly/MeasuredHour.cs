namespace SmartBlocks.Energy.Baselines;

/// <summary>An hour with both energy and temperature.</summary>
internal readonly record struct MeasuredHour(DateTimeOffset Start, double Energy, double Temperature)
{
    public int Month { get; } = Start.UtcDateTime.Month;

    public int HourOfWeek { get; } = HourlySegment.HourOfWeek(Start);

    /// <summary>The hours of an energy series that also have a temperature.</summary>
    public static List<MeasuredHour> Of(HourlySeries energy, HourlySeries temperatures)
    {
        var energies = energy.ToNumbers(-Figures.LargestEnergy, Figures.LargestEnergy, nameof(energy));
        var degrees = temperatures.ToNumbers(UsagePerDayBaseline.Coldest, UsagePerDayBaseline.Hottest, nameof(temperatures));
        var shift = (energy.Start.UtcTicks - temperatures.Start.UtcTicks) / TimeSpan.TicksPerHour;
        var hours = new List<MeasuredHour>(energies.Length);
        for (var i = 0; i < energies.Length; i++)
        {
            var at = i + shift;
            if (!double.IsNaN(energies[i]) && at >= 0 && at < degrees.Length && !double.IsNaN(degrees[at]))
                hours.Add(new MeasuredHour(energy.Start.AddHours(i), energies[i], degrees[at]));
        }
        return hours;
    }
}
