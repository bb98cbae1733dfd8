using System.Buffers;

namespace SmartBlocks.Ledger;

/// <summary>The shapes of the short names that formats carry; all of them ASCII, so that they need no escaping anywhere.</summary>
public static class Names
{
    /// <summary>Longest ledger id, party, nonce or family, in characters.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Slug = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly SearchValues<char> Token =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~:");

    /// <summary>A ledger's id: 1 to 64 of <c>a-z 0-9 -</c>.</summary>
    public static bool IsLedger(string? text) => IsSlug(text);

    /// <summary>A slug (ledger, party, site, meter): 1 to 64 of <c>a-z 0-9 -</c>.</summary>
    public static bool IsSlug(string? text) => text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Slug);

    /// <summary>A nonce: 1 to 64 of the characters RFC 3986 leaves unreserved, and the colon.</summary>
    public static bool IsToken(string? text) => text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Token);

    /// <summary>A family: slug, slash, version without leading zero: <c>interval/1</c>.</summary>
    public static bool IsFamily(string? text)
    {
        if (text is null || text.Length > MaxLength)
            return false;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && IsSlug(text[..slash]) && text.Length - slash is > 1 and <= 5
            && text[slash + 1] is >= '1' and <= '9' && !text.AsSpan(slash + 1).ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>A key id, block id or transaction id: 43 characters of canonical base64url.</summary>
    public static bool IsDigest(string? text) => Hash256.TryParse(text, out _);
}
