using System.Text.Json;
using SmartBlocks.Energy;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>Finds and drops what some rules cover in one block.</summary>
internal sealed class BlockDropper(LedgerReader reader, IReadOnlyDictionary<string, RetentionRule> rules, IReadOnlyDictionary<string, MeterRegistration> meters)
{
    /// <summary>Drops what the rules cover. True when entries of the block are gone, now or from before.</summary>
    public async Task<bool> DropAsync(StoredBlock block, CancellationToken cancellation)
    {
        var body = await reader.Store.ReadBodyAsync(block.Ledger, block.Number, cancellation)
            ?? throw new InvalidDataException($"Ledger '{block.Ledger}': block {block.Number} has no body in the store.");
        var (drops, touches) = Find(body);
        var nodes = touches ? StateDrop.Values(reader.NodesOf(block), CoversPath) : null;
        if (drops.Count > 0 || nodes is not null)
            await reader.Store.DropAsync(new BlockDrop(block.Ledger, block.Number, drops, block.NodesStart, nodes is null ? default(ReadOnlyMemory<byte>?) : nodes), cancellation);
        return drops.Count > 0 || body.Dropped.Count > 0;
    }

    private (List<StoredDrop> Drops, bool Touches) Find(StoredBody body)
    {
        var drops = new List<StoredDrop>();
        // What a crash left half done has dropped entries and, since both go in one transaction, dropped nodes.
        var touches = false;
        for (var i = 0; i < body.Transactions.Count; i++)
        {
            if (body.Transactions[i].IsEmpty || !Transaction.TryParse(body.Transactions[i], out var transaction, out _)
                || MeterOf(transaction) is not { } meter || !rules.TryGetValue(meter, out var rule))
                continue;
            touches = true;
            if (meters.TryGetValue(meter, out var registration) && rule.Covers(transaction, registration))
                drops.Add(new StoredDrop(i, transaction.Id, transaction.LeafHash.ToString(), rule.Transaction));
        }
        return (drops, touches);
    }

    private bool CoversPath(string path)
    {
        var parts = path.Split('/');
        return parts is ["meter", var meter, _] && rules.TryGetValue(meter, out var rule) && rule.CoversPath(meter, path);
    }

    private static string? MeterOf(Transaction transaction)
    {
        if (transaction.Header.Family is not (IntervalPayload.Family or RegisterPayload.Family or OcmfPayload.Family or CorrectionPayload.Family))
            return null;
        using var payload = JsonDocument.Parse(transaction.Payload);
        return payload.RootElement.GetProperty("meter").GetString();
    }
}
