using System.Runtime.CompilerServices;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>Writes snapshots (<see cref="SnapshotLines"/>) of stored ledgers.</summary>
public static class LedgerSnapshots
{
    /// <summary>
    /// The lines of the snapshot of a block, without their ends. Before the first line all places of the state's nodes are in memory, some 30 bytes each; after it
    /// nothing but a line. The ids are read from every transaction of the ledger up to the block.
    /// </summary>
    /// <exception cref="InvalidDataException">The store lacks something.</exception>
    /// <exception cref="StateCorruptException">The node log is damaged.</exception>
    public static async IAsyncEnumerable<byte[]> ReadSnapshotAsync(
        this LedgerReader reader, StoredBlock stored, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var ledger = stored.Ledger;
        var genesis = await reader.Store.ReadBlockAsync(ledger, 0, cancellation) ?? throw new InvalidDataException($"Ledger '{ledger}' has no block 0 in the store.");
        var (header, nodes) = await Task.Run(() => SnapshotLines.Write(
            genesis.Id, LedgerReader.Parse(stored), reader.StateAt(stored).Root, new StoredNodes(reader.Store, ledger), new StoredTiles(reader.Store, ledger)), cancellation);
        yield return header.ToJson();
        var ids = new List<Hash256>(SnapshotLines.MaxIds);
        await foreach (var id in reader.Store.ReadIdsAsync(ledger, header.Block.Header.Size, cancellation))
        {
            ids.Add(id);
            if (ids.Count < SnapshotLines.MaxIds) continue;
            yield return SnapshotLines.Ids(ids);
            ids.Clear();
        }
        if (ids.Count > 0) yield return SnapshotLines.Ids(ids);
        foreach (var run in nodes)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return run;
        }
    }
}
