using System.Globalization;

namespace SmartBlocks.Ledger;

/// <summary>What a witness answers to a request.</summary>
/// <param name="Status">HTTP status: 200 when <paramref name="Checkpoint"/> is to be kept and then cosigned.</param>
/// <param name="Checkpoint">The new checkpoint, verified, when the status is 200.</param>
/// <param name="Trusted">Its note with the signatures of the log's known keys alone.</param>
/// <param name="Why">What is wrong otherwise.</param>
/// <param name="Size">With status 409, the size that the next request must begin at.</param>
public sealed record WitnessAnswer(int Status, Checkpoint? Checkpoint, SignedNote? Trusted, Rejection? Why, long Size = 0)
{
    /// <summary>The body of status 409: the size, decimal, and a newline.</summary>
    public string SizeText => Size.ToString(CultureInfo.InvariantCulture) + "\n";
}

/// <summary>
/// The rules of a witness (C2SP tlog-witness, add-checkpoint): it cosigns a checkpoint only when that continues the last one it cosigned of the same log. A log
/// that shows different histories to different people then gets cosignatures for one of them at most.
/// </summary>
public static class WitnessRules
{
    /// <summary>Judges a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="keys">The keys that are trusted for logs; a key's name is the origin it speaks for.</param>
    /// <param name="latest">What was cosigned last of the log with this origin, null when nothing was.</param>
    public static WitnessAnswer Judge(WitnessRequest request, IReadOnlyCollection<NoteKey> keys, Func<string, Checkpoint?> latest)
    {
        if (!Checkpoint.TryParse(request.Checkpoint.Text, out var checkpoint, out var why))
        {
            // Of the wrong things a text can be, the standard gives an empty tree with another root a status of its own.
            return Wrong(why.Code == Checkpoint.EmptyRoot ? 422 : 400, why);
        }
        List<NoteKey> known = [.. keys.Where(k => k.Name == checkpoint.Origin)];
        if (known.Count == 0)
            return Wrong(404, new Rejection("witness.origin", $"The log {checkpoint.Origin} is not known here.", "origin", checkpoint.Origin));
        if (request.Checkpoint.Verify(known, out _) is { } unsigned)
            return Wrong(403, unsigned);
        if (request.OldSize > checkpoint.Size)
        {
            return Wrong(400, new Rejection("witness.old",
                FormattableString.Invariant($"The old size {request.OldSize} is larger than the checkpoint's, {checkpoint.Size}."), "old"));
        }
        var last = latest(checkpoint.Origin) ?? new Checkpoint(checkpoint.Origin, 0, Hash256.OfNothing);
        if (request.OldSize != last.Size)
        {
            return new WitnessAnswer(409, null, null, new Rejection("witness.size",
                FormattableString.Invariant($"The last checkpoint cosigned here has the size {last.Size}, not {request.OldSize}."), "old"), last.Size);
        }
        if (!new ConsistencyProof(request.OldSize, checkpoint.Size, request.Proof).Verify(last.Root, checkpoint.Root))
        {
            return Wrong(422, new Rejection("witness.consistency",
                FormattableString.Invariant($"The checkpoint of size {checkpoint.Size} is not shown to continue the one of size {last.Size} that was cosigned here.")));
        }
        return new WitnessAnswer(200, checkpoint, request.Checkpoint.OnlyOf(known), null);
    }

    private static WitnessAnswer Wrong(int status, Rejection why) => new(status, null, null, why);
}
