using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// A batch's seal: a compact JWS whose header is <c>{"alg":"ES256","kid":"…","typ":"sb-batch"}</c> and whose payload is
/// <c>{"ids":["…",…]}</c>, the ids of the batch's transactions in their order. Only exactly these bytes are accepted, so a seal has one form.
/// </summary>
internal sealed class BatchSeal
{
    private const int SignatureTextLength = 86;

    private readonly byte[] _signature;
    private readonly Hash256 _hash;
    private int _verified;

    private BatchSeal(string text, string kid, byte[] signature)
    {
        Text = text;
        Kid = kid;
        _signature = signature;
        _hash = Hash256.Of(Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')]));
    }

    public string Text { get; }

    public string Kid { get; }

    public bool IsTried => Volatile.Read(ref _verified) != 0;

    /// <summary>base64url(SHA-256(ids joined by commas)).</summary>
    public static string IdOf(IReadOnlyList<Transaction> transactions) =>
        Hash256.Of(Encoding.ASCII.GetBytes(string.Join(',', transactions.Select(t => t.Id)))).ToString();

    public static BatchSeal Sign(ISigner key, IReadOnlyList<Transaction> transactions)
    {
        var jws = CompactJws.Sign(key, Header(key.KeyId), Payload(transactions));
        return new BatchSeal(Encoding.ASCII.GetString(jws), key.KeyId, StrictBase64Url.Decode(jws.AsSpan()[^SignatureTextLength..])!);
    }

    public static bool TryParse(
        string text, IReadOnlyList<Transaction> transactions, [NotNullWhen(true)] out BatchSeal? seal, [NotNullWhen(false)] out Rejection? why)
    {
        seal = null;
        why = new Rejection("batch.seal", "The seal must be a compact JWS with alg ES256, kid and typ sb-batch over the ids of the batch's transactions in their order.", "seal");
        var bytes = Encoding.UTF8.GetBytes(text);
        var last = text.LastIndexOf('.');
        if (bytes.Length != text.Length || last < 0 || text.Length - last - 1 != SignatureTextLength
            || StrictBase64Url.Decode(bytes.AsSpan(last + 1)) is not { } signature || ReadKid(bytes) is not { } kid)
            return false;
        if (!CompactJws.SigningInput(Header(kid), Payload(transactions)).AsSpan().SequenceEqual(bytes.AsSpan(0, last)))
            return false;
        seal = new BatchSeal(text, kid, signature);
        why = null;
        return true;
    }

    public bool Verify(PublicKey key)
    {
        if (!string.Equals(key.KeyId, Kid, StringComparison.Ordinal))
            return false;
        if (!IsTried)
            Volatile.Write(ref _verified, key.VerifyHash(_hash, _signature) ? 1 : -1);
        return Volatile.Read(ref _verified) == 1;
    }

    private static byte[] Header(string kid) => Encoding.ASCII.GetBytes($$"""{"alg":"ES256","kid":"{{kid}}","typ":"sb-batch"}""");

    private static byte[] Payload(IEnumerable<Transaction> transactions) =>
        Encoding.ASCII.GetBytes($$"""{"ids":["{{string.Join("\",\"", transactions.Select(t => t.Id))}}"]}""");

    private static string? ReadKid(ReadOnlySpan<byte> compact)
    {
        var dot = compact.IndexOf((byte)'.');
        if (dot is <= 0 or > 256 || StrictBase64Url.Decode(compact[..dot]) is not { } header)
            return null;
        try
        {
            using var document = JsonDocument.Parse(header);
            var kid = Jwk.Member(document.RootElement, "kid");
            return Names.IsDigest(kid) ? kid : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
