using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using SmartBlocks.Energy;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>
/// Reads ledgers for the API: blocks, transactions and keys as people look at them. What is committed never changes, hence what was
/// costly to put together is kept, bounded, for as long as there is room.
/// </summary>
public sealed class LedgerBook(LedgerReader reader, IGrainFactory grains)
{
    /// <summary>Block summaries and keys kept; beyond it all are dropped and read anew.</summary>
    public const int Kept = 20_000;

    readonly ConcurrentDictionary<(string Ledger, long Number), BlockSummary> summaries = new();
    readonly ConcurrentDictionary<(string Ledger, string Kid), KeyEntry> keys = new();
    readonly ConcurrentDictionary<(string Ledger, string Meter), RegistrationPlace> registrations = new();
    readonly ConcurrentDictionary<(string Ledger, string Meter), MeterRegistration> meters = new();

    const string DroppedSentence = "Dropped under a retention transaction";

    /// <summary>The reader beneath.</summary>
    public LedgerReader Reader => reader;

    /// <summary>The ledger's head, for a caller who may read it.</summary>
    /// <exception cref="ProblemException">There is no such ledger for this caller.</exception>
    public async Task<LedgerHead> HeadAsync(View view, string ledger) =>
        view.Ledgers.Contains(ledger) && await grains.GetGrain<ILedgerGrain>(ledger).Head() is { } head ? head : throw ProblemException.NotFound("ledger", ledger);

