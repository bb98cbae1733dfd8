using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;

namespace SmartBlocks.Validator.Replica;

/// <summary>Writes snapshots (<see cref="SnapshotLines"/>) of replicas: what a validator has executed itself, for others to begin with.</summary>
public static class ReplicaSnapshots
{
    /// <summary>
    /// The lines of the snapshot of a block, without their ends. Before the first line all places of the state's nodes are in memory, some 30 bytes each. The reader is
    /// to see one moment throughout, or nothing below the block may change, as in a replica nothing does.
    /// </summary>
    /// <exception cref="InvalidDataException">The replica is damaged.</exception>
    public static IEnumerable<byte[]> Write(ReplicaReader reader, ReplicaBlock block)
    {
        var genesis = reader.GenesisId ?? throw new InvalidDataException("The replica does not know its genesis block.");
        var (header, nodes) = SnapshotLines.Write(genesis, block.Parse(), block.State, reader.Nodes, reader);
        yield return header.ToJson();
        foreach (var ids in reader.Ids(block).Chunk(SnapshotLines.MaxIds)) yield return SnapshotLines.Ids(ids);
        foreach (var run in nodes) yield return run;
    }

    /// <summary>
    /// Executes an export from its genesis block on into a replica in a temporary folder, up to a height, and hands it over: what a snapshot is made from was executed
    /// here, not believed.
    /// </summary>
    /// <param name="lines">The export's lines.</param>
    /// <param name="height">The last block wanted; null: all there are.</param>
    /// <param name="genesis">Id of the genesis block that is expected; null: whichever it is.</param>
    /// <param name="told">Told the height after each block.</param>
    /// <param name="use">What is done with the replica.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null, or the first thing that is wrong with the export; it was not handed over then.</returns>
    public static async Task<Discrepancy?> OfExportAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> lines, long? height, string? genesis, Action<long> told,
        Func<LedgerReplica, Task> use, CancellationToken cancellation)
    {
        var path = Directory.CreateTempSubdirectory("smartblocks-snapshot-").FullName;
        try
        {
            using var folder = ReplicaFolder.Open(path);
            LedgerReplica? replica = null;
            try
            {
                await foreach (var line in lines.WithCancellation(cancellation))
                {
                    var block = PreparedBlock.Of(line);
                    replica ??= LedgerReplica.Open(folder, block.Block?.Header.Ledger ?? throw new SourceException("The export does not begin with a block: " + block.Wrong));
                    if (replica.Cursor.Number < 0 && genesis is not null && block.Block!.Id != genesis)
                        return new Discrepancy(0, "it is not the genesis block you named: this is another ledger", genesis, block.Block.Id);
                    if (replica.Add(block) is { } wrong) return wrong;
                    told(replica.Cursor.Number);
                    if (replica.Cursor.Number == height) break;
                }

                if (replica is null) throw new SourceException("The export holds no block.");
                replica.Commit();
                await use(replica);
                return null;
            }
            finally
            {
                replica?.Dispose();
            }
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
