using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// Writes a ledger's history as blobs in the layout of C2SP tlog-tiles. Bundles and tiles come first and the checkpoint that needs them last, so that a log read at
/// any moment, after any crash, is whole up to its checkpoint; what a crash left beyond is written again with the same bytes.
/// </summary>
/// <remarks>
/// <b>Trust:</b> a log must never sign two checkpoints of which the one does not continue the other. Signed are size and root of a durable block, which the store
/// never replaces, and only after the stored tiles gave that root both at the new size and at the size published before: a store restored from an older copy
/// publishes nothing.
/// </remarks>
public sealed class LogPublisher(LedgerReader reader, IBlobStore blobs, IKeyVault vault)
{
    /// <summary>Transactions after which a checkpoint is written while catching up: what a crash makes be written again.</summary>
    private const int StepSize = 64 * HistoryTiles.Width;

    /// <summary>The vault's name for a ledger's Ed25519 log key.</summary>
    public static string LogKey(string ledger) => "log/" + ledger;

    /// <summary>The keys that sign a log's checkpoints, under the name of its origin: the host's validator key and the log's own Ed25519 key.</summary>
    /// <exception cref="InvalidDataException">The ledger has no block 0.</exception>
    public async Task<(NoteKey Validator, NoteKey Log)> KeysAsync(string ledger, CancellationToken cancellation = default)
    {
        var origin = await OriginAsync(ledger, cancellation);
        return (new NoteKey(origin, (await vault.GetOrCreateAsync(Genesis.ValidatorKey, cancellation)).PublicKey),
            new NoteKey(origin, (await vault.GetOrCreateEd25519Async(LogKey(ledger), cancellation)).PublicKey));
    }

    /// <summary>The origin of a ledger's log.</summary>
    /// <exception cref="InvalidDataException">The ledger has no block 0.</exception>
    public async Task<string> OriginAsync(string ledger, CancellationToken cancellation = default) =>
        Checkpoint.OriginOf(ledger, (await BlockAsync(ledger, 0, cancellation)).Id);

    /// <summary>
    /// What is published, checked against the ledger: null when nothing is, or when it is of another ledger that had this id.
    /// </summary>
    /// <exception cref="InvalidDataException">The published checkpoint is not of this ledger's history: the ledger is an older copy, or was rewritten.</exception>
    public async Task<PublishedCheckpoint?> ReadAsync(string ledger, CancellationToken cancellation = default)
    {
        if (await blobs.ReadCheckpointAsync(ledger, cancellation) is not { } published
            || published.Checkpoint.Origin != await OriginAsync(ledger, cancellation)
            || await reader.Store.ReadHeadAsync(ledger, cancellation) is not { } head)
            return null;
        var (size, root) = (published.Checkpoint.Size, published.Checkpoint.Root);
        var found = size <= head.FirstIndex + head.Count ? HistoryTree.Load(size, reader.HistoryAt(ledger, size)).Root : default;
        return found == root
            ? published
            : throw new InvalidDataException($"Ledger '{ledger}': its log has published a checkpoint of size {size} with root {root}, which the stored ledger (size "
                + $"{head.FirstIndex + head.Count}) does not continue. Nothing is published until the ledger that was published is restored.");
    }

    /// <summary>
    /// Writes the tiles and bundles up to a block at most <paramref name="head"/>, and gives the checkpoint that is then to be published, with the log's own
    /// signatures.
    /// </summary>
    /// <exception cref="InvalidDataException">The stored tiles do not give the block's root: nothing is signed.</exception>
    public async Task<(Checkpoint Checkpoint, SignedNote Note)> WriteTilesAsync(string ledger, long from, StoredBlock head, CancellationToken cancellation = default)
    {
        var step = head.FirstIndex + head.Count - from > StepSize
            ? await reader.Store.FindBlockOfAsync(ledger, from + StepSize, cancellation) ?? head
            : head;
        var header = LedgerReader.Parse(step).Header;
        var root = HistoryTree.Load(header.Size, reader.HistoryAt(ledger, header.Size)).Root;
        if (root.ToString() != header.Root)
            throw new InvalidDataException($"Ledger '{ledger}': the stored history tiles give the root {root}, block {step.Number} has {header.Root}.");
        await WriteBundlesAsync(ledger, from, header.Size, cancellation);
        for (var level = 0; header.Size >> (HistoryTiles.Height * level) > 0; level++)
            await WriteTilesAsync(ledger, level, from, header.Size, cancellation);
        var checkpoint = new Checkpoint(await OriginAsync(ledger, cancellation), header.Size, root);
        var note = checkpoint.Sign(
            await vault.GetOrCreateAsync(Genesis.ValidatorKey, cancellation), await vault.GetOrCreateEd25519Async(LogKey(ledger), cancellation));
        return (checkpoint, note);
    }

