using System.Globalization;

namespace SmartBlocks.Mqtt;

/// <summary>
/// Bytes that are no MQTT packet, or a packet that breaks a rule of the protocol. It is the only exception the readers of
/// this library throw on foreign bytes; it names the field, what was expected and what was found, and carries the reason
/// code to answer with (MQTT 5.0 section 4.13).
/// </summary>
public sealed class MqttException : Exception
{
    /// <param name="reasonCode">What to tell the peer (DISCONNECT or CONNACK) in MQTT 5.0.</param>
    /// <param name="field">The packet and field, such as <c>PUBLISH topic name</c>.</param>
    /// <param name="expected">The rule.</param>
    /// <param name="found">What stood there instead.</param>
    public MqttException(ReasonCode reasonCode, string field, string expected, string found)
        : base(string.Create(CultureInfo.InvariantCulture,
            $"{field}: expected {expected}, found {Legible(found)} (reason 0x{(byte)reasonCode:X2} {reasonCode})"))
    {
        ReasonCode = reasonCode;
        Field = field;
        Expected = expected;
        Found = Legible(found);
    }

    public ReasonCode ReasonCode { get; }

    public string Field { get; }

    public string Expected { get; }

    public string Found { get; }

    /// <summary>What a stranger sent, made fit for a log and a reason string: short, and without control characters.</summary>
    static string Legible(string found)
    {
        const int longest = 120;
        var end = Math.Min(found.Length, longest);
        if (end < found.Length && char.IsHighSurrogate(found[end - 1]))
            end--;
        return string.Create(end, found, static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = char.IsControl(from[i]) ? '?' : from[i];
        });
    }

    internal static MqttException Malformed(string field, string expected, string found) =>
        new(ReasonCode.MalformedPacket, field, expected, found);

    internal static MqttException Protocol(string field, string expected, string found) =>
        new(ReasonCode.ProtocolError, field, expected, found);
}
