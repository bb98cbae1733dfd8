using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Formats;

/// <summary>
/// Messages of devices that do not speak transactions: one door for all formats. Bytes come in, payloads to sign or a rejection come
/// out; nothing a device sends can throw.
/// </summary>
public static class MeterMessage
{
    /// <summary>The largest message read, in bytes.</summary>
    public const int MaxBytes = 262_144;

    /// <summary>Formats by the name they have in attestations and topics.</summary>
    public static ImmutableArray<string> Formats { get; } = [.. Attestation.Formats];

    /// <summary>The gateway's attestation of a message.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="message">The message as received.</param>
    /// <param name="login">Who sent it.</param>
    public static Attestation Attest(string format, ReadOnlySpan<byte> message, string login) =>
        new(format, Base64Url.EncodeToString(SHA256.HashData(message)), login);

    /// <summary>Reads a message about a meter.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="message">The message as received.</param>
    /// <param name="meter">The meter it is about.</param>
    /// <param name="received">When it was received; SenML times may be relative to it.</param>
    /// <param name="attested">Put into the payloads when the gateway will sign them; OCMF records carry their own signature and need none.</param>
    /// <param name="payloads">What to sign, in order.</param>
    /// <param name="why">Why the message cannot be used.</param>
    public static bool TryDecode(
        string format, ReadOnlyMemory<byte> message, MeterRegistration meter, DateTimeOffset received, Attestation? attested,
        out ImmutableArray<UnsignedReading> payloads, out Rejection? why)
    {
        payloads = [];
        if (message.Length > MaxBytes)
        {
            why = Reject.Because("message.size", "message", null, $"has {message.Length} bytes; at most {MaxBytes} are read");
            return false;
        }
        if (format == "ocmf")
            return TryDecodeOcmf(message, meter, out payloads, out why);
        if (!TryRead(format, message, meter, received, out var readings, out why))
            return false;
        why = readings.Check();
        if (why is null)
            payloads = [.. readings.ToPayloads(meter.Meter, attested)];
        return why is null;
    }

    private static bool TryRead(
        string format, ReadOnlyMemory<byte> message, MeterRegistration meter, DateTimeOffset received, out DecodedReadings readings, out Rejection? why)
    {
        readings = DecodedReadings.Of(Array.Empty<Interval>());
        switch (format)
        {
            case "senml":
                return SenMl.TryParse(message, received, out var pack, out why) && SenMlReadings.TrySelect(pack, meter, out readings, out why);
            case "p1":
                return P1Telegram.TryParse(message.Span, out var telegram, out why) && telegram.TryGetReading(meter, out readings, out why);
            case "csv":
                var parsed = CsvHistory.TryParse(message.Span, new CsvHistoryOptions(), out var history, out why);
                readings = DecodedReadings.Of(history.Intervals);
                return parsed;
            default:
                why = Reject.Because("message.format", "format", format, $"must be one of {string.Join(", ", Formats)}");
                return false;
        }
    }

    private static bool TryDecodeOcmf(ReadOnlyMemory<byte> message, MeterRegistration meter, out ImmutableArray<UnsignedReading> payloads, out Rejection? why)
    {
        payloads = [];
        string text;
        try
        {
            text = StrictUtf8.GetString(message.Span);
        }
        catch (DecoderFallbackException)
        {
            why = Reject.Because("ocmf.form", "record", null, "must be UTF-8 text");
            return false;
        }
        if (!OcmfRecord.TryParse(text.Trim(), out var record, out why))
            return false;
        if (meter.OcmfKey is { } key && OcmfSignature.Check(record, key) is { } bad)
        {
            why = bad;
            return false;
        }
        if (!record.TryGetRegister(meter, out _, out why))
            return false;
        payloads = [new(OcmfPayload.Family, new OcmfPayload(meter.Meter, record.Text).ToJson())];
        return true;
    }

    internal static readonly UTF8Encoding StrictUtf8 = new(false, true);
}
