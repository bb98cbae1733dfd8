using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Formats;

/// <summary>A resolved SenML record (RFC 8428 §4.6): base fields applied, time absolute.</summary>
/// <param name="Name">Base name and name.</param>
/// <param name="Unit">Unit of RFC 8428 §12.1 or RFC 8798; empty when none was given.</param>
/// <param name="Value">Numeric value, when it has one.</param>
/// <param name="Sum">Integral of the value over time, in unit · seconds, when it has one.</param>
/// <param name="Time">When it was recorded.</param>
/// <param name="UpdateSeconds">Longest time until the next record, seconds, when given.</param>
public sealed record SenMlRecord(string Name, string Unit, decimal? Value, decimal? Sum, DateTimeOffset Time, decimal? UpdateSeconds);

/// <summary>
/// Sensor Measurement Lists in JSON. RFC 8428 (SenML), RFC 8798 (secondary units). Version 10, the base fields bn, bt, bu, bv, bs and bver, and the
/// fields n, u, v, vs, vb, vd, s, t, ut; unknown fields are passed over unless their name ends in '_', which means they must be understood (§4.4).
/// CBOR, XML and EXI packs are not read.
/// </summary>
public static class SenMl
{
    private const int Version = 10;
    private const int MaxRecords = 5_000;

    /// <summary>Times below this are relative to the moment of receipt, in seconds (§4.5.3).</summary>
    private const decimal AbsoluteFrom = 268_435_456m;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>Reads and resolves a pack.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, DateTimeOffset received, out ImmutableArray<SenMlRecord> records, out Rejection? why)
    {
        records = [];
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() is 0 or > MaxRecords)
            {
                why = Reject.Because("senml.form", "pack", null, $"must be a JSON array of 1 to {MaxRecords} records");
                return false;
            }
            var resolver = new Resolver(received);
            var resolved = ImmutableArray.CreateBuilder<SenMlRecord>(root.GetArrayLength());
            foreach (var element in root.EnumerateArray())
            {
                if (resolver.Resolve(element) is { } record)
                    resolved.Add(record);
                if ((why = resolver.Problem) is not null)
                    return false;
            }
            records = resolved.DrainToImmutable();
            why = null;
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with bytes that are no UTF-8, found only when it is taken.
            why = Reject.Because("senml.form", "pack", null, "must be JSON in UTF-8 without duplicate fields");
            return false;
        }
    }

    /// <summary>Applies base fields record by record; they hold from where they appear to the end of the pack.</summary>
    private sealed class Resolver(DateTimeOffset received)
    {
        private string baseName = "", baseUnit = "";
        private decimal baseTime, baseValue, baseSum;
        private int index = -1;

        public Rejection? Problem { get; private set; }

        public SenMlRecord? Resolve(JsonElement record)
        {
            index++;
            if (record.ValueKind != JsonValueKind.Object)
                return Fail("senml.form", "", null, "must be a JSON object");
            string name = "", unit = "";
            decimal? value = null, sum = null, update = null;
            decimal time = 0;
            var values = 0;
            var onlyBase = true;
            foreach (var field in record.EnumerateObject())
            {
                onlyBase &= field.Name.StartsWith('b');
                switch (field.Name)
                {
                    case "bn": baseName = Text(field); break;
                    case "bu": baseUnit = Text(field); break;
                    case "bt": baseTime = Number(field); break;
                    case "bv": baseValue = Number(field); break;
                    case "bs": baseSum = Number(field); break;
                    case "bver" when Number(field) != Version: return Fail("senml.version", "bver", field.Value.GetRawText(), $"must be {Version}");
                    case "n": name = Text(field); break;
                    case "u": unit = Text(field); break;
                    case "t": time = Number(field); break;
                    case "ut": update = Number(field); break;
                    case "s": sum = Number(field); break;
                    case "v": value = Number(field); values++; break;
                    case "vs" or "vd" or "vb": values++; break;
                    case [.., '_']: return Fail("senml.field", Reject.Quote(field.Name)!, null, "must be understood, and is not");
                }
                if (Problem is not null)
                    return null;
            }
            if (values == 0 && sum is null)
                return onlyBase ? null : Fail("senml.value", "v", null, "is required, or vs, vb, vd or s");
            if (values > 1)
                return Fail("senml.value", "v", null, "must be the only one of v, vs, vb and vd");
            try
            {
                return Resolved(baseName + name, unit.Length > 0 ? unit : baseUnit, value + baseValue, sum + baseSum, baseTime + time, update);
            }
            catch (OverflowException)
            {
                return Fail("reading.digits", "v", null, "is too large");
            }
        }

        private SenMlRecord? Resolved(string name, string unit, decimal? value, decimal? sum, decimal time, decimal? update)
        {
            if (name.Length is 0 or > 256 || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ':' or '.' or '/' or '_'))
                return Fail("senml.name", "n", name, "must be 1 to 256 characters of A-Z a-z 0-9 - : . / _ and begin with a letter or digit");
            var seconds = time < AbsoluteFrom ? received.ToUnixTimeSeconds() + time : time;
            seconds = decimal.Floor(seconds);
            if (seconds < UtcTime.Earliest.ToUnixTimeSeconds() || seconds >= UtcTime.Latest.ToUnixTimeSeconds())
                return Fail("time.form", "t", time.ToString(CultureInfo.InvariantCulture), "must lie in the years 2000 to 2099");
            return new(name, unit, value, sum, DateTimeOffset.FromUnixTimeSeconds((long)seconds), update);
        }

        private string Text(JsonProperty field)
        {
            if (field.Value.ValueKind == JsonValueKind.String)
                return field.Value.GetString()!;
            Fail("payload.type", field.Name, field.Value.GetRawText(), "must be a string");
            return "";
        }

        private decimal Number(JsonProperty field)
        {
            if (field.Value.ValueKind != JsonValueKind.Number)
            {
                Fail("reading.notNumber", field.Name, field.Value.GetRawText(), "must be a JSON number");
                return 0;
            }
            var text = field.Value.GetRawText();
            if (text.Length <= 64 && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                return number;
            Fail("reading.digits", field.Name, text, "has more digits than can be kept");
            return 0;
        }

        private SenMlRecord? Fail(string code, string field, string? value, string rule)
        {
            var path = field.Length == 0 ? $"[{index}]" : $"[{index}].{field}";
            Problem ??= Reject.Because(code, path, value, rule);
            return null;
        }
    }
}
