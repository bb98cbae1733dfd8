using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;

namespace SmartBlocks.Validator.Replica;

/// <summary>A line of an export taken apart and parsed, ahead of its re-execution and beside that of the one before.</summary>
/// <param name="Line">The line as it came.</param>
/// <param name="Block">The block, when it can be read.</param>
/// <param name="Batches">Its batches.</param>
/// <param name="Nodes">Digest of the state nodes that the host stored for it.</param>
/// <param name="Wrong">What cannot be read, in one clause.</param>
/// <param name="Dropped">How many of its transactions were dropped under a retention transaction: the block cannot be executed, which is no fault of the host's.</param>
public sealed record PreparedBlock(ReadOnlyMemory<byte> Line, Block? Block, IReadOnlyList<Batch> Batches, Hash256? Nodes, string? Wrong,
    int Dropped = 0)
{
    /// <summary>Parses a line.</summary>
    public static PreparedBlock Of(ReadOnlyMemory<byte> line)
    {
        if (!ExportLine.TryParse(line, out var record, out var wrong)) return new PreparedBlock(line, null, [], null, wrong);
        if (!SmartBlocks.Ledger.Block.TryParse(record.Block, out var block, out var why))
            return new PreparedBlock(line, null, [], null, "it cannot be read: " + why);
        if (record.Entries is { } entries && entries.Count(entry => entry.Transaction is null) is > 0 and var dropped)
        {
            return new PreparedBlock(line, block, [], null,
                FormattableString.Invariant($"{dropped} of its transactions were dropped under a retention transaction, so that it cannot be executed"), dropped);
        }

        var batches = new Batch[record.Batches.Count];
        var refusals = new Rejection?[batches.Length];
        Parallel.For(0, batches.Length, i =>
        {
            if (Batch.TryParse(record.Batches[i], out var batch, out var refused)) batches[i] = batch;
            else refusals[i] = refused;
        });
        return Array.Find(refusals, refused => refused is not null) is { } unreadable
            ? new PreparedBlock(line, block, [], null, "a batch of it cannot be read: " + unreadable)
            : new PreparedBlock(line, block, batches, record.StateBytes, null);
    }
}
