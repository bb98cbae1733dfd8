using SmartBlocks.Architecture.Tests.Metadata;

namespace SmartBlocks.Architecture.Tests.Purity;

/// <summary>
/// Members whose result depends on the culture of the thread. The analyzers CA1304, CA1305 and CA1310 see most of them in source; they do
/// not see string
/// interpolation, sorted collections and orderings of strings, and they can be switched off in a line.
/// </summary>
public static class CultureRules
{
    static readonly HashSet<string> integers = new(StringComparer.Ordinal)
    {
        "System.SByte", "System.Byte", "System.Int16", "System.UInt16", "System.Int32", "System.UInt32", "System.Int64", "System.UInt64",
        "System.Int128", "System.UInt128",
        "System.IntPtr", "System.UIntPtr",
    };

    static readonly HashSet<string> fractionsAndTimes = new(StringComparer.Ordinal)
    {
        "System.Decimal", "System.Double", "System.Single", "System.Half", "System.Numerics.BigInteger",
        "System.DateTime", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly",
    };

    static readonly HashSet<string> textMembers = new(StringComparer.Ordinal)
    {
        "ToString", "Parse", "TryParse", "ParseExact", "TryParseExact",
    };

    static readonly HashSet<string> orderings = new(StringComparer.Ordinal)
    {
        "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Order", "OrderDescending", "Min", "Max", "MinBy", "MaxBy",
        "ToImmutableSortedDictionary", "ToImmutableSortedSet", "Sort",
    };

    static readonly HashSet<string> sortedTypes = new(StringComparer.Ordinal)
    {
        "System.Collections.Generic.SortedDictionary`2", "System.Collections.Generic.SortedList`2",
        "System.Collections.Generic.SortedSet`1", "System.Collections.Generic.PriorityQueue`2",
    };

    /// <summary>True when the culture of the thread can change what the member gives.</summary>
    public static bool DependsOnCulture(MemberUse use) => use.Type switch
    {
        "System.Globalization.CultureInfo" => use.Member != "get_InvariantCulture",
        "System.StringComparer" => use.Member.StartsWith("get_CurrentCulture", StringComparison.Ordinal),
        "System.String" => OfString(use),
        "System.Convert" => OfConvert(use),
        "System.Text.StringBuilder" => OfStringBuilder(use),
        "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler" =>
            use.Member == "AppendFormatted" && use.MethodArguments.Any(IsWrittenByCulture),
        _ when integers.Contains(use.Type) || fractionsAndTimes.Contains(use.Type) =>
            textMembers.Contains(use.Member) && !Has(use, "System.IFormatProvider"),
        _ => SortsStrings(use),
    };

    static bool OfString(MemberUse use) => use.Member switch
    {
        "ToLower" or "ToUpper" => use.Parameters.IsEmpty,
        "CompareTo" => true,
        "Compare" or "StartsWith" or "EndsWith" or "IndexOf" or "LastIndexOf" =>
            use.Parameters.Contains("System.String") && !Has(use, "System.StringComparison")
                && !Has(use, "System.Globalization.CultureInfo"),
        "Format" => !Has(use, "System.IFormatProvider"),
        _ => false,
    };

    static bool OfConvert(MemberUse use) =>
        use.Member.StartsWith("To", StringComparison.Ordinal) && !use.Member.Contains("Base64", StringComparison.Ordinal)
            && !use.Member.Contains("Hex", StringComparison.Ordinal)
        && !Has(use, "System.IFormatProvider")
        && (use.Member == "ToString" || use.Parameters.Contains("System.String") || use.Parameters.Contains("System.Object"));

    static bool OfStringBuilder(MemberUse use) => use.Member switch
    {
        "Append" or "Insert" => use.Parameters.Any(fractionsAndTimes.Contains),
        "AppendFormat" => !Has(use, "System.IFormatProvider"),
        _ => false,
    };

    // Whole numbers in an interpolated sentence are the same digits in every culture; what differs is the decimal sign and the order of a
    // date.
    static bool IsWrittenByCulture(string type) => fractionsAndTimes.Any(sensitive => type.Contains(sensitive, StringComparison.Ordinal));

    static bool SortsStrings(MemberUse use)
    {
        if (use.Parameters.Any(type => type.Contains("IComparer", StringComparison.Ordinal)
            || type.Contains("Comparison`1", StringComparison.Ordinal))) return false;
        if (sortedTypes.Contains(use.Type)) return use.Member == ".ctor"
            && IsString(use.Type.Contains("PriorityQueue", StringComparison.Ordinal) ? use.TypeArguments[^1] : use.TypeArguments[0]);
        if (use.Type == "System.Collections.Generic.Comparer`1") return use.Member == "get_Default" && IsString(use.TypeArguments[0]);
        if (use.Type == "System.Collections.Generic.List`1") return use.Member == "Sort" && IsString(use.TypeArguments[0]);
        return orderings.Contains(use.Member) && use.MethodArguments is [.., var key] && IsString(key)
            && use.Type is "System.Linq.Enumerable" or "System.Array" or "System.MemoryExtensions"
                or "System.Collections.Immutable.ImmutableSortedDictionary" or "System.Collections.Immutable.ImmutableSortedSet";
    }

    static bool IsString(string type) => type == "System.String"
        || (type.StartsWith("System.ValueTuple", StringComparison.Ordinal) && type.Contains("System.String", StringComparison.Ordinal));

    static bool Has(MemberUse use, string parameter) => use.Parameters.Contains(parameter);
}
