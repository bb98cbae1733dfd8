using System.Security.Cryptography;
using System.Text;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Formats;

/// <summary>
/// Signatures of OCMF records: ECDSA on secp256r1 with SHA-256 over the UTF-8 text of the payload section, signature in DER (RFC 3279), public key as
/// SubjectPublicKeyInfo (RFC 5480). OCMF's other curves (secp192, secp256k1, brainpool, secp384r1) are named and refused.
/// </summary>
public static class OcmfSignature
{
    /// <summary>What a record without SA means.</summary>
    public const string DefaultAlgorithm = "ECDSA-secp256r1-SHA256";

    /// <summary>
    /// SEQUENCE { SEQUENCE { OID ecPublicKey 1.2.840.10045.2.1, OID prime256v1 1.2.840.10045.3.1.7 }, BIT STRING { 04 ‖ X ‖ Y } } up to the 04.
    /// </summary>
    private const string SpkiPrefix = "3059301306072A8648CE3D020106082A8648CE3D03010703420004";

    private const int SpkiHexLength = 182;

    /// <summary>Null when hex is a usable secp256r1 key; otherwise <c>ocmf.key</c>.</summary>
    public static Rejection? CheckKey(string field, string hex)
    {
        if (hex.Length != SpkiHexLength || !hex.StartsWith(SpkiPrefix, StringComparison.OrdinalIgnoreCase) || !hex.All(char.IsAsciiHexDigit))
            return Reject.Because("ocmf.key", field, hex, "must be a SubjectPublicKeyInfo in hex, uncompressed, on secp256r1; other curves are not supported");
        try
        {
            using var key = Import(hex);
            return null;
        }
        catch (CryptographicException)
        {
            return Reject.Because("ocmf.key", field, hex, "is not a point on secp256r1");
        }
    }

    /// <summary>Null when the record carries a valid signature of this key; otherwise <c>ocmf.curve</c>, <c>ocmf.key</c> or <c>ocmf.signature</c>.</summary>
    public static Rejection? Check(OcmfRecord record, string keyHex)
    {
        if (record.Algorithm != DefaultAlgorithm)
            return Reject.Because("ocmf.curve", "SA", record.Algorithm, $"is not supported; only {DefaultAlgorithm} is");
        if (CheckKey("ocmfKey", keyHex) is { } bad)
            return bad;
        try
        {
            using var key = Import(keyHex);
            var signed = Encoding.UTF8.GetBytes(record.PayloadText);
            if (key.VerifyData(signed, record.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))
                return null;
        }
        catch (CryptographicException)
        {
            // Not a DER signature at all: as wrong as one that does not match.
        }
        return Reject.Because("ocmf.signature", "SD", Convert.ToHexString(record.Signature.Span), "is not the meter's signature over this payload");
    }

    private static ECDsa Import(string hex)
    {
        var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromHexString(hex), out _);
        return key;
    }
}
