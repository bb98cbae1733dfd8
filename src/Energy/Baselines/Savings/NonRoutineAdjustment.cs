namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// A change of the baseline for something neither the weather nor the measure explains, such as a wing that was closed or a machine that was added (IPMVP Core Concepts,
/// non-routine adjustments). Whoever reads the savings reads the reason with them.
/// </summary>
public sealed record NonRoutineAdjustment
{
    /// <summary>The longest reason, characters.</summary>
    public const int LongestReason = 500;

    /// <summary>An adjustment.</summary>
    /// <param name="from">Since when, UTC.</param>
    /// <param name="until">Until when, which is not included.</param>
    /// <param name="energyPerDay">Energy per day of 24 hours that the baseline grows by, meter's unit; below zero when it shrinks.</param>
    /// <param name="reason">Why, in words for whoever pays: 1 to 500 characters.</param>
    /// <exception cref="ArgumentException">It ends before it starts, has no reason, or more energy than a meter counts.</exception>
    public NonRoutineAdjustment(DateTimeOffset from, DateTimeOffset until, decimal energyPerDay, string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (until <= from)
            throw new ArgumentException($"until is {UtcTime.Format(until)}: must be later than from, {UtcTime.Format(from)}", nameof(until));
        if (Math.Abs(energyPerDay) > Figures.LargestEnergy)
            throw new ArgumentException($"energyPerDay must be within ±{Figures.Text(Figures.LargestEnergy)}", nameof(energyPerDay));
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason)
            throw new ArgumentException($"reason must have 1 to {LongestReason} characters", nameof(reason));
        (From, Until, EnergyPerDay, Reason) = (from, until, energyPerDay, reason);
    }

    /// <summary>Since when, UTC.</summary>
    public DateTimeOffset From { get; }

    /// <summary>Until when, which is not included.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>Energy per day of 24 hours that the baseline grows by, meter's unit.</summary>
    public decimal EnergyPerDay { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>What a period's baseline grows by.</summary>
    internal decimal EnergyIn(DateTimeOffset start, DateTimeOffset end)
    {
        var shared = Math.Min(end.UtcTicks, Until.UtcTicks) - Math.Max(start.UtcTicks, From.UtcTicks);
        return shared <= 0 ? 0 : decimal.Round(EnergyPerDay * shared / TimeSpan.TicksPerDay, Figures.EnergyDigits, MidpointRounding.ToEven);
    }
}
