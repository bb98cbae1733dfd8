namespace SmartBlocks.Energy;

/// <summary>A price and when it applies, by the site's own clock. A condition that is not there always holds.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Price">For one unit; negative where one is paid to take it.</param>
/// <param name="Months">Months of the year, 1 to 12.</param>
/// <param name="Days">Days of the week.</param>
/// <param name="Hours">Hours of the day, in quarters: from one to before another, 0 to 24.</param>
public sealed record TariffRate(string Name, decimal Price, ClockRange? Months = null, ClockRange? Days = null, ClockRange? Hours = null)
{
    /// <summary>Whether it applies to the quarter of an hour that a local time lies in.</summary>
    public bool AppliesAt(DateTime clock) =>
        Months?.Contains(clock.Month) != false && Days?.Contains(((int)clock.DayOfWeek + 6) % 7) != false && Hours?.Contains(clock.Hour * ClockRange.QuartersOfHour + clock.Minute / 15) != false;

    internal static TariffRate Read(PayloadObject fields) => new(
        fields.Text("name", 100), fields.Number("price", negativeAllowed: true), Range(fields, "months"), Range(fields, "days"), Range(fields, "hours"));

    private static ClockRange? Range(PayloadObject fields, string field)
    {
        if (fields.OptionalText(field, 20) is not { } text)
            return null;
        if (ClockRange.TryParse(field, text, out var range))
            return range;
        fields.Fail(Reject.Because("tariff.range", fields.PathOf(field), text, "must be a range such as 11-3 (months), mon-fri (days), 23-7 or 7:30-16:15 (hours, the second not included)"));
        return null;
    }
}
