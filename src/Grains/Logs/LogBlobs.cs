using System.Text;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>Where a ledger's log stands among the blobs: the paths of C2SP tlog-tiles below <c>ledgers/{id}/log/</c>, so that a web server can serve them as they are.</summary>
public static class LogBlobs
{
    /// <summary>Name of a log's checkpoint.</summary>
    public static string Checkpoint(string ledger) => $"ledgers/{ledger}/log/checkpoint";

    /// <summary>Name of a tile or bundle.</summary>
    public static string Tile(string ledger, TilePath path) => $"ledgers/{ledger}/log/{path}";

    /// <summary>Before the partial forms of a tile or bundle.</summary>
    public static string Partials(string ledger, TilePath path) => Tile(ledger, path with { Width = HistoryTiles.Width }) + ".p/";

    /// <summary>The published checkpoint, or null when there is none.</summary>
    /// <exception cref="InvalidDataException">The blob is no checkpoint.</exception>
    public static async Task<PublishedCheckpoint?> ReadCheckpointAsync(this IBlobStore blobs, string ledger, CancellationToken cancellation = default)
    {
        if (await blobs.ReadAsync(Checkpoint(ledger), cancellation) is not { } blob) return null;
        return SignedNote.TryParse(blob.Bytes.Span, out var note, out var why) && Ledger.Checkpoint.TryParse(note.Text, out var checkpoint, out why)
            ? new PublishedCheckpoint(checkpoint, note, blob.ETag)
            : throw new InvalidDataException($"Blob '{Checkpoint(ledger)}' is no checkpoint: {why.Detail}");
    }

    /// <summary>Replaces the checkpoint that was read, if it is still there.</summary>
    /// <exception cref="InvalidOperationException">Another publisher has written meanwhile.</exception>
    public static async Task<PublishedCheckpoint> WriteCheckpointAsync(
        this IBlobStore blobs, string ledger, Checkpoint checkpoint, SignedNote note, PublishedCheckpoint? before, CancellationToken cancellation = default) =>
        await blobs.WriteAsync(Checkpoint(ledger), Encoding.UTF8.GetBytes(note.ToString()), before?.ETag ?? "", cancellation) is { } tag
            ? new PublishedCheckpoint(checkpoint, note, tag)
            : throw new InvalidOperationException($"The checkpoint of ledger '{ledger}' was written by another publisher.");
}

/// <summary>A checkpoint as it is published.</summary>
/// <param name="Checkpoint">What it says.</param>
/// <param name="Note">The note, with the signatures of the log and its witnesses.</param>
/// <param name="ETag">The blob's tag.</param>
public sealed record PublishedCheckpoint(Checkpoint Checkpoint, SignedNote Note, string ETag);
