using System.Collections;
using System.Globalization;
using System.Reflection;

namespace SmartBlocks.Mqtt.Tests.Packets;

/// <summary>An object's public members as text, down to bytes and items, so that two packets can be compared whole.</summary>
static class Describe
{
    public static string Members(object? value) => value switch
    {
        null => "null",
        string s => $"'{s}'",
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        IEnumerable items => $"[{string.Join(",", items.Cast<object>().Select(Members))}]",
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        bool b => b ? "true" : "false",
        _ => "{" + string.Join(";", value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}={Members(p.GetValue(value))}")) + "}",
    };
}
