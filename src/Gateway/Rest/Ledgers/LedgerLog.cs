using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>
/// A ledger's history as C2SP tlog-tiles has it, as <see cref="ILogGrain"/> published it. Tiles that are not among the blobs (partial ones of sizes between two
/// checkpoints, or those of a log that is just beginning) are cut from what the store keeps of the same durable blocks.
/// </summary>
public sealed class LedgerLog(LedgerReader reader, IBlobStore blobs, LogPublisher publisher, IGrainFactory grains)
{
    /// <summary>The keys that sign the log's checkpoints: the host's validator key, and the log's Ed25519 key.</summary>
    public Task<(NoteKey Validator, NoteKey Log)> KeysAsync(string ledger, CancellationToken cancellation) => publisher.KeysAsync(ledger, cancellation);

    /// <summary>The published checkpoint; the first one is published when it is asked for.</summary>
    public async Task<ReadOnlyMemory<byte>> CheckpointAsync(StoredBlock head, CancellationToken cancellation) =>
        await blobs.ReadCheckpointAsync(head.Ledger, cancellation) is { } published
            && published.Checkpoint.Origin == await publisher.OriginAsync(head.Ledger, cancellation)
            ? published.Note.ToBytes()
            : await PublishAsync(head.Ledger, 1, cancellation);

    /// <summary>The bytes of a tile or bundle, or null when the history up to <paramref name="head"/> is not that wide there.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(StoredBlock head, TilePath path, CancellationToken cancellation)
    {
        if (path.WidthAt(SizeOf(head)) < path.Width) return null;
        if (await blobs.ReadAsync(LogBlobs.Tile(head.Ledger, path), cancellation) is { } blob) return blob.Bytes;
        if (path.Level is not { } level)
        {
            var first = path.Index * HistoryTiles.Width;
            return EntryBundle.Write(await reader.Store.ReadEntriesAsync(head.Ledger, first, cancellation).Take(path.Width).ToListAsync(cancellation));
        }
        var tile = await reader.Store.ReadTileAsync(head.Ledger, level, path.Index, cancellation) ?? default;
        var length = path.Width * Hash256.Size;
        return tile.Length >= length
            ? tile[..length]
            : throw new InvalidDataException($"Ledger '{head.Ledger}': the store lacks hashes of {path}.");
    }

    /// <summary>
    /// The proof of a transaction under the published checkpoint with its cosignatures, which is brought up to date when it does not cover the transaction yet;
    /// null when it is not on the ledger.
    /// </summary>
    public async Task<TlogProof?> ProveAsync(StoredBlock head, string transaction, CancellationToken cancellation)
    {
        if (!Names.IsDigest(transaction)
            || await reader.Store.FindTransactionAsync(head.Ledger, transaction, cancellation) is not { } place || place.Index >= SizeOf(head))
            return null;
        var text = await CheckpointAsync(head, cancellation);
        if (Open(text).Checkpoint.Size <= place.Index) text = await PublishAsync(head.Ledger, place.Index + 1, cancellation);
        var (note, checkpoint) = Open(text);
        var entry = await reader.Store.ReadEntriesAsync(head.Ledger, place.Index, cancellation).FirstAsync(cancellation);
        var path = InclusionProof.Create(place.Index, checkpoint.Size, reader.HistoryAt(head.Ledger, checkpoint.Size)).Path;
        return new TlogProof(place.Index, path, note, entry.IsEmpty ? default(ReadOnlyMemory<byte>?) : entry);
    }

    /// <summary>How the log's witnesses stand.</summary>
    public async Task<WitnessesOfLog> WitnessesAsync(string ledger, CancellationToken cancellation)
    {
        var standings = await grains.GetGrain<ILogGrain>(ledger).Witnesses();
        return new WitnessesOfLog(await publisher.OriginAsync(ledger, cancellation), [.. standings.Select(s => new WitnessOfLog(
            s.Name, s.Key, s.Size < 0 ? null : s.Size, s.Time == 0 ? null : Utc.OfMilliseconds(s.Time * 1000), s.Failure, s.NextTry?.UtcDateTime))]);
    }

    async Task<ReadOnlyMemory<byte>> PublishAsync(string ledger, long size, CancellationToken cancellation) =>
        await grains.GetGrain<ILogGrain>(ledger).Publish(size, cancellation) ?? throw ProblemException.NotFound("ledger", ledger);

    static (SignedNote Note, Checkpoint Checkpoint) Open(ReadOnlyMemory<byte> text) =>
        SignedNote.TryParse(text.Span, out var note, out var why) && Checkpoint.TryParse(note.Text, out var checkpoint, out why)
            ? (note, checkpoint)
            : throw new InvalidDataException($"What the log published is no checkpoint: {why.Detail}");

    static long SizeOf(StoredBlock head) => head.FirstIndex + head.Count;
}

/// <summary>The witnesses of a ledger's log.</summary>
/// <param name="Origin">The log's origin, which is the name of its keys.</param>
/// <param name="Items">The witnesses.</param>
public sealed record WitnessesOfLog(string Origin, IReadOnlyList<WitnessOfLog> Items);

/// <summary>A witness: it cosigns a checkpoint only when that continues the last one it cosigned (C2SP tlog-witness).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">Its verifier key, name+id+base64.</param>
/// <param name="Size">Size of the last checkpoint it cosigned; null when none is known.</param>
/// <param name="At">When it says it did.</param>
/// <param name="Error">Why it did not cosign the newest; null when nothing went wrong.</param>
/// <param name="NextTry">When it is asked again at the earliest, after an error.</param>
public sealed record WitnessOfLog(string Name, string Key, long? Size, DateTime? At, string? Error, DateTime? NextTry);
