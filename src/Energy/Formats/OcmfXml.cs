using System.Collections.Immutable;
using System.Text;
using System.Xml;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Formats;

/// <summary>A record and the key its container names for it.</summary>
/// <param name="Record">The record, not yet checked.</param>
/// <param name="PublicKeyHex">SubjectPublicKeyInfo in hex; null when the container has none.</param>
public sealed record OcmfXmlEntry(OcmfRecord Record, string? PublicKeyHex);

/// <summary>
/// The XML container of the S.A.F.E. transparency software: <c>values/value/{signedData format="OCMF" encoding="plain|hex|base64", publicKey
/// encoding="hex|base64"}</c>. The key in the container is a claim: on the ledger only the key registered with the meter counts.
/// </summary>
public static class OcmfXml
{
    private const int MaxEntries = 10_000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true, MaxCharactersInDocument = 16_777_216,
    };

    /// <summary>Reads all OCMF values of a container.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out ImmutableArray<OcmfXmlEntry> entries, out Rejection? why)
    {
        entries = [];
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            using var xml = XmlReader.Create(stream, Settings);
            why = Read(xml, out entries);
        }
        catch (Exception e) when (e is XmlException or FormatException or DecoderFallbackException)
        {
            why = Reject.Because("ocmf.xml", "values", null, "must be the XML of the transparency software, its data plain, hex or base64");
        }
        return why is null;
    }

    private static Rejection? Read(XmlReader xml, out ImmutableArray<OcmfXmlEntry> entries)
    {
        entries = [];
        var found = ImmutableArray.CreateBuilder<OcmfXmlEntry>();
        OcmfRecord? record = null;
        string? key = null;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "value")
                (record, key) = (null, null);
            while (xml.NodeType == XmlNodeType.Element && xml.LocalName is ("signedData" or "publicKey"))
            {
                var name = xml.LocalName;
                var format = xml.GetAttribute("format") ?? "OCMF";
                var data = Decode(xml.GetAttribute("encoding") ?? "plain", out var isText, xml.ReadElementContentAsString().Trim());
                if (name == "publicKey")
                    key = isText ? MeterMessage.StrictUtf8.GetString(data) : Convert.ToHexString(data);
                else if (format != "OCMF")
                    return Reject.Because("ocmf.xml", "signedData.format", format, "must be OCMF");
                else if (!OcmfRecord.TryParse(MeterMessage.StrictUtf8.GetString(data), out record, out var why))
                    return why;
            }
            // ReadElementContentAsString has moved past the element, perhaps to the end of the value.
            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "value" && record is not null && found.Count < MaxEntries)
                found.Add(new(record, key));
        }
        entries = found.DrainToImmutable();
        return entries.IsEmpty ? Reject.Because("reading.empty", "values", null, "holds no OCMF record") : null;
    }

    private static byte[] Decode(string encoding, out bool isText, string text)
    {
        isText = encoding == "plain";
        return encoding switch
        {
            "hex" => Convert.FromHexString(text),
            "base64" => Convert.FromBase64String(text),
            _ => Encoding.UTF8.GetBytes(text),
        };
    }
}
