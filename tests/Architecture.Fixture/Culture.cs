using System.Globalization;
using System.Text;

namespace SmartBlocks.Architecture.Fixture;

/// <summary>Gives other bytes under another culture.</summary>
public static class Culture
{
    [Sin("Culture")] public static CultureInfo AsksForIt() => CultureInfo.CurrentCulture;
    [Sin("Culture")] public static CultureInfo NamesOne() => CultureInfo.GetCultureInfo("de-DE");
    [Sin("Culture")] public static string WritesADecimal(decimal value) => value.ToString();
    [Sin("Culture")] public static string WritesAFormattedDecimal(decimal value) => value.ToString("N2");
    [Sin("Culture")] public static string WritesADate(DateTimeOffset value) => value.ToString("d");
    [Sin("Culture")] public static string WritesAnInteger(int value) => value.ToString();
    [Sin("Culture")] public static decimal ParsesADecimal(string text) => decimal.Parse(text);
    [Sin("Culture")] public static bool TriesADecimal(string text) => decimal.TryParse(text, out _);
    [Sin("Culture")] public static DateTime ParsesADate(string text) => DateTime.Parse(text);
    [Sin("Culture")] public static string InterpolatesADecimal(decimal value) => $"{value} kWh";
    [Sin("Culture")] public static string Formats(decimal value) => string.Format("{0} kWh", value);
    [Sin("Culture")] public static string AppendsADecimal(decimal value) => new StringBuilder().Append(value).ToString();
    [Sin("Culture")] public static decimal Converts(string text) => Convert.ToDecimal(text);
    [Sin("Culture")] public static string Lowers(string text) => text.ToLower();
    [Sin("Culture")] public static int Compares(string left, string right) => string.Compare(left, right);
    [Sin("Culture")] public static int ComparesTo(string left, string right) => left.CompareTo(right);
    [Sin("Culture")] public static bool LooksAtTheStart(string text) => text.StartsWith("sb");
    [Sin("Culture")] public static IEnumerable<string> Orders(IEnumerable<string> names) => names.OrderBy(name => name);
    [Sin("Culture")] public static SortedDictionary<string, int> KeepsOrder() => new();
    [Sin("Culture")] public static void Sorts(List<string> names) => names.Sort();

    [Innocent] public static string WritesInvariantly(decimal value) => value.ToString(CultureInfo.InvariantCulture);
    [Innocent] public static string InterpolatesInvariantly(decimal value) => string.Create(CultureInfo.InvariantCulture, $"{value} kWh");
    [Innocent] public static decimal ParsesInvariantly(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
    [Innocent] public static IEnumerable<string> OrdersOrdinally(IEnumerable<string> names) =>
        names.OrderBy(name => name, StringComparer.Ordinal);
    [Innocent] public static SortedDictionary<string, int> KeepsOrdinalOrder() => new(StringComparer.Ordinal);
    [Innocent] public static SortedDictionary<int, string> KeepsNumericOrder() => new();
    [Innocent] public static bool LooksAtTheStartOrdinally(string text) => text.StartsWith("sb", StringComparison.Ordinal);
    [Innocent] public static string LowersInvariantly(string text) => text.ToLowerInvariant();
}
