using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Formats;

/// <summary>One reading of an OCMF record, fields inherited from the reading before it already filled in.</summary>
/// <param name="At">TM: when, UTC.</param>
/// <param name="ClockStatus">U unknown, I informative, S synchronised, R relative.</param>
/// <param name="Transaction">TX: B begin, C charging, E end and others.</param>
/// <param name="Value">RV: what the register showed.</param>
/// <param name="Obis">RI: which register.</param>
/// <param name="Unit">RU: kWh, Wh and others.</param>
/// <param name="ErrorFlags">EF: E energy and t time not to be trusted; empty when all is well.</param>
/// <param name="Status">ST: G good; T timeout, D disconnected, M manipulated and others.</param>
public sealed record OcmfReading(
    DateTimeOffset At, char ClockStatus, string? Transaction, decimal Value, string? Obis, string Unit, string ErrorFlags, string Status);

/// <summary>
/// Open Charge Metering Format (OCMF 1.0 to 1.4, S.A.F.E. e.V.): <c>OCMF|payload|signature</c>, both parts JSON. The payload's text as received is
/// what is signed, so it is kept verbatim. A reading may leave out what is the same as in the one before it.
/// </summary>
public sealed class OcmfRecord
{
    private const string Prefix = "OCMF|";
    private const int MaxReadings = 500;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private OcmfRecord(string text, string payload) => (Text, PayloadText) = (text, payload);

    /// <summary>The whole record, verbatim.</summary>
    public string Text { get; }

    /// <summary>The signed part, verbatim.</summary>
    public string PayloadText { get; }

    /// <summary>FV: format version.</summary>
    public string? Version { get; private set; }

    /// <summary>PG: pagination, T and a counter for transactions, F for fiscal readings.</summary>
    public string? Pagination { get; private set; }

    /// <summary>GS: serial number of the gateway (the charging controller).</summary>
    public string? GatewaySerial { get; private set; }

    /// <summary>MS: serial number of the meter.</summary>
    public string? MeterSerial { get; private set; }

    /// <summary>RD: the readings.</summary>
    public ImmutableArray<OcmfReading> Readings { get; private set; } = [];

    /// <summary>SA: signature algorithm; ECDSA-secp256r1-SHA256 when left out.</summary>
    public string Algorithm { get; private set; } = OcmfSignature.DefaultAlgorithm;

    /// <summary>SD: the signature, an ECDSA signature in DER.</summary>
    public ReadOnlyMemory<byte> Signature { get; private set; }