    /// <summary>A block by height or id.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public async Task<StoredBlock> BlockAsync(string ledger, string numberOrId, CancellationToken cancellation) =>
        (long.TryParse(numberOrId, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? await reader.Store.ReadBlockAsync(ledger, number, cancellation)
            : Names.IsDigest(numberOrId) ? await reader.Store.FindBlockAsync(ledger, numberOrId, cancellation) : null)
        ?? throw ProblemException.NotFound("block", numberOrId);

    /// <summary>The block in brief.</summary>
    public async Task<BlockSummary> SummaryAsync(StoredBlock stored, CancellationToken cancellation)
    {
        if (summaries.TryGetValue((stored.Ledger, stored.Number), out var known)) return known;
        var body = await BodyAsync(stored, cancellation);
        var block = LedgerReader.Parse(stored);
        var summary = new BlockSummary(stored.Number, stored.Id, stored.Previous, Utc.OfMilliseconds(stored.Time), stored.Count, BatchCount(body), block.Header.Size,
            block.Header.Root, block.Header.State, block.Signatures[0].Kid, block.Header.Engine, stored.Jws.Length + body.Transactions.Sum(t => (long)t.Length));
        if (summaries.Count >= Kept) summaries.Clear();
        return summaries[(stored.Ledger, stored.Number)] = summary;
    }

    /// <summary>The block's transactions and seals.</summary>
    public async Task<StoredBody> BodyAsync(StoredBlock stored, CancellationToken cancellation) =>
        await reader.Store.ReadBodyAsync(stored.Ledger, stored.Number, cancellation)
        ?? throw new InvalidDataException($"Ledger '{stored.Ledger}': block {stored.Number} has no body in the store.");

    /// <summary>Batches in a body: each seal is one, each transaction under no seal is one.</summary>
    public static int BatchCount(StoredBody body) => body.Transactions.Count - body.Seals.Sum(s => s.Count - 1);

    /// <summary>The batches of a body, in order.</summary>
    public static IEnumerable<(int First, int Count, StoredSeal? Seal)> Batches(StoredBody body)
    {
        var seals = body.Seals.ToDictionary(s => s.First);
        for (var i = 0; i < body.Transactions.Count;)
        {
            var seal = seals.GetValueOrDefault(i);
            yield return (i, seal?.Count ?? 1, seal);
            i += seal?.Count ?? 1;
        }
    }

    /// <summary>What the ledger says of keys, as of its head; those it does not know are missing.</summary>
    public async Task<IReadOnlyDictionary<string, KeyEntry>> KeysAsync(string ledger, IEnumerable<string> kids, CancellationToken cancellation)
    {
        var found = new Dictionary<string, KeyEntry>(StringComparer.Ordinal);
        StateTrie? state = null;
        foreach (var kid in kids.Distinct(StringComparer.Ordinal))
        {
            if (!keys.TryGetValue((ledger, kid), out var entry))
            {
                state ??= await reader.Store.ReadHeadAsync(ledger, cancellation) is { } head ? reader.StateAt(head) : null;
                if (state is null || KeyEntry.Read(state, kid) is not { } read) continue;
                if (keys.Count >= Kept) keys.Clear();
                keys[(ledger, kid)] = entry = read;
            }
            found[kid] = entry;
        }
        return found;
    }

    /// <summary>The certificate of a block: who signed, and whether the signatures are by the keys that were to certify it.</summary>
    /// <remarks>
    /// Whose signatures count stands in the signed block itself, which was held against the settings of its time before it was stored. A key is found by its id, which is its
    /// fingerprint: the same wherever it stands, so that a state that is no longer at hand makes no signature invalid.
    /// </remarks>
    public async Task<IReadOnlyList<CertificateOfBlock>> CertificateAsync(StoredBlock stored, CancellationToken cancellation)
    {
        var block = LedgerReader.Parse(stored);
        var state = reader.StateAt(stored);
        // Validators need no entry of their own: the set says what their keys are, the one before the block or, in the first, its own.
        var before = await reader.StateAtAsync(stored.Ledger, Math.Max(0, stored.Number - 1), cancellation);
        var validators = new[] { before, state }.OfType<StateTrie>().SelectMany(s => LedgerSettings.Read(s).Validators).ToLookup(v => v.KeyId, StringComparer.Ordinal);
        return [.. block.Signatures.Select(signature =>
        {
            var entry = KeyEntry.Read(state, signature.Kid);
            var key = validators[signature.Kid].FirstOrDefault() ?? (entry is null ? null : PublicKey.FromJwk(entry.Jwk));
            return new CertificateOfBlock(signature.Kid, entry?.Party, ValidatorEndpoints.NameOf(state, entry),
                block.Header.Validators.Contains(signature.Kid) && key is not null && signature.Verify(block, key));
        })];
    }

    /// <summary>The values that a path has had, the newest first.</summary>
    public async Task<StateHistory> HistoryOfAsync(string ledger, string path, int limit, CancellationToken cancellation)
    {
        var versions = await reader.StateHistoryAsync(ledger, path, limit + 1, cancellation: cancellation);
        return new StateHistory([.. versions.Take(limit).Select(v => new StateVersion(v.Block, Utc.OfMilliseconds(v.Time), v.Value is { } value ? Json(value) : null, v.Value is null))],
            versions.Count <= limit);
    }

    /// <summary>Where a meter was registered, or null when the ledger does not say so yet.</summary>
    public async Task<RegistrationPlace?> RegistrationAsync(string ledger, string meter, CancellationToken cancellation)
    {
        if (registrations.TryGetValue((ledger, meter), out var known)) return known;
        if (await reader.StateHistoryAsync(ledger, "meter/" + meter, 1, cancellation: cancellation) is not [var change]) return null;
        var body = await reader.Store.ReadBodyAsync(ledger, change.Block, cancellation);
        var transaction = body is null ? null : LedgerReader.Parse(ledger, body).FirstOrDefault(t => Registers(t, meter));
        if (transaction is null) return null;
        if (registrations.Count >= Kept) registrations.Clear();
        return registrations[(ledger, meter)] = new RegistrationPlace(change.Block, transaction.Id);
    }

    static bool Registers(Transaction transaction, string meter)
    {
        if (!transaction.Header.Family.StartsWith("meter/", StringComparison.Ordinal)) return false;
        using var payload = JsonDocument.Parse(transaction.Payload);
        return payload.RootElement.TryGetProperty("meter", out var named) && named.ValueEquals(meter);
    }

    /// <summary>Transactions in brief.</summary>
    public async Task<IReadOnlyList<TransactionSummary>> SummarizeAsync(string ledger, IReadOnlyList<PlacedTransaction> transactions, CancellationToken cancellation)
    {
        var known = await KeysAsync(ledger, transactions.Select(t => t.Transaction?.Header.Kid).OfType<string>(), cancellation);
        var named = await MetersAsync(ledger, transactions.Select(t => t.Transaction).OfType<Transaction>(), cancellation);
        var summaries = new List<TransactionSummary>(transactions.Count);
        foreach (var placed in transactions)
        {
            summaries.Add(placed.Transaction is { } whole
                ? Summarize(whole, placed, known.GetValueOrDefault(whole.Header.Kid), named)
                : await SummarizeDroppedAsync(ledger, placed, cancellation));
        }
        return summaries;
    }

    /// <summary>The meters that transactions name, as the ledger's head has them; those it does not know are missing.</summary>
    async Task<IReadOnlyDictionary<string, MeterRegistration>> MetersAsync(string ledger, IEnumerable<Transaction> transactions, CancellationToken cancellation)
    {
        var found = new Dictionary<string, MeterRegistration>(StringComparer.Ordinal);
        StateTrie? state = null;
        foreach (var id in transactions.Select(Sentence.MeterOf).OfType<string>().Where(id => Identifiers.IsValid(id)).Distinct(StringComparer.Ordinal))
        {
            if (!meters.TryGetValue((ledger, id), out var meter))
            {
                state ??= await reader.Store.ReadHeadAsync(ledger, cancellation) is { } head ? reader.StateAt(head) : null;
                if (state?.Meter(id) is not { } read) continue;
                if (meters.Count >= Kept) meters.Clear();
                meters[(ledger, id)] = meter = read;
            }
            found[id] = meter;
        }
        return found;
    }

    async Task<TransactionSummary> SummarizeDroppedAsync(string ledger, PlacedTransaction placed, CancellationToken cancellation)
    {
        var block = await BlockAsync(ledger, placed.Block.ToString(System.Globalization.CultureInfo.InvariantCulture), cancellation);
        return new TransactionSummary(placed.Drop!.Id, placed.Block, placed.Index, "", "", null, Utc.OfMilliseconds(block.Time), DroppedSentence,
            await DescribeAsync(ledger, placed.Drop, cancellation));
    }

    async Task<DroppedTransaction> DescribeAsync(string ledger, StoredDrop drop, CancellationToken cancellation)
    {
        if (await reader.FindAsync(ledger, drop.By, cancellation) is not var (place, stored)) return new DroppedTransaction(drop.Leaf, drop.By, null, null);
        var rule = Parse(ledger, place.Block, (await BodyAsync(stored, cancellation)).Transactions[place.Offset]);
        return new DroppedTransaction(drop.Leaf, drop.By, place.Block, RetentionPayload.TryParse(rule.Payload, out var payload, out _) ? payload.Reason : null);
    }

    static TransactionSummary Summarize(Transaction t, PlacedTransaction placed, KeyEntry? key, IReadOnlyDictionary<string, MeterRegistration> meters)
    {
        return new TransactionSummary(t.Id, placed.Block, placed.Index, t.Header.Family, t.Header.Kid, key?.Party, Utc.OfMilliseconds(t.Header.Iat), Sentence.Of(t, meters));
    }

    /// <summary>A transaction in full.</summary>
    /// <exception cref="ProblemException">The ledger has none with this id.</exception>
    public async Task<TransactionDetail> DetailAsync(string ledger, string id, CancellationToken cancellation)
    {
        if (!Names.IsDigest(id) || await reader.FindAsync(ledger, id, cancellation) is not var (place, stored)) throw ProblemException.NotFound("transaction", id);
        var body = await BodyAsync(stored, cancellation);
        if (body.DropAt(place.Offset) is { } drop) return await DetailDroppedAsync(place, stored, body, drop, cancellation);
        var transaction = Parse(ledger, place.Block, body.Transactions[place.Offset]);
        var key = (await KeysAsync(ledger, [transaction.Header.Kid], cancellation)).GetValueOrDefault(transaction.Header.Kid);
        var named = await MetersAsync(ledger, [transaction], cancellation);
        var seal = body.Seals.FirstOrDefault(s => s.First <= place.Offset && place.Offset < s.First + s.Count);
        return new TransactionDetail(id, ledger, place.Block, stored.Id, Utc.OfMilliseconds(stored.Time), place.Index, seal?.BatchId ?? id, transaction.Header.Family,
            transaction.Header.Kid, key?.Party, Describe(key), Utc.OfMilliseconds(transaction.Header.Iat), Sentence.Of(transaction, named),
            HeaderOfTransaction.Of(transaction.Header), Json(transaction.Payload), Encoding.ASCII.GetString(transaction.Bytes.Span), transaction.Bytes.Length);
    }

    async Task<TransactionDetail> DetailDroppedAsync(TransactionPlace place, StoredBlock stored, StoredBody body, StoredDrop drop, CancellationToken cancellation)
    {
        var seal = body.Seals.FirstOrDefault(s => s.First <= place.Offset && place.Offset < s.First + s.Count);
        return new TransactionDetail(drop.Id, stored.Ledger, place.Block, stored.Id, Utc.OfMilliseconds(stored.Time), place.Index, seal?.BatchId ?? drop.Id, "", "", null, null,
            Utc.OfMilliseconds(stored.Time), DroppedSentence, null, null, null, 0, await DescribeAsync(stored.Ledger, drop, cancellation));
    }

    /// <summary>A transaction of a body and its place, whole or dropped.</summary>
    public static PlacedTransaction Place(StoredBlock stored, StoredBody body, int offset) => body.DropAt(offset) is { } drop
        ? new PlacedTransaction(null, stored.Number, stored.FirstIndex + offset, drop)
        : new PlacedTransaction(Parse(stored.Ledger, stored.Number, body.Transactions[offset]), stored.Number, stored.FirstIndex + offset, null);

    /// <summary>The answer that a transaction's bytes are gone.</summary>
    public static ProblemException Gone(StoredDrop drop) => new(Microsoft.AspNetCore.Http.StatusCodes.Status410Gone, "transaction.dropped",
        $"The bytes of transaction {drop.Id} were dropped under the retention transaction {drop.By}; its leaf hash is {drop.Leaf}.");

    /// <summary>A stored transaction as an object.</summary>
    public static Transaction Parse(string ledger, long block, ReadOnlyMemory<byte> bytes) => Transaction.TryParse(bytes, out var transaction, out var why)
        ? transaction
        : throw new InvalidDataException($"Ledger '{ledger}': a transaction of block {block} in the store cannot be read: {why.Detail}");

    /// <summary>Bytes as JSON; what is no JSON becomes a base64url string.</summary>
    public static JsonElement Json(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonElement.Parse(bytes.Span);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(System.Buffers.Text.Base64Url.EncodeToString(bytes.Span));
        }
    }

    /// <summary>A block's JWS as an object.</summary>
    public static GeneralJws Jws(ReadOnlyMemory<byte> jws) =>
        JsonSerializer.Deserialize<GeneralJws>(jws.Span, JsonSerializerOptions.Web) ?? throw new InvalidDataException("A block in the store is empty.");

    static SignerKey? Describe(KeyEntry? key) => key is null ? null
        : new SignerKey(key.Kid, JsonSerializer.Deserialize<PublicJwk>(key.Jwk, JsonSerializerOptions.Web)!, key.Party, key.Role);
}

/// <summary>A transaction and where it stands.</summary>
/// <param name="Transaction">The transaction; null when it was dropped.</param>
/// <param name="Block">Height of its block.</param>
/// <param name="Index">Index in the ledger's history.</param>
/// <param name="Drop">What is left of it when it was dropped.</param>
public sealed record PlacedTransaction(Transaction? Transaction, long Block, long Index, StoredDrop? Drop)
{
    /// <summary>Its id.</summary>
    public string Id => Transaction?.Id ?? Drop!.Id;
}
