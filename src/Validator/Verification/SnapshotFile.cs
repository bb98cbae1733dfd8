using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;

namespace SmartBlocks.Validator.Verification;

/// <summary>A snapshot in a file (plain or gzip), read whole and verified against its own block.</summary>
public static class SnapshotFile
{
    /// <summary>Reads it.</summary>
    /// <returns>The ledger at the snapshot's block, and the node log to go on in.</returns>
    /// <exception cref="SourceException">It cannot be read, or does not hold.</exception>
    public static async Task<(LedgerStart Start, IStateNodeLog Log)> ReadAsync(string path, CancellationToken cancellation)
    {
        using var source = Source.File(path);
        await using var stream = await source.OpenAsync(cancellation);
        var (reader, nodes, ids) = (new SnapshotReader(), new SparseStateNodes(), new HashSet<Hash256>());
        await foreach (var line in LineReader.ReadAsync(stream, cancellation))
        {
            if (reader.Take(line, out var part) is { } wrong) throw new SourceException($"The snapshot {path} does not hold: {wrong.Detail}");
            ids.UnionWith(part?.Ids ?? []);
            if (part is { Nodes.IsEmpty: false }) nodes.Place(part.Start, part.Nodes);
        }

        if (reader.End() is { } missing) throw new SourceException($"The snapshot {path} does not hold: {missing.Detail}");
        nodes.Extend(reader.Header!.Length);
        return (new LedgerStart(reader.Cursor!, reader.Header.Genesis, ids), nodes);
    }
}
