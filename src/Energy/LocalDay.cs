using System.Globalization;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Local days as text, exactly <c>2026-11-21</c>, in the years 2000 to 2099.</summary>
public static class LocalDay
{
    /// <summary>Reads a day; on failure says why (<c>time.form</c>).</summary>
    public static bool TryParse(string? text, string field, out DateOnly value, out Rejection? why)
    {
        var good = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value) && value.Year is >= 2000 and <= 2099;
        why = good ? null : Reject.Because("time.form", field, text, "must be a day such as 2026-11-21, from 2000 to 2099");
        return good;
    }

    public static string Format(DateOnly value) => value.ToString("O", CultureInfo.InvariantCulture);
}
