namespace SmartBlocks.Energy;

/// <summary>
/// The state entry <c>meter/&lt;meter&gt;/head</c>: the newest reading and the counts. It lets a new reading be judged without walking the
/// days: what starts at or after <see cref="End"/> can overlap nothing.
/// </summary>
/// <param name="First">Start of the earliest slot, or time of the first register reading.</param>
/// <param name="End">End of the latest slot, or time of the latest register reading.</param>
/// <param name="Seconds">Length of the latest slot; 0 for a register.</param>
/// <param name="Value">Effective value of the latest slot, or what the register showed last.</param>
/// <param name="Quality">Quality of the latest slot.</param>
/// <param name="Attested">Format the gateway vouched for in the latest reading; null when the meter's own key signed it.</param>
/// <param name="Count">Slots or register readings recorded so far.</param>
/// <param name="Corrections">Slots corrected so far.</param>
public sealed record MeterHead(
    DateTimeOffset First, DateTimeOffset End, int Seconds, decimal Value, Quality Quality, string? Attested, long Count, long Corrections = 0)
{
    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson()
    {
        var json = new JsonText(256)
            .Raw("{\"first\":"u8).Time(First)
            .Raw(",\"end\":"u8).Time(End)
            .Raw(",\"seconds\":"u8).Integer(Seconds)
            .Raw(",\"value\":"u8).Number(Value);
        if (Quality != Quality.Measured)
            json.Raw(",\"quality\":"u8).String(Quality.Text());
        json.Optional(",\"attested\":"u8, Attested).Raw(",\"count\":"u8).Integer(Count);
        if (Corrections > 0)
            json.Raw(",\"corrections\":"u8).Integer(Corrections);
        return json.Raw("}"u8).ToArray();
    }

    /// <summary>Reads a state entry.</summary>
    /// <exception cref="FormatException">The bytes are not a meter head.</exception>
    public static MeterHead Parse(ReadOnlySpan<byte> json)
    {
        DateTimeOffset first = default, end = default;
        int seconds = 0, count = 0, corrections = 0;
        decimal value = 0;
        var quality = Quality.Measured;
        string? attested = null;
        var entry = new EntryReader(json);
        while (entry.Next())
        {
            if (entry.Is("first"u8)) first = entry.Time();
            else if (entry.Is("end"u8)) end = entry.Time();
            else if (entry.Is("seconds"u8)) seconds = entry.Integer();
            else if (entry.Is("value"u8)) value = entry.Number();
            else if (entry.Is("quality"u8)) quality = entry.Text() == "estimated" ? Quality.Estimated : Quality.Measured;
            else if (entry.Is("attested"u8)) attested = entry.Text();
            else if (entry.Is("count"u8)) count = entry.Integer();
            else if (entry.Is("corrections"u8)) corrections = entry.Integer();
            else entry.Skip();
        }
        return new MeterHead(first, end, seconds, value, quality, attested, count, corrections);
    }
}