    /// <summary>Replaces the published checkpoint.</summary>
    /// <exception cref="InvalidOperationException">Another publisher has written meanwhile.</exception>
    public Task<PublishedCheckpoint> WriteCheckpointAsync(
        string ledger, Checkpoint checkpoint, SignedNote note, PublishedCheckpoint? before, CancellationToken cancellation = default) =>
        blobs.WriteCheckpointAsync(ledger, checkpoint, note, before, cancellation);

    /// <summary>Whether a checkpoint stands among the blobs that is not this ledger's, and is to be replaced.</summary>
    public Task<PublishedCheckpoint?> ReadForeignAsync(string ledger, CancellationToken cancellation = default) => blobs.ReadCheckpointAsync(ledger, cancellation);

    /// <summary>Writes again the bundles that hold entries of [first, end): what was dropped from the ledger is dropped from them.</summary>
    public async Task RewriteBundlesAsync(string ledger, long first, long end, CancellationToken cancellation = default)
    {
        if (await ReadAsync(ledger, cancellation) is not { } published) return;
        var size = published.Checkpoint.Size;
        for (var index = first / HistoryTiles.Width; index * HistoryTiles.Width < Math.Min(end, size); index++)
        {
            var path = new TilePath(null, index, HistoryTiles.Width);
            path = path with { Width = path.WidthAt(size) };
            await foreach (var partial in blobs.ListAsync(LogBlobs.Partials(ledger, path), cancellation)) await blobs.DeleteAsync(partial, cancellation);
            await WriteBundleAsync(ledger, path, cancellation);
        }
    }

    private async Task WriteBundlesAsync(string ledger, long from, long to, CancellationToken cancellation)
    {
        var index = from / HistoryTiles.Width;
        var entries = new List<ReadOnlyMemory<byte>>(HistoryTiles.Width);
        await foreach (var entry in reader.Store.ReadEntriesAsync(ledger, index * HistoryTiles.Width, cancellation))
        {
            entries.Add(entry);
            var end = index * HistoryTiles.Width + entries.Count;
            if (entries.Count < HistoryTiles.Width && end < to) continue;
            var path = new TilePath(null, index, entries.Count);
            await WriteAsync(ledger, path, EntryBundle.Write(entries), grown: from > index * HistoryTiles.Width, cancellation);
            if (end == to) return;
            entries.Clear();
            index++;
        }
    }

    private async Task WriteBundleAsync(string ledger, TilePath path, CancellationToken cancellation)
    {
        var entries = await reader.Store.ReadEntriesAsync(ledger, path.Index * HistoryTiles.Width, cancellation).Take(path.Width).ToListAsync(cancellation);
        await WriteAsync(ledger, path, EntryBundle.Write(entries), grown: false, cancellation);
    }

    private async Task WriteTilesAsync(string ledger, int level, long from, long to, CancellationToken cancellation)
    {
        var (first, end) = HistoryTiles.Added(level, from, to);
        for (var index = first / HistoryTiles.Width; index * HistoryTiles.Width < end; index++)
        {
            var path = new TilePath(level, index, HistoryTiles.WidthAt(level, index, to));
            var tile = await reader.Store.ReadTileAsync(ledger, level, index, cancellation) ?? default;
            var length = path.Width * Hash256.Size;
            if (tile.Length < length) throw new InvalidDataException($"Ledger '{ledger}': the store lacks hashes of {path}.");
            await WriteAsync(ledger, path, tile[..length], grown: first > index * HistoryTiles.Width, cancellation);
        }
    }

    /// <summary>Writes one, and removes its partial forms once it is full (the standard allows it: whoever wants one takes the full one).</summary>
    private async Task WriteAsync(string ledger, TilePath path, ReadOnlyMemory<byte> bytes, bool grown, CancellationToken cancellation)
    {
        await blobs.WriteAsync(LogBlobs.Tile(ledger, path), bytes, cancellation: cancellation);
        if (!grown || path.Width < HistoryTiles.Width) return;
        var partials = await blobs.ListAsync(LogBlobs.Partials(ledger, path), cancellation).ToListAsync(cancellation);
        foreach (var partial in partials) await blobs.DeleteAsync(partial, cancellation);
    }

    private async Task<StoredBlock> BlockAsync(string ledger, long number, CancellationToken cancellation) =>
        await reader.Store.ReadBlockAsync(ledger, number, cancellation)
        ?? throw new InvalidDataException($"Ledger '{ledger}' has no block {number} in the store.");
}
