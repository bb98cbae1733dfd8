using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// The witnesses of one log, side by side: each is asked once for each checkpoint, one that failed is left alone for a while, twice as long each time. One that is
/// away holds nobody up for longer than its time limit, and nobody at all while it is left alone.
/// </summary>
internal sealed class WitnessRing(IReadOnlyList<HttpWitness> witnesses, TimeProvider time, TimeSpan backOff)
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);

    private readonly List<Standing> _standings = [.. witnesses.Select(w => new Standing(w))];

    private sealed class Standing(HttpWitness witness)
    {
        public HttpWitness Witness => witness;

        public long Size { get; set; } = -1;

        public long Time { get; set; }

        public string? Failure { get; set; }

        public int Failures { get; set; }

        public DateTimeOffset NextTry { get; set; }
    }

    /// <summary>How they stand.</summary>
    public ImmutableArray<WitnessStanding> Report() =>
        [.. _standings.Select(s => new WitnessStanding(s.Witness.Key.Name, s.Witness.Key.ToString(), s.Size, s.Time, s.Failure, s.Failure is null ? null : s.NextTry))];

    /// <summary>Takes over what a published checkpoint says of them, after a start.</summary>
    public void Learn(PublishedCheckpoint published)
    {
        foreach (var standing in _standings)
        {
            if (published.Note.Signatures.FirstOrDefault(s => standing.Witness.Key.Verify(published.Note.Text, s)) is { } signature)
                (standing.Size, standing.Time) = (published.Checkpoint.Size, standing.Witness.Key.TimeOf(signature) ?? 0);
        }
    }

    /// <summary>True when some witness has not cosigned the checkpoint of this size and may be asked now.</summary>
    public bool IsLacking(long size) => _standings.Exists(s => s.Size < size && s.NextTry <= time.GetUtcNow());

    /// <summary>The note with the cosignatures that could be had now.</summary>
    /// <param name="checkpoint">What the note says.</param>
    /// <param name="note">The note with the log's signatures, and cosignatures had before.</param>
    /// <param name="hashes">The log's hashes, one reader for each witness.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<SignedNote> CosignAsync(Checkpoint checkpoint, SignedNote note, Func<IHistoryHashes> hashes, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var due = _standings.FindAll(s => s.NextTry <= now && !note.Signatures.Any(s.Witness.Key.Made));
        var cosignatures = await Task.WhenAll(due.Select(s => AskAsync(s, checkpoint, note, hashes(), cancellation)));
        return cosignatures.OfType<NoteSignature>().Aggregate(note, (all, one) => all.With(one));
    }

    private async Task<NoteSignature?> AskAsync(Standing standing, Checkpoint checkpoint, SignedNote note, IHistoryHashes hashes, CancellationToken cancellation)
    {
        // Not more than the log itself says: cosignatures of others are no business of a witness.
        var old = Math.Clamp(standing.Size, 0, checkpoint.Size);
        var reply = await AskAsync(standing.Witness, old, checkpoint, note, hashes, cancellation);
        if (reply.Size is { } size && size <= checkpoint.Size)
            reply = await AskAsync(standing.Witness, size, checkpoint, note, hashes, cancellation);
        if (reply.Cosignature is { } cosignature)
        {
            (standing.Size, standing.Time) = (checkpoint.Size, standing.Witness.Key.TimeOf(cosignature) ?? 0);
            (standing.Failure, standing.Failures) = (null, 0);
            return cosignature;
        }
        standing.Failure = reply.Failure ?? FormattableString.Invariant(
            $"It has cosigned a checkpoint of size {reply.Size}, this ledger has {checkpoint.Size}: was the ledger restored from an older copy?");
        var pause = Math.Min(backOff.Ticks, FirstBackOff.Ticks << Math.Min(standing.Failures, 20));
        standing.Failures++;
        standing.NextTry = time.GetUtcNow().AddTicks(pause);
        return null;
    }

    private static Task<WitnessReply> AskAsync(
        HttpWitness witness, long old, Checkpoint checkpoint, SignedNote note, IHistoryHashes hashes, CancellationToken cancellation) =>
        witness.AskAsync(new WitnessRequest(old, ConsistencyProof.Create(old, checkpoint.Size, hashes).Path, note), cancellation);
}
