using System.Collections.Immutable;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>One block being executed: batches are tried one after the other, each whole or not at all.</summary>
internal sealed class BlockRun(
    FamilyRegistry families, KeyDirectory keys, LedgerCursor parent, LedgerSettings settings, StateOverlay block, long time, ITransactionIndex index)
{
    /// <summary>Why a batch is refused: the rule, and the transaction in the batch (-1: the batch as a whole).</summary>
    public sealed record Refusal(Rejection Rejection, int Transaction);

    private readonly StateOverlay _batch = new(block);   // of the batch being tried
    private readonly HashSet<Hash256> _ids = [];
    private readonly List<Hash256> _leaves = [];
    private readonly ImmutableArray<CommittedBatch>.Builder _batches = ImmutableArray.CreateBuilder<CommittedBatch>();
    private long _bytes;

    public int Count => _leaves.Count;

    public IReadOnlyList<Hash256> Leaves => _leaves;

    public StateOverlay State => block;

    public ImmutableArray<CommittedBatch> Batches => _batches.ToImmutable();

    /// <summary>True when there is room left for the batch under the ledger's limits and the proposer's own.</summary>
    public bool Fits(Batch batch, int proposersLimit) =>
        _leaves.Count + batch.Transactions.Length <= Math.Min(settings.BlockLimit, proposersLimit)
        && _bytes + batch.Size <= LedgerSettings.MaxBlockBytes;

    /// <summary>Applies a batch; null when it is now part of the block, else nothing has changed.</summary>
    public Refusal? TryAdd(Batch batch)
    {
        if (!Fits(batch, int.MaxValue))
            return new Refusal(new Rejection("block.limit", FormattableString.Invariant($"The batch has {batch.Transactions.Length} transactions of {batch.Size} bytes; a block holds {settings.BlockLimit} of {LedgerSettings.MaxBlockBytes} bytes.")), -1);
        var overlay = _batch;
        overlay.Clear();
        var first = parent.History.Size + _leaves.Count;
        var events = ImmutableArray.CreateBuilder<ImmutableArray<LedgerEvent>>(batch.Transactions.Length);
        var guarded = false;
        for (var i = 0; i < batch.Transactions.Length; i++)
        {
            if (Apply(batch.Transactions[i], batch, first + i, overlay, out var happened) is { } why)
                return new Refusal(why, i);
            events.Add(happened);
            guarded |= batch.Transactions[i].Header.Family is "settings/1" or "key/1" or "member/1" or "governance/1";
        }
        // After the transactions: a batch may register the key it is sealed with.
        if (CheckSeal(batch, overlay) is { } bad)
            return new Refusal(bad, -1);
        if (guarded && LedgerGuards.Concern(overlay, block) && LedgerGuards.Check(overlay) is { } stranded)
            return new Refusal(stranded, batch.Transactions.Length == 1 ? 0 : -1);

        block.Merge(overlay);
        foreach (var transaction in batch.Transactions)
        {
            _ids.Add(transaction.Hash);
            _leaves.Add(transaction.LeafHash);
        }
        _bytes += batch.Size;
        _batches.Add(new CommittedBatch(batch, first, events.MoveToImmutable()));
        return null;
    }

    private Rejection? Apply(Transaction transaction, Batch batch, long at, StateOverlay overlay, out ImmutableArray<LedgerEvent> events)
    {
        events = [];
        if ((CheckPlace(transaction, batch) ?? CheckTime(transaction)) is { } wrong)
            return wrong;
        if (!families.TryGet(transaction.Header.Family, out var family))
            return new Rejection("family.unknown", $"There is no family {transaction.Header.Family}.", "family", transaction.Header.Family);
        if (Authorize(transaction, at, overlay, out var signer) is { } refused)
            return refused;
        if (FamilyRegistry.Permit(family, settings, signer!, overlay, out var member, out var permitted) is { } forbidden)
            return forbidden;
        var context = new TransactionContext(transaction, parent.Number + 1, time, at, signer!, member, permitted);
        try
        {
            if (family.Apply(context, overlay) is { } why)
                return why;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or OverflowException or ArgumentException)
        {
            // What a family did not foresee in a payload must not stop the ledger.
            return new Rejection("payload.invalid", $"{family.Name} cannot read the payload: {e.Message}");
        }
        events = context.TakeEvents();
        return null;
    }

    private Rejection? CheckPlace(Transaction transaction, Batch batch)
    {
        if (!string.Equals(transaction.Header.Ledger, parent.Ledger, StringComparison.Ordinal))
            return new Rejection("ledger.wrong", $"The transaction is for the ledger {transaction.Header.Ledger}; this one is {parent.Ledger}.", "ledger", transaction.Header.Ledger);
        if (_ids.Contains(transaction.Hash) || index.Contains(transaction))
            return new Rejection("transaction.duplicate", $"The transaction {transaction.Id} is on the ledger already.", "id", transaction.Id);
        foreach (var id in transaction.Header.Dep)
        {
            if (Hash256.TryParse(id, out var hash) && _ids.Contains(hash))
                continue;
            if (!index.Contains(id) && !batch.Transactions.Any(t => t.Id == id))
                return new Rejection("dep.missing", $"The transaction depends on {id}, which is neither on the ledger nor in its batch.", "dep", id);
        }
        return null;
    }

    private Rejection? CheckTime(Transaction transaction)
    {
        var ahead = transaction.Header.Iat - time;
        if (ahead > settings.FutureLimit)
            return new Rejection("iat.future", FormattableString.Invariant($"iat is {ahead} ms after the block's time; at most {settings.FutureLimit} are allowed: set the signer's clock."), "iat", Text(transaction.Header.Iat));
        if (-ahead > settings.AgeLimit)
            return new Rejection("iat.old", FormattableString.Invariant($"iat is {-ahead} ms before the block's time; at most {settings.AgeLimit} are allowed."), "iat", Text(transaction.Header.Iat));
        return null;
    }

    private Rejection? Authorize(Transaction transaction, long at, StateOverlay overlay, out KeyEntry? signer)
    {
        signer = at == 0 ? SettingsFamily.GenesisSigner(transaction) : keys.Find(overlay, transaction.Header.Kid);
        if (signer is null)
        {
            return at == 0
                ? new Rejection("ledger.notStarted", "The ledger's first transaction must be settings/1 with op genesis, signed by an operator key in its own list.")
                : new Rejection("key.unknown", $"The key {transaction.Header.Kid} is not registered on this ledger.", "kid", transaction.Header.Kid);
        }
        if (signer.IsRevokedIn(parent.Number + 1))
            return new Rejection("key.revoked", FormattableString.Invariant($"The key {signer.Kid} was revoked in block {signer.RevokedAt}."), "kid", signer.Kid);
        return transaction.Verify(keys.Keys.Get(signer)) ? null : new Rejection("transaction.signature", "signature does not verify");
    }

    private Rejection? CheckSeal(Batch batch, StateOverlay overlay)
    {
        if (batch.SealedBy is not { } kid)
            return null;
        if (keys.Find(overlay, kid) is not { } entry)
            return new Rejection("key.unknown", $"The key {kid} that seals the batch is not registered on this ledger.", "seal", kid);
        if (entry.IsRevokedIn(parent.Number + 1))
            return new Rejection("key.revoked", FormattableString.Invariant($"The key {kid} that seals the batch was revoked in block {entry.RevokedAt}."), "seal", kid);
        return batch.VerifySeal(keys.Keys.Get(entry)) ? null : new Rejection("batch.seal", "the batch's seal does not verify", "seal");
    }

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
