using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// Two checkpoints that one log signed and that cannot both be of one history, which anybody checks who has the log's key. Either they are of one size and have different
/// roots; or the second is larger, and hashes stand beside it that lead to its root (RFC 9162 §2.1.4) and, of the first's size, to another root than the first's.
/// As JSON, members in this order: <c>{"format":"sb-log-fork/1","first":"note","second":"note","proof":["hash",…]}</c>, <c>proof</c> only where the sizes differ.
/// </summary>
/// <param name="First">The one that was seen first.</param>
/// <param name="Second">The other.</param>
/// <param name="Proof">
/// Where the sizes differ, the consistency proof between them in the second's history; empty otherwise. Where the first's size is a power of two, RFC 9162 leaves the earlier root
/// out of it; here it comes first.
/// </param>
public sealed record LogFork(SignedNote First, SignedNote Second, ImmutableArray<Hash256> Proof)
{
    /// <summary>The only format.</summary>
    public const string Format = "sb-log-fork/1";

    /// <summary>Longest file, in bytes.</summary>
    public const int MaxBytes = 3 * SignedNote.MaxBytes;

    /// <summary>Two checkpoints of one size.</summary>
    public LogFork(SignedNote first, SignedNote second) : this(first, second, [])
    {
    }

    /// <summary>Null when the two prove that the log of one of the keys has forked; else the first thing that is wrong.</summary>
    /// <param name="keys">Keys of logs one knows; a key's name is the origin it speaks for.</param>
    /// <param name="first">The first checkpoint, when the answer is null.</param>
    /// <param name="second">The second.</param>
    public Rejection? Verify(IReadOnlyCollection<NoteKey> keys, out Checkpoint? first, out Checkpoint? second)
    {
        second = null;
        if (!Checkpoint.TryParse(First.Text, out first, out var why) || !Checkpoint.TryParse(Second.Text, out second, out why))
            return why;
        var (one, other) = (first, second);
        if (one.Origin != other.Origin)
            return new Rejection("fork.origin", $"The checkpoints are of two logs, {one.Origin} and {other.Origin}.");
        if ((one.Size == other.Size ? CompareEqual(one, other) : CompareLarger(one, other)) is { } harmless)
            return harmless;
        // One and the same key must have signed both: two keys of a log may be in two hands.
        foreach (var key in keys.Where(k => k.Name == one.Origin))
            if (First.Verify([key], out _) is null && Second.Verify([key], out _) is null)
                return null;
        return new Rejection("fork.unsigned", $"No known key of the log {one.Origin} signed both checkpoints.");
    }

    private Rejection? CompareEqual(Checkpoint one, Checkpoint other) =>
        one.Root == other.Root ? new Rejection("fork.root", "The checkpoints say the same: they have one root.")
        : Proof.IsEmpty ? null
        : new Rejection("fork.proof", "The checkpoints are of one size: there is nothing for proof to show.", "proof");

    private Rejection? CompareLarger(Checkpoint one, Checkpoint other)
    {
        if (Proof.IsEmpty)
        {
            return new Rejection("fork.size",
                FormattableString.Invariant($"The checkpoints are of sizes {one.Size} and {other.Size}: that the one does not continue the other, they do not show by themselves."));
        }
        if (one.Size == 0 || one.Size > other.Size)
            return new Rejection("fork.size", FormattableString.Invariant($"The checkpoints are of sizes {one.Size} and {other.Size}; the first must be the smaller one, and not empty."));
        if (ConsistencyProof.Roots(one.Size, other.Size, Proof) is not var (older, newer) || newer != other.Root)
            return new Rejection("fork.proof", "proof does not lead to the second checkpoint's root.", "proof");
        return older == one.Root ? new Rejection("fork.continues", "The second checkpoint continues the first, as proof shows.", "proof") : null;
    }

    /// <summary>Writes the JSON form.</summary>
    public byte[] ToJson()
    {
        var proof = Proof.IsEmpty ? "" : $",\"proof\":[{string.Join(',', Proof.Select(hash => $"\"{hash}\""))}]";
        return Encoding.UTF8.GetBytes(
            $$"""{"format":"{{Format}}","first":{{JsonSerializer.Serialize(First.ToString())}},"second":{{JsonSerializer.Serialize(Second.ToString())}}{{proof}}}""");
    }

    /// <summary>Reads what <see cref="ToJson"/> writes. Nothing in it is verified yet.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out LogFork? fork, [NotNullWhen(false)] out Rejection? why)
    {
        fork = null;
        if (json.Length > MaxBytes)
        {
            why = new Rejection("fork.form", $"The file has {json.Length} bytes; {MaxBytes} are the limit.");
            return false;
        }
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (Jwk.Member(root, "format") != Format)
            {
                why = new Rejection("fork.format", $"format must be {Format}.", "format");
                return false;
            }
            if (!SignedNote.TryParse(Encoding.UTF8.GetBytes(Jwk.Member(root, "first")), out var first, out why)
                || !SignedNote.TryParse(Encoding.UTF8.GetBytes(Jwk.Member(root, "second")), out var second, out why))
                return false;
            if (!TryReadProof(root, out var proof))
            {
                why = new Rejection("fork.proof", $"proof must be a list of at most {WitnessRequest.MaxProof + 1} SHA-256 in base64url.", "proof");
                return false;
            }
            fork = new LogFork(first, second, proof);
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            why = new Rejection("fork.form", $"The file cannot be read: {e.Message.TrimEnd('.')}.");
            return false;
        }
    }

    private static bool TryReadProof(JsonElement root, out ImmutableArray<Hash256> proof)
    {
        proof = [];
        if (!root.TryGetProperty("proof", out var list))
            return true;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > WitnessRequest.MaxProof + 1)
            return false;
        var hashes = ImmutableArray.CreateBuilder<Hash256>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !Hash256.TryParse(item.GetString(), out var hash))
                return false;
            hashes.Add(hash);
        }
        proof = hashes.MoveToImmutable();
        return true;
    }
}
