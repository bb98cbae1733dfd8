using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>
/// Names of sites and meters: 1 to 63 characters of a–z, 0–9 and '-', beginning and ending with a letter or digit. They are path segments of
/// the state and levels of MQTT topics, so nothing in them ever needs escaping.
/// </summary>
public static class Identifiers
{
    /// <summary>The longest identifier, as long as a DNS label.</summary>
    public const int MaxLength = 63;

    private const string Rule = "must be 1 to 63 characters of a-z, 0-9 and '-', beginning and ending with a letter or digit";

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength || text[0] == '-' || text[^1] == '-')
            return false;
        foreach (var c in text)
        {
            if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
                return false;
        }
        return true;
    }

    /// <summary>Null when <paramref name="value"/> is an identifier; otherwise why it is not (<c>identifier.form</c>).</summary>
    public static Rejection? Check(string field, string value) =>
        IsValid(value) ? null : Reject.Because("identifier.form", field, value, Rule);
}
