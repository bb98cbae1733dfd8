using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmartBlocks.Energy;

/// <summary>
/// Canonical JSON as this room writes it: fields in the documented order, absent ones left out, no spaces. A thin buffer rather than
/// Utf8JsonWriter because day entries are written once per reading and are nine tenths numbers.
/// </summary>
internal sealed class JsonText(int capacity = 512)
{
    private byte[] buffer = new byte[capacity];
    private int length;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    public byte[] ToArray() => Written.ToArray();

    public JsonText Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Free(json.Length));
        length += json.Length;
        return this;
    }

    /// <summary>A number in quotes, in the canonical decimal format.</summary>
    public JsonText Number(decimal value)
    {
        var free = Free(42);
        free[0] = (byte)'"';
        var written = DecimalText.Format(value, free[1..]);
        free[written + 1] = (byte)'"';
        length += written + 2;
        return this;
    }

    public JsonText Integer(long value)
    {
        Utf8Formatter.TryFormat(value, Free(20), out var written);
        length += written;
        return this;
    }

    /// <summary>An instant in quotes.</summary>
    public JsonText Time(DateTimeOffset value)
    {
        var free = Free(22);
        free[0] = (byte)'"';
        value.UtcDateTime.TryFormat(free[1..], out var written, "s", CultureInfo.InvariantCulture);   // 2026-11-21T10:15:00
        free[written + 1] = (byte)'Z';
        free[written + 2] = (byte)'"';
        length += written + 3;
        return this;
    }

    /// <summary>A time of day in quotes: <c>"10:15"</c>, or <c>"10:15:07"</c> with <paramref name="withSeconds"/>.</summary>
    public JsonText TimeOfDay(int second, bool withSeconds)
    {
        var free = Free(10);
        var at = 0;
        free[at++] = (byte)'"';
        Two(free, ref at, second / 3600);
        free[at++] = (byte)':';
        Two(free, ref at, second / 60 % 60);
        if (withSeconds)
        {
            free[at++] = (byte)':';
            Two(free, ref at, second % 60);
        }
        free[at++] = (byte)'"';
        length += at;
        return this;

        static void Two(Span<byte> destination, ref int at, int number)
        {
            destination[at++] = (byte)('0' + number / 10);
            destination[at++] = (byte)('0' + number % 10);
        }
    }

    /// <summary>A string in quotes, escaped as little as JSON allows.</summary>
    public JsonText String(string value)
    {
        Raw("\""u8);
        var encoded = JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return Raw(encoded.EncodedUtf8Bytes).Raw("\""u8);
    }

    /// <summary>A field whose value is a string, left out when null; <paramref name="name"/> holds everything before the value: <c>,"parent":</c>.</summary>
    public JsonText Optional(ReadOnlySpan<byte> name, string? value) => value is null ? this : Raw(name).String(value);

    public JsonText Optional(ReadOnlySpan<byte> name, decimal? value) => value is { } number ? Raw(name).Number(number) : this;

    public JsonText Optional(ReadOnlySpan<byte> name, int? value) => value is { } number ? Raw(name).Integer(number) : this;

    /// <summary>Numbers in quotes, in brackets.</summary>
    public JsonText Numbers(ReadOnlySpan<decimal> values)
    {
        var separator = "["u8;
        foreach (var value in values)
        {
            Raw(separator).Number(value);
            separator = ","u8;
        }
        return values.IsEmpty ? Raw("[]"u8) : Raw("]"u8);
    }

    public override string ToString() => Encoding.UTF8.GetString(Written);

    private Span<byte> Free(int size)
    {
        if (buffer.Length - length < size)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + size));
        return buffer.AsSpan(length);
    }
}