    /// <summary>Reads a record. The signature is checked separately, by <see cref="OcmfSignature"/>.</summary>
    public static bool TryParse(string text, out OcmfRecord record, out Rejection? why)
    {
        record = new OcmfRecord(text, "");
        try
        {
            why = Split(text, out var payload, out var signature);
            if (why is not null)
                return false;
            record = new OcmfRecord(text, payload);
            using var payloadJson = JsonDocument.Parse(payload, Strict);
            using var signatureJson = JsonDocument.Parse(signature, Strict);
            why = record.ReadPayload(payloadJson.RootElement) ?? record.ReadSignature(signatureJson.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // ArgumentException and InvalidOperationException: lone surrogates, in the text or written as an escape.
            why = Reject.Because("ocmf.form", "record", null, "must be OCMF|{…}|{…}, both parts JSON objects without duplicate fields");
        }
        return why is null;
    }

    /// <summary>
    /// The register readings for a meter: energy registers only, all good. Where a record carries several registers, the one for the meter's
    /// direction (OBIS C = 1 or B for import, 2 or C for export) is taken.
    /// </summary>
    public bool TryGetRegister(MeterRegistration meter, out ImmutableArray<RegisterReading> registers, out Rejection? why)
    {
        registers = [];
        var readings = ChooseRegister(meter);
        var result = ImmutableArray.CreateBuilder<RegisterReading>();
        for (var i = 0; i < readings.Count; i++)
        {
            why = Convert(readings[i], meter, $"RD[{i}]", out var register);
            if (why is null && result.Count > 0)
                why = RegisterRules.CheckAfter(result[^1], register, $"RD[{i}]");
            if (why is not null)
                return false;
            result.Add(register);
        }
        registers = result.DrainToImmutable();
        why = registers.IsEmpty ? Reject.Because("reading.empty", "RD", null, "holds no energy reading") : null;
        return why is null;
    }

    private static Rejection? Convert(OcmfReading reading, MeterRegistration meter, string field, out RegisterReading register)
    {
        register = default;
        if (reading.Status != "G")
            return Reject.Because("ocmf.status", $"{field}.ST", reading.Status, "the meter was not in good state (G) when it was read");
        if (reading.ErrorFlags.Length > 0)
            return Reject.Because("ocmf.errorFlags", $"{field}.EF", reading.ErrorFlags, "the meter itself does not trust this reading (E energy, t time)");
        if (!PhysicalUnits.TryConvert(reading.Value, reading.Unit, meter.Unit, out var value))
            return Reject.Because("unit.mismatch", $"{field}.RU", reading.Unit, $"does not convert to {meter.Unit.Text()}, which meter {meter.Meter} counts in");
        if (value < 0 || !DecimalText.Fits(value))
            return Reject.Because("reading.digits", $"{field}.RV", reading.Value.ToString(CultureInfo.InvariantCulture), "must not be negative and fit 18 digits");
        register = new(reading.At, value);
        return null;
    }

    private List<OcmfReading> ChooseRegister(MeterRegistration meter)
    {
        var registers = Readings.Select(reading => reading.Obis).Distinct().ToList();
        if (registers.Count <= 1)
            return [.. Readings];
        var exports = meter.Direction is Direction.Export or Direction.Generation;
        var chosen = registers.Find(obis => IsRegister(obis, exports ? ["2.8.0", "C2.8", "C3.8", "C0.8"] : ["1.8.0", "B2.8", "B3.8", "B0.8"]));
        return [.. Readings.Where(reading => reading.Obis == chosen)];
    }

    private static bool IsRegister(string? obis, string[] codes) =>
        obis is not null && Array.Exists(codes, code => obis.Replace(".0", ".", StringComparison.Ordinal).Contains(code.Replace(".0", ".", StringComparison.Ordinal), StringComparison.Ordinal));

    private static Rejection? Split(string text, out string payload, out string signature)
    {
        payload = signature = "";
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length > MeterMessage.MaxBytes)
            return Reject.Because("ocmf.form", "record", text, "must begin with OCMF|");
        // A string inside the payload may hold '|', so its end is found by reading it as JSON.
        var rest = Encoding.UTF8.GetBytes(text[Prefix.Length..]);
        var reader = new Utf8JsonReader(rest, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 8 });
        reader.Read();
        reader.Skip();
        var end = (int)reader.BytesConsumed;
        if (end >= rest.Length || rest[end] != '|')
            return Reject.Because("ocmf.form", "record", null, "must have '|' between payload and signature");
        payload = MeterMessage.StrictUtf8.GetString(rest.AsSpan(0, end));
        signature = MeterMessage.StrictUtf8.GetString(rest.AsSpan(end + 1));
        return null;
    }

    private Rejection? ReadPayload(JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object || !payload.TryGetProperty("RD", out var readings) || readings.ValueKind != JsonValueKind.Array)
            return Reject.Missing("RD");
        if (readings.GetArrayLength() is 0 or > MaxReadings)
            return Reject.Because("ocmf.form", "RD", null, $"must hold 1 to {MaxReadings} readings");
        Version = Field(payload, "FV");
        Pagination = Field(payload, "PG");
        GatewaySerial = Field(payload, "GS");
        MeterSerial = Field(payload, "MS");
        var result = ImmutableArray.CreateBuilder<OcmfReading>(readings.GetArrayLength());
        foreach (var element in readings.EnumerateArray())
        {
            if (ReadReading(element, result.Count > 0 ? result[^1] : null, $"RD[{result.Count}]", out var reading) is { } why)
                return why;
            result.Add(reading!);
        }
        Readings = result.MoveToImmutable();
        return null;
    }

    private static Rejection? ReadReading(JsonElement element, OcmfReading? before, string field, out OcmfReading? reading)
    {
        reading = null;
        if (element.ValueKind != JsonValueKind.Object)
            return Reject.Type(field, element.GetRawText(), "a JSON object");
        var at = before?.At ?? default;
        var clock = before?.ClockStatus ?? 'U';
        if (Field(element, "TM") is { } time)
        {
            if (!TryTime(time, out at, out clock))
                return Reject.Because("time.form", $"{field}.TM", time, "must be like 2019-08-13T10:03:15,000+0000 I");
        }
        else if (before is null)
            return Reject.Missing($"{field}.TM");
        if (!element.TryGetProperty("RV", out var value))
            return Reject.Missing($"{field}.RV");
        if (value.ValueKind != JsonValueKind.Number || value.GetRawText().Length > 40
            || !decimal.TryParse(value.GetRawText(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return Reject.Because("reading.notNumber", $"{field}.RV", value.GetRawText(), "must be a JSON number without exponent");
        if ((Field(element, "RU") ?? before?.Unit) is not { } unit)
            return Reject.Missing($"{field}.RU");
        reading = new(
            at, clock, Field(element, "TX") ?? before?.Transaction, number, Field(element, "RI") ?? before?.Obis, unit,
            Field(element, "EF") ?? before?.ErrorFlags ?? "", Field(element, "ST") ?? before?.Status ?? "");
        return null;
    }

    private Rejection? ReadSignature(JsonElement signature)
    {
        if (signature.ValueKind != JsonValueKind.Object || Field(signature, "SD") is not { } data)
            return Reject.Missing("SD");
        Algorithm = Field(signature, "SA") ?? OcmfSignature.DefaultAlgorithm;
        var encoding = Field(signature, "SE") ?? "hex";
        try
        {
            Signature = encoding switch
            {
                "hex" => System.Convert.FromHexString(data),
                "base64" => System.Convert.FromBase64String(data),
                _ => default,
            };
        }
        catch (FormatException)
        {
            return Reject.Because("ocmf.signature", "SD", data, $"must be {encoding}");
        }
        return Signature.IsEmpty ? Reject.Because("ocmf.signature", "SE", encoding, "must be hex or base64, and SD not empty") : null;
    }

    private static string? Field(JsonElement element, string field) =>
        element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool TryTime(string text, out DateTimeOffset at, out char status)
    {
        at = default;
        status = text.Length > 2 && text[^2] == ' ' ? text[^1] : ' ';
        if (status is not ('U' or 'I' or 'S' or 'R')
            || !DateTimeOffset.TryParseExact(text.AsSpan(0, text.Length - 2), "yyyy-MM-dd'T'HH:mm:ss,fffzzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
            return false;
        // The ledger keeps whole seconds.
        at = DateTimeOffset.FromUnixTimeSeconds(parsed.ToUnixTimeSeconds());
        return UtcTime.Fits(at);
    }
}
