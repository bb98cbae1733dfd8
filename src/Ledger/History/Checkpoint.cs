using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SmartBlocks.Ledger;

/// <summary>
/// The head of a history tree as the text of a signed note (C2SP tlog-checkpoint, https://c2sp.org/tlog-checkpoint):
/// <code>
/// origin        which log this is
/// size          leaves, decimal
/// root          Merkle Tree Hash (RFC 6962 §2.1), Base 64
/// extension…    lines without meaning here; none are ever written
/// </code>
/// </summary>
/// <param name="Origin">Names the log, and no other one.</param>
/// <param name="Size">Leaves.</param>
/// <param name="Root">Root over them.</param>
public sealed record Checkpoint(string Origin, long Size, Hash256 Root)
{
    /// <summary>The code of a refusal because an empty tree is given a root.</summary>
    internal const string EmptyRoot = "checkpoint.empty";

    /// <summary>
    /// The origin of a ledger's log: <c>smartblocks/ledger/genesis</c>, with the id of the ledger's block 0. It follows from the ledger's
    /// contents, not from the address of a server, so it is the same wherever the ledger is served and differs between ledgers that share a name.
    /// </summary>
    public static string OriginOf(string ledger, string genesisId) => $"smartblocks/{ledger}/{genesisId}";

    /// <summary>The note's text, with its last newline.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root.Bytes)}\n");

    /// <summary>Signs it under the name of its origin, as the standard advises.</summary>
    public SignedNote Sign(ISigner signer) => SignedNote.Sign(ToText(), Origin, signer);

    /// <summary>Signs it with two keys of the log: its validator's, which the ledger itself names, and an Ed25519 key, which the witness network knows.</summary>
    public SignedNote Sign(ISigner signer, Ed25519Key key) => Sign(signer).With(NoteKey.Sign(ToText(), Origin, key));

    /// <summary>Reads a note's text.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint, [NotNullWhen(false)] out Rejection? why)
    {
        checkpoint = null;
        var lines = text.EndsWith('\n') ? text[..^1].Split('\n') : [];
        if (lines.Length < 3 || lines.Any(l => l.Length == 0))
            return Refuse("it needs the lines origin, size and root, none of them empty", out why);
        if (!TryNumber(lines[1], out var size))
            return Refuse("the size is not a decimal number below 2^63 without leading zeros", out why);
        if (!StrictBase64.TryDecode(lines[2], out var root))
            return Refuse("the root is not 32 bytes in Base 64", out why);
        if (size == 0 && root != Hash256.OfNothing)
        {
            why = new Rejection(EmptyRoot, "The text is not a checkpoint: the root of an empty tree is the hash of nothing.");
            return false;
        }
        (checkpoint, why) = (new Checkpoint(lines[0], size, root), null);
        return true;
    }

    /// <summary>
    /// What a signed note says of the log <paramref name="log"/> names: the checkpoint, and which other known keys (witnesses) signed it
    /// besides the log's.
    /// </summary>
    /// <param name="note">The note.</param>
    /// <param name="log">The log's key; its name is the origin expected.</param>
    /// <param name="witnesses">Further keys whose signatures count.</param>
    /// <param name="checkpoint">The checkpoint, when the answer is null.</param>
    /// <param name="cosigners">The witnesses that signed.</param>
    /// <returns>Null, or the first thing that is wrong.</returns>
    public static Rejection? Open(
        SignedNote note, NoteKey log, IReadOnlyCollection<NoteKey> witnesses, out Checkpoint? checkpoint, out ImmutableArray<NoteKey> cosigners)
    {
        (checkpoint, cosigners) = (null, []);
        if (note.Verify([log, .. witnesses], out var signers) is { } wrong)
            return wrong;
        if (!signers.Contains(log))
            return new Rejection("checkpoint.unsigned", $"The log's own key {log.Name}+{log.Id:x8} did not sign the checkpoint.");
        if (!TryParse(note.Text, out var read, out var why))
            return why;
        if (read.Origin != log.Name)
            return new Rejection("checkpoint.origin", $"The checkpoint is of the log {read.Origin}, not of {log.Name}.", "origin", read.Origin);
        (checkpoint, cosigners) = (read, signers.Remove(log));
        return null;
    }

    /// <summary>A decimal number from 0 to 2^63 − 1 as C2SP writes it: ASCII digits, no leading zeros.</summary>
    internal static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text[0] != '0' || text.Length == 1);

    private static bool Refuse(string reason, out Rejection why)
    {
        why = new Rejection("checkpoint.form", $"The text is not a checkpoint: {reason}.");
        return false;
    }
}
