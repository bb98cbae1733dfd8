using System.Text.Json;
using System.Threading.Channels;

namespace SmartBlocks.Ledger;

/// <summary>Something that was read, or why it cannot be.</summary>
internal readonly record struct Parsed<T>(T? Value, Rejection? Why) where T : class;

/// <summary>A record whose block and batches were read, and whose signatures were verified as far as their keys were known.</summary>
internal sealed record PreparedRecord(LedgerRecord Record, Parsed<Block> Block, Parsed<Batch>[] Batches);

/// <summary>Consecutive records, prepared when <paramref name="Ready"/> completes.</summary>
internal sealed record PreparedGroup(List<PreparedRecord> Records, Task Ready);

/// <summary>
/// Reads records ahead of their re-execution, and hands their batches to all cores, a chunk a thread, so that no core waits for another:
/// each parses its chunk and verifies the signatures. Keys are looked up ahead in the transactions that register them, which is safe because
/// a key id is the thumbprint of its key; a signature whose key another thread has not come to yet is left to the re-execution.
/// </summary>
internal sealed class RecordPreparation
{
    /// <summary>Batches that one thread prepares at a time: enough to be worth the hand-over, few enough that all cores end together.</summary>
    private const int ChunkSize = 256;

    /// <summary>Groups held while they are prepared or wait for their turn; each of about a chunk, or one larger block.</summary>
    public const int GroupsAhead = 3;

    private readonly PublicKeyCache _keys = new();
    private readonly Lock _lock = new();

    /// <summary>Reads all records, in groups, into a channel that holds <see cref="GroupsAhead"/> of them.</summary>
    public async Task RunAsync(IAsyncEnumerable<LedgerRecord> records, ChannelWriter<PreparedGroup> groups, CancellationToken cancellation)
    {
        try
        {
            var group = new List<LedgerRecord>();
            var batches = 0;
            await foreach (var record in records.WithCancellation(cancellation))
            {
                group.Add(record);
                batches += record.Batches.Count + 1;
                if (batches < ChunkSize)
                    continue;
                await groups.WriteAsync(Begin(group), cancellation);
                (group, batches) = ([], 0);
            }
            if (group.Count > 0)
                await groups.WriteAsync(Begin(group), cancellation);
            groups.Complete();
        }
        catch (Exception e)
        {
            groups.Complete(e);
            throw;
        }
    }

    private PreparedGroup Begin(List<LedgerRecord> records)
    {
        var prepared = records.ConvertAll(static record => new PreparedRecord(
            record,
            Block.TryParse(record.Block, out var block, out var why) ? new(block, null) : new(null, why),
            new Parsed<Batch>[record.Batches.Count]));
        var places = new List<(PreparedRecord Record, int Number)>();
        foreach (var record in prepared)
            places.AddRange(Enumerable.Range(0, record.Batches.Length).Select(i => (record, i)));
        return new PreparedGroup(prepared, Task.WhenAll(places.Chunk(ChunkSize).Select(chunk =>
            // In their order, for the oldest are waited for: a thread's own queue would have it begin with the newest.
            Task.Factory.StartNew(() => Prepare(chunk), CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default))));
    }

    private void Prepare((PreparedRecord Record, int Number)[] chunk)
    {
        foreach (var (record, number) in chunk)
        {
            if (!Batch.TryParse(record.Record.Batches[number], out var batch, out var why))
            {
                record.Batches[number] = new(null, why);
                continue;
            }
            record.Batches[number] = new(batch, null);
            foreach (var transaction in batch.Transactions)
                OfferKeys(transaction);
        }
        foreach (var (record, number) in chunk)
        {
            if (record.Batches[number].Value is not { } batch)
                continue;
            foreach (var transaction in batch.Transactions)
            {
                if (FindKey(transaction.Header.Kid) is { } key)
                    transaction.Verify(key);
            }
            if (batch.SealedBy is { } sealer && FindKey(sealer) is { } seal)
                batch.VerifySeal(seal);
        }
    }

    private PublicKey? FindKey(string kid)
    {
        lock (_lock)
            return _keys.TryGet(kid, out var key) ? key : null;
    }

    private void OfferKeys(Transaction transaction)
    {
        if (transaction.Header.Family is not ("key/1" or "settings/1" or "governance/1"))
            return;
        using var payload = Payload.Open(transaction.Payload);
        if (payload.Optional("jwk") is { } jwk)
            OfferKey(jwk);
        if ((payload.Optional("keys") ?? payload.Optional("changes")) is not { ValueKind: JsonValueKind.Array } list)
            return;
        foreach (var key in list.EnumerateArray())
        {
            if (key.ValueKind == JsonValueKind.Object && key.TryGetProperty("jwk", out var listed))
                OfferKey(listed);
        }
    }

    private void OfferKey(JsonElement jwk)
    {
        lock (_lock)
            _keys.Offer(jwk);
    }
}
