using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// Two statements by one key that no honest holder of it makes both: proof of a fault, checkable without asking anyone. As JSON, canonical, members in
/// this order: <c>{"format":"sb-evidence/1","kind":"vote","jwk":{…},"first":"…","second":"…"}</c>; the statements in ordinal order. Kinds:
/// <list type="bullet">
/// <item><c>block</c>: signatures of two blocks at one height;</item>
/// <item><c>vote</c>: votes for two blocks in one round;</item>
/// <item><c>proposal</c>: proposals of two blocks in one round;</item>
/// <item><c>status</c>: two different statuses for one round;</item>
/// <item><c>lie</c>: a lock vote, and a status for a later round that names no prepared certificate as high.</item>
/// </list>
/// </summary>
public sealed class Evidence
{
    /// <summary>The only format.</summary>
    public const string Format = "sb-evidence/1";

    /// <summary>Longest evidence, in bytes.</summary>
    public const int MaxBytes = 2 * SignedStatement.MaxLength + 1_024;

    private Evidence(string kind, PublicKey key, SignedStatement first, SignedStatement second) =>
        (Kind, Key, First, Second) = (kind, key, first, second);

    /// <summary>How the statements exclude each other.</summary>
    public string Kind { get; }

    /// <summary>The key that made both.</summary>
    public PublicKey Key { get; }

    /// <summary>One of the statements.</summary>
    public SignedStatement First { get; }

    /// <summary>The other.</summary>
    public SignedStatement Second { get; }

    /// <summary>The ledger.</summary>
    public string Ledger => First.Ledger;

    /// <summary>The height.</summary>
    public long Number => First.Number;

    /// <summary>The round of the earlier statement; null for block signatures, which have none.</summary>
    public long? Round => RoundOf(First) is { } a && RoundOf(Second) is { } b ? Math.Min(a, b) : null;

    /// <summary>base64url(SHA-256(<see cref="ToJson"/>)).</summary>
    public string Id => Hash256.Of(ToJson()).ToString();

    /// <summary>What it shows, in one sentence for people.</summary>
    public string Sentence => FormattableString.Invariant($"The key {Key.KeyId} gave, at height {Number} of {Ledger}, a {First.Sentence} and a {Second.Sentence}.");

    /// <summary>Evidence of two statements by <paramref name="key"/>; null when they do not exclude each other or a signature does not verify.</summary>
    public static Evidence? Of(SignedStatement one, SignedStatement other, PublicKey key)
    {
        var (first, second) = string.CompareOrdinal(one.Text, other.Text) <= 0 ? (one, other) : (other, one);
        return Conflict(first, second) is { } kind && first.Verify(key) && second.Verify(key) ? new Evidence(kind, key, first, second) : null;
    }

    /// <summary>Why two statements exclude each other: the kind of evidence; null when both may be made. Signatures are not looked at.</summary>
    public static string? Conflict(SignedStatement one, SignedStatement other)
    {
        if (one.Kid != other.Kid || one.Ledger != other.Ledger || one.Number != other.Number)
            return null;
        return (one, other) switch
        {
            (BlockStatement a, BlockStatement b) when a.Block != b.Block => "block",
            (Vote a, Vote b) when a.Round == b.Round && a.Block != b.Block => "vote",
            (SignedProposal a, SignedProposal b) when a.Round == b.Round && a.Block != b.Block => "proposal",
            (RoundStatus a, RoundStatus b) when a.Round == b.Round && a.Prepared != b.Prepared => "status",
            (Vote a, RoundStatus b) when Denies(b, a) => "lie",
            (RoundStatus a, Vote b) when Denies(a, b) => "lie",
            _ => null,
        };
    }

    /// <summary>
    /// Checks a file of evidence with nothing but itself. Null when it holds: then its key has done what <see cref="Sentence"/> says. Else why not.
    /// Whose key it is, the ledger says.
    /// </summary>
    public static Rejection? Check(ReadOnlyMemory<byte> json, out Evidence? evidence) => TryParse(json, out evidence, out var why) ? null : why;

    /// <summary>Writes the JSON form.</summary>
    public byte[] ToJson() => CanonicalJson.Write(json =>
    {
        json.WriteString("format", Format);
        json.WriteString("kind", Kind);
        json.WritePropertyName("jwk");
        json.WriteRawValue(Key.ToJwk());
        json.WriteString("first", First.Text);
        json.WriteString("second", Second.Text);
    });

    /// <summary>Reads and checks what <see cref="ToJson"/> writes, white space between members aside.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out Evidence? evidence, [NotNullWhen(false)] out Rejection? why)
    {
        evidence = null;
        if (json.Length > MaxBytes)
        {
            why = new Rejection("evidence.size", $"Evidence has at most {MaxBytes} bytes; this has {json.Length}.");
            return false;
        }
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (Jwk.Member(root, "format") != Format)
            {
                why = new Rejection("evidence.format", $"format must be {Format}.", "format");
                return false;
            }
            if (!PublicKey.TryFromJwk(root.GetProperty("jwk"), out var key, out why)
                || !SignedStatement.TryParse(Jwk.Member(root, "first"), out var first, out why)
                || !SignedStatement.TryParse(Jwk.Member(root, "second"), out var second, out why))
                return false;
            evidence = Of(first, second, key);
            why = evidence is null ? new Rejection("evidence.conflict", "The statements do not exclude each other, or are not both signed by the key.")
                : !CanonicalJson.Write(root).AsSpan().SequenceEqual(evidence.ToJson())
                    ? new Rejection("evidence.form", "Evidence must have format, kind, jwk, first and second in this order and nothing else, the statements in ordinal order.")
                    : null;
            evidence = why is null ? evidence : null;
            return evidence is not null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            evidence = null;
            why = new Rejection("evidence.form", "The evidence cannot be read: " + e.Message);
            return false;
        }
    }

    private static bool Denies(RoundStatus status, Vote vote) => vote.Phase == VotePhase.Lock && status.Round > vote.Round
        && (status.Prepared is not { } prepared || prepared.Round < vote.Round || (prepared.Round == vote.Round && prepared.Block != vote.Block));

    private static long? RoundOf(SignedStatement statement) => statement switch
    {
        Vote vote => vote.Round,
        SignedProposal proposal => proposal.Round,
        RoundStatus status => status.Round,
        _ => null,
    };
}
