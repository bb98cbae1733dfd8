using System.Buffers.Text;

namespace SmartBlocks.Ledger;

/// <summary>JWS compact serialization (RFC 7515 §7.1).</summary>
internal static class CompactJws
{
    /// <summary>Signs <paramref name="header"/> and <paramref name="payload"/>: base64url(header).base64url(payload).base64url(signature).</summary>
    public static byte[] Sign(ISigner key, ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        var input = SigningInput(header, payload);
        var signature = key.Sign(input);
        var jws = new byte[input.Length + 1 + Base64Url.GetEncodedLength(signature.Length)];
        input.CopyTo(jws, 0);
        jws[input.Length] = (byte)'.';
        Base64Url.EncodeToUtf8(signature, jws.AsSpan(input.Length + 1), out _, out _);
        return jws;
    }

    /// <summary>base64url(header).base64url(payload).</summary>
    public static byte[] SigningInput(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        var dot = Base64Url.GetEncodedLength(header.Length);
        var input = new byte[dot + 1 + Base64Url.GetEncodedLength(payload.Length)];
        Base64Url.EncodeToUtf8(header, input, out _, out _);
        input[dot] = (byte)'.';
        Base64Url.EncodeToUtf8(payload, input.AsSpan(dot + 1), out _, out _);
        return input;
    }
}
