using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// Two checkpoints of one log, of one size, with different roots, both signed by the log: proof that it shows two histories, which anybody checks who has the log's
/// key. As JSON, members in this order: <c>{"format":"sb-log-fork/1","first":"note","second":"note"}</c>.
/// </summary>
/// <param name="First">The one that was seen first.</param>
/// <param name="Second">The other.</param>
public sealed record LogFork(SignedNote First, SignedNote Second)
{
    /// <summary>The only format.</summary>
    public const string Format = "sb-log-fork/1";

    /// <summary>Longest file, in bytes.</summary>
    public const int MaxBytes = 3 * SignedNote.MaxBytes;

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
        if (one.Size != other.Size)
        {
            return new Rejection("fork.size",
                FormattableString.Invariant($"The checkpoints are of sizes {one.Size} and {other.Size}: that the one does not continue the other, they do not show by themselves."));
        }
        if (one.Root == other.Root)
            return new Rejection("fork.root", "The checkpoints say the same: they have one root.");
        // One and the same key must have signed both: two keys of a log may be in two hands.
        foreach (var key in keys.Where(k => k.Name == one.Origin))
            if (First.Verify([key], out _) is null && Second.Verify([key], out _) is null)
                return null;
        return new Rejection("fork.unsigned", $"No known key of the log {one.Origin} signed both checkpoints.");
    }

    /// <summary>Writes the JSON form.</summary>
    public byte[] ToJson() => Encoding.UTF8.GetBytes(
        $$"""{"format":"{{Format}}","first":{{JsonSerializer.Serialize(First.ToString())}},"second":{{JsonSerializer.Serialize(Second.ToString())}}}""");

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
            fork = new LogFork(first, second);
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            why = new Rejection("fork.form", $"The file cannot be read: {e.Message.TrimEnd('.')}.");
            return false;
        }
    }
}
