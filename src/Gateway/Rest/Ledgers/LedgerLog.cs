using System.Collections.Concurrent;
using SmartBlocks.Grains;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>
/// A ledger's history as C2SP tlog-tiles has it, put together from what the store keeps of its blocks: signed checkpoints, tiles of hashes,
/// bundles of entries.
/// </summary>
/// <remarks>
/// <b>Trust:</b> a log must never sign two checkpoints of which the one does not continue the other. A checkpoint here repeats the size and
/// root of the durable head, which the store never replaces, and is signed only after the stored tiles gave that root.
/// </remarks>
public sealed class LedgerLog(LedgerReader reader, IKeyVault vault)
{
    /// <summary>The vault's name for the host's validator key.</summary>
    const string ValidatorKey = "validator";

    const int KeptLedgers = 1_000, BlocksAtOnce = 64;

    readonly ConcurrentDictionary<string, string> origins = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, (string Block, SignedNote Note)> checkpoints = new(StringComparer.Ordinal);

    /// <summary>The key that the host signs checkpoints with, under the name of the ledger's log.</summary>
    public async Task<NoteKey> KeyAsync(string ledger, CancellationToken cancellation) =>
        new(await OriginAsync(ledger, cancellation), (await vault.GetOrCreateAsync(ValidatorKey, cancellation)).PublicKey);

    /// <summary>The checkpoint of a block; the same bytes for as long as the block is the newest one.</summary>
    /// <exception cref="InvalidDataException">The stored tiles do not give the block's root: nothing is signed.</exception>
    public async Task<SignedNote> CheckpointAsync(StoredBlock head, CancellationToken cancellation)
    {
        if (checkpoints.TryGetValue(head.Ledger, out var known) && known.Block == head.Id) return known.Note;
        var header = LedgerReader.Parse(head).Header;
        var root = HistoryTree.Load(header.Size, reader.HistoryAt(head.Ledger, header.Size)).Root;
        if (root.ToString() != header.Root)
        {
            throw new InvalidDataException(
                $"Ledger '{head.Ledger}': the stored history tiles give the root {root}, block {head.Number} has {header.Root}.");
        }
        var checkpoint = new Checkpoint(await OriginAsync(head.Ledger, cancellation), header.Size, root);
        var note = checkpoint.Sign(await vault.GetOrCreateAsync(ValidatorKey, cancellation));
        if (checkpoints.Count >= KeptLedgers) checkpoints.Clear();
        checkpoints[head.Ledger] = (head.Id, note);
        return note;
    }

    /// <summary>The bytes of a tile or bundle, or null when the history up to <paramref name="head"/> is not that wide there.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(StoredBlock head, TilePath path, CancellationToken cancellation)
    {
        if (path.WidthAt(SizeOf(head)) < path.Width) return null;
        if (path.Level is not { } level)
            return EntryBundle.Write(await EntriesAsync(head, path.Index * HistoryTiles.Width, path.Width, cancellation));
        var tile = await reader.Store.ReadTileAsync(head.Ledger, level, path.Index, cancellation) ?? default;
        var length = path.Width * Hash256.Size;
        return tile.Length >= length
            ? tile[..length]
            : throw new InvalidDataException($"Ledger '{head.Ledger}': the store lacks hashes of {path}.");
    }

    /// <summary>The proof of a transaction under the checkpoint of <paramref name="head"/>, or null when it is not on the ledger.</summary>
    public async Task<TlogProof?> ProveAsync(StoredBlock head, string transaction, CancellationToken cancellation)
    {
        if (!Names.IsDigest(transaction)
            || await reader.Store.FindTransactionAsync(head.Ledger, transaction, cancellation) is not { } place || place.Index >= SizeOf(head))
            return null;
        var entry = (await EntriesAsync(head, place.Index, 1, cancellation))[0];
        return TlogProof.Create(entry, place.Index, await CheckpointAsync(head, cancellation), reader.HistoryAt(head.Ledger, SizeOf(head)));
    }

    static long SizeOf(StoredBlock head) => head.FirstIndex + head.Count;

    async Task<string> OriginAsync(string ledger, CancellationToken cancellation)
    {
        if (origins.TryGetValue(ledger, out var known)) return known;
        var genesis = await reader.Store.ReadBlockAsync(ledger, 0, cancellation)
            ?? throw new InvalidDataException($"Ledger '{ledger}' has no block 0 in the store.");
        if (origins.Count >= KeptLedgers) origins.Clear();
        return origins[ledger] = Checkpoint.OriginOf(ledger, genesis.Id);
    }

    async Task<IReadOnlyList<ReadOnlyMemory<byte>>> EntriesAsync(StoredBlock head, long first, int count, CancellationToken cancellation)
    {
        var entries = new List<ReadOnlyMemory<byte>>(count);
        for (var next = await BlockOfAsync(head, first, cancellation); entries.Count < count;)
        {
            var blocks = await reader.Store.ReadBlocksAsync(head.Ledger, next, BlocksAtOnce, cancellation);
            if (blocks.Count == 0) throw new InvalidDataException($"Ledger '{head.Ledger}': the store lacks block {next}.");
            foreach (var block in blocks)
            {
                if (entries.Count == count) break;
                var body = await reader.Store.ReadBodyAsync(head.Ledger, block.Number, cancellation)
                    ?? throw new InvalidDataException($"Ledger '{head.Ledger}': block {block.Number} has no body in the store.");
                entries.AddRange(body.Transactions.Skip((int)(first + entries.Count - block.FirstIndex)).Take(count - entries.Count));
            }
            next = blocks[^1].Number + 1;
        }
        return entries;
    }

    /// <summary>The height of the block that holds the entry at an index, by binary search: first indices only grow.</summary>
    async Task<long> BlockOfAsync(StoredBlock head, long index, CancellationToken cancellation)
    {
        long low = 0, high = head.Number;
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var block = await reader.Store.ReadBlockAsync(head.Ledger, middle, cancellation)
                ?? throw new InvalidDataException($"Ledger '{head.Ledger}': the store lacks block {middle}.");
            if (index < block.FirstIndex) high = middle - 1;
            else if (index >= block.FirstIndex + block.Count) low = middle + 1;
            else return middle;
        }
        return low;
    }
}
