namespace SmartBlocks.Gateway.Mqtt.Connections;

/// <summary>Reason strings as they may go out (MQTT 5.0 section 3.4.2.2.2): for people, hence short, and always writable.</summary>
internal static class ReasonText
{
    /// <summary>Characters; more would be cut off by most clients' logs.</summary>
    const int Longest = 512;

    public static string? Fit(string? reason)
    {
        if (reason is null || (reason.Length <= Longest && !reason.AsSpan().ContainsAny('\0', '\uFFFD') && !HasSurrogates(reason)))
            return reason;
        var end = Math.Min(reason.Length, Longest);
        var text = new System.Text.StringBuilder(end);
        foreach (var rune in reason.AsSpan(0, end).EnumerateRunes()) // a lone or cut surrogate comes as U+FFFD
            if (rune.Value is not 0 and not 0xFFFD)
                text.Append(rune.ToString());
        return text.ToString();
    }

    static bool HasSurrogates(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');
}
