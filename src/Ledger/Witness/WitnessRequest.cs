using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace SmartBlocks.Ledger;

/// <summary>
/// What a log sends to a witness's <c>add-checkpoint</c> (C2SP tlog-witness, https://c2sp.org/tlog-witness):
/// <code>
/// old 20852014            size of the checkpoint the witness cosigned last
/// base64                  a hash of the consistency proof, at most 63 lines
///
/// checkpoint, as a signed note
/// </code>
/// </summary>
/// <param name="OldSize">Size of the last checkpoint that the witness cosigned, 0 when there was none.</param>
/// <param name="Proof">Consistency proof (RFC 6962 §2.1.2) from there; empty from size 0 and between equal sizes.</param>
/// <param name="Checkpoint">The new checkpoint with the log's signatures.</param>
public sealed record WitnessRequest(long OldSize, ImmutableArray<Hash256> Proof, SignedNote Checkpoint)
{
    /// <summary>Where requests go, below a witness's submission prefix.</summary>
    public const string Path = "add-checkpoint";

    /// <summary>Media type of the size that answers a wrong old size.</summary>
    public const string SizeType = "text/x.tlog.size";

    /// <summary>Most lines of a proof.</summary>
    public const int MaxProof = 63;

    /// <summary>Longest request, in bytes.</summary>
    public const int MaxBytes = SignedNote.MaxBytes + 4_096;

    /// <summary>The request's body.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"old {OldSize}\n");
        foreach (var hash in Proof)
            text.Append(Convert.ToBase64String(hash.Bytes)).Append('\n');
        return Encoding.UTF8.GetBytes(text.Append('\n').Append(Checkpoint).ToString());
    }

    /// <summary>Reads a body. Nothing in it is verified yet.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out WitnessRequest? request, [NotNullWhen(false)] out Rejection? why)
    {
        request = null;
        var end = bytes.IndexOf("\n\n"u8);
        if (bytes.Length > MaxBytes || end < 0)
            return Refuse($"it needs an old size, a proof, an empty line and a checkpoint, in at most {MaxBytes} bytes", out why);
        var lines = Encoding.UTF8.GetString(bytes[..end]).Split('\n');
        if (!lines[0].StartsWith("old ", StringComparison.Ordinal) || !Ledger.Checkpoint.TryNumber(lines[0]["old ".Length..], out var old))
            return Refuse("its first line is not 'old' and a decimal number without leading zeros", out why);
        if (lines.Length - 1 > MaxProof)
            return Refuse($"its proof has {lines.Length - 1} lines; {MaxProof} are the limit", out why);
        var proof = ImmutableArray.CreateBuilder<Hash256>(lines.Length - 1);
        foreach (var line in lines.AsSpan(1))
        {
            if (!StrictBase64.TryDecode(line, out var hash))
                return Refuse("a line of its proof is not 32 bytes in Base 64", out why);
            proof.Add(hash);
        }
        if (!SignedNote.TryParse(bytes[(end + 2)..], out var note, out why))
            return false;
        request = new WitnessRequest(old, proof.MoveToImmutable(), note);
        return true;
    }

    private static bool Refuse(string reason, out Rejection why)
    {
        why = new Rejection("witnessRequest.form", $"The body is not a request to a witness: {reason}.");
        return false;
    }
}
