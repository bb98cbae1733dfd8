using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>
/// The gateway's word for a device that cannot sign: what kind of message it received, its digest, and from which login. Found in the
/// payload, it is what the gateway's signature covers.
/// </summary>
/// <param name="Format">Format of the message: senml, p1, ocmf or csv.</param>
/// <param name="Digest">Base64url SHA-256 of the message as received.</param>
/// <param name="By">The login that sent it.</param>
public sealed record Attestation(string Format, string Digest, string By)
{
    internal static readonly string[] Formats = ["senml", "p1", "ocmf", "csv"];
    private static readonly string[] Fields = ["format", "digest", "by"];

    internal static Attestation? Read(PayloadObject payload)
    {
        using var attested = payload.OptionalObject("attested", Fields);
        if (attested is null)
            return null;
        var attestation = new Attestation(attested.Text("format", 16), attested.Text("digest", 43), attested.Text("by", 256));
        if (attested.Problem is null)
        {
            if (!Formats.Contains(attestation.Format))
                attested.Fail(Reject.Because("payload.word", "attested.format", attestation.Format, $"must be one of {string.Join(", ", Formats)}"));
            else if (!Hash256.TryParse(attestation.Digest, out _))
                attested.Fail(Reject.Because("payload.digest", "attested.digest", attestation.Digest, "must be a SHA-256 in base64url, 43 characters"));
        }
        payload.Fail(attested.Problem);
        return attestation;
    }

    internal static JsonText Write(JsonText json, Attestation? attested) => attested is null ? json : json
        .Raw(",\"attested\":{\"format\":"u8).String(attested.Format)
        .Raw(",\"digest\":"u8).String(attested.Digest)
        .Raw(",\"by\":"u8).String(attested.By)
        .Raw("}"u8);
}
