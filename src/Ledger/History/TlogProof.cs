using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace SmartBlocks.Ledger;

/// <summary>
/// A receipt that tools of other transparency logs read (C2SP tlog-proof, https://c2sp.org/tlog-proof): the place of an entry, the hashes
/// that lead from it to the root of a checkpoint, and that checkpoint with its signatures.
/// <code>
/// c2sp.org/tlog-proof@v1
/// extra base64         optional; here the entry itself, so that one file is enough. The proof is what makes it trustworthy
/// index 7
/// base64               the inclusion path, a hash a line, from the leaf up
///
/// checkpoint, verbatim
/// </code>
/// </summary>
/// <param name="Index">The entry's index, from 0.</param>
/// <param name="Path">Inclusion path (RFC 9162 §2.1.3).</param>
/// <param name="Checkpoint">The signed checkpoint.</param>
/// <param name="Extra">The transaction's compact JWS, or null.</param>
public sealed record TlogProof(long Index, ImmutableArray<Hash256> Path, SignedNote Checkpoint, ReadOnlyMemory<byte>? Extra = null)
{
    /// <summary>The first line.</summary>
    public const string Format = "c2sp.org/tlog-proof@v1";

    /// <summary>The file's extension.</summary>
    public const string Extension = ".tlog-proof";

    /// <summary>Longest proof, in bytes.</summary>
    public const int MaxBytes = 2 * SignedNote.MaxBytes;

    private const int MaxPath = 63;

    /// <summary>Makes the proof of the entry at <paramref name="index"/> under a checkpoint of its log.</summary>
    /// <exception cref="ArgumentException">When the note is not a checkpoint, or its tree has no such entry.</exception>
    public static TlogProof Create(ReadOnlyMemory<byte> entry, long index, SignedNote checkpoint, IHistoryHashes hashes) =>
        Ledger.Checkpoint.TryParse(checkpoint.Text, out var head, out var why)
            ? new TlogProof(index, InclusionProof.Create(index, head.Size, hashes).Path, checkpoint, entry)
            : throw new ArgumentException(why.Detail, nameof(checkpoint));

    /// <summary>
    /// Null when the proof shows <paramref name="entry"/> in the log of <paramref name="log"/>; else the first thing that is wrong.
    /// </summary>
    /// <param name="entry">The entry's bytes: a transaction's compact JWS.</param>
    /// <param name="log">The log's key; its name is the origin expected.</param>
    /// <param name="witnesses">Witnesses whose signatures count.</param>
    /// <param name="quorum">How many of them must have signed.</param>
    public Rejection? Verify(ReadOnlySpan<byte> entry, NoteKey log, IReadOnlyCollection<NoteKey>? witnesses = null, int quorum = 0)
    {
        if (Ledger.Checkpoint.Open(Checkpoint, log, witnesses ?? [], out var head, out var cosigners) is { } wrong)
            return wrong;
        if (cosigners.Length < quorum)
        {
            return new Rejection("checkpoint.witnesses",
                FormattableString.Invariant($"{cosigners.Length} known witnesses signed the checkpoint; {quorum} are asked for."));
        }
        return new InclusionProof(Index, head!.Size, Path).Verify(HistoryTree.LeafHash(entry), head.Root)
            ? null
            : new Rejection("tlogProof.path",
                FormattableString.Invariant($"The path does not lead from the entry at index {Index} to the checkpoint's root."));
    }

    /// <summary>The proof as text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Format).Append('\n');
        if (Extra is { } extra)
            text.Append("extra ").Append(Convert.ToBase64String(extra.Span)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Path)
            text.Append(Convert.ToBase64String(hash.Bytes)).Append('\n');
        return text.Append('\n').Append(Checkpoint).ToString();
    }

    /// <summary>The proof in UTF-8.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    /// <summary>Reads a proof. Nothing in it is verified yet.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out TlogProof? proof, [NotNullWhen(false)] out Rejection? why)
    {
        proof = null;
        var end = bytes.Span.IndexOf("\n\n"u8);
        if (bytes.Length > MaxBytes || end < 0)
            return Refuse($"it needs a head, an empty line and a checkpoint, in at most {MaxBytes} bytes", out why);
        var head = Encoding.UTF8.GetString(bytes.Span[..end]).Split('\n');
        if (head[0] != Format)
            return Refuse($"its first line is not {Format}", out why);
        var at = 1;
        byte[]? extra = null;
        if (at < head.Length && head[at].StartsWith("extra ", StringComparison.Ordinal))
        {
            extra = StrictBase64.Decode(head[at++]["extra ".Length..]);
            if (extra is null)
                return Refuse("its extra data is not Base 64", out why);
        }
        if (at >= head.Length || !head[at].StartsWith("index ", StringComparison.Ordinal)
            || !Ledger.Checkpoint.TryNumber(head[at]["index ".Length..], out var index))
            return Refuse("it lacks the line 'index' with a decimal number without leading zeros", out why);
        var path = ImmutableArray.CreateBuilder<Hash256>();
        foreach (var line in head.AsSpan(at + 1))
        {
            if (path.Count == MaxPath || !StrictBase64.TryDecode(line, out var hash))
                return Refuse($"its path is not at most {MaxPath} lines of 32 bytes in Base 64", out why);
            path.Add(hash);
        }
        if (!SignedNote.TryParse(bytes.Span[(end + 2)..], out var note, out why))
            return false;
        proof = new TlogProof(index, path.ToImmutable(), note, extra is null ? default(ReadOnlyMemory<byte>?) : extra);
        return true;
    }

    private static bool Refuse(string reason, out Rejection why)
    {
        why = new Rejection("tlogProof.form", $"The bytes are not a tlog-proof: {reason}.");
        return false;
    }
}
