using System.Collections.Immutable;
using Orleans.Concurrency;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>One ledger partition; the key is the ledger's id. It orders submissions into blocks and makes them durable.</summary>
[Alias("ILedgerGrain")]
public interface ILedgerGrain : IGrainWithStringKey
{
    /// <summary>Writes block 0 (genesis). Repeating it for a ledger of the same tenant answers with the ledger that stands.</summary>
    Task<CreateOutcome> Create(CreateLedger request);

    /// <summary>
    /// Queues batches and completes when each is on the ledger, durably, or refused with a reason. Order within the request is kept.
    /// A batch that is on the ledger already gets the same answer as the first time.
    /// </summary>
    Task<SubmitResult> Submit(SubmitRequest request, CancellationToken cancellation = default);

    /// <summary>The newest block, or null when the ledger does not exist.</summary>
    [AlwaysInterleave]
    Task<LedgerHead?> Head();

    /// <summary>What is known of batches by id: committed (from the store), pending, or refused not long ago.</summary>
    [AlwaysInterleave]
    Task<ImmutableArray<BatchOutcome>> Statuses(ImmutableArray<string> batchIds);
}

/// <param name="Name">What people call the ledger.</param>
/// <param name="Tenant">The tenant whose operator key founds it: its first member and owner.</param>
/// <param name="TenantName">What people call that tenant; its id when null.</param>
/// <param name="Validators">
/// Members whose keys certify the ledger together from its second block on (engine <c>quorum</c>, at least 4); null: the host alone does (<c>solo</c>).
/// </param>
public sealed record CreateLedger(string Name, string Tenant, string? TenantName = null, ImmutableArray<FoundingValidator>? Validators = null);

/// <summary>A member that certifies a ledger from its beginning.</summary>
/// <param name="Party">Its id on the ledger: a slug.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Role">What it is on the ledger: owner, esco, utility, auditor.</param>
/// <param name="Jwk">Public half of the key that its validator signs with.</param>
public sealed record FoundingValidator(string Party, string Name, string Role, string Jwk);

/// <param name="Created">False when it stood already or was refused.</param>
/// <param name="Head">The ledger's head afterwards, null when refused.</param>
/// <param name="Rejection">Why not.</param>
public sealed record CreateOutcome(bool Created, LedgerHead? Head, Rejection? Rejection);

/// <param name="Batches">Each a JSON batch or a bare compact JWS (a batch of one), UTF-8.</param>
public sealed record SubmitRequest(ImmutableArray<ReadOnlyMemory<byte>> Batches);

/// <param name="Outcomes">One for each submitted batch, in the same order.</param>
public sealed record SubmitResult(ImmutableArray<BatchOutcome> Outcomes);

/// <summary>Where a batch stands, in Sawtooth's words.</summary>
public enum BatchStatus
{
    /// <summary>Never seen, or refused too long ago to remember.</summary>
    Unknown,
    /// <summary>Queued for a block.</summary>
    Pending,
    /// <summary>On the ledger, durably.</summary>
    Committed,
    /// <summary>Refused; it left no trace.</summary>
    Invalid,
}

/// <param name="Id">Batch id; empty when the bytes could not be read as a batch.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Block">Height when committed, else −1.</param>
/// <param name="Index">History index of its first transaction when committed, else −1.</param>
/// <param name="Count">Transactions in it.</param>
/// <param name="Rejection">Why it was refused.</param>
/// <param name="TransactionId">Which of its transactions was refused, when that is known.</param>
public sealed record BatchOutcome(string Id, BatchStatus Status, long Block, long Index, int Count, Rejection? Rejection, string? TransactionId)
{
    /// <summary>The outcome of a batch that was refused.</summary>
    public static BatchOutcome Refused(string id, Rejection why, string? transactionId = null, int count = 0) =>
        new(id, BatchStatus.Invalid, -1, -1, count, why, transactionId);

    /// <summary>The outcome of a batch that is on the ledger.</summary>
    public static BatchOutcome Committed(string id, long block, long index, int count) =>
        new(id, BatchStatus.Committed, block, index, count, null, null);
}

/// <summary>A ledger's newest block.</summary>
/// <param name="Ledger">Ledger id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Number">Height.</param>
/// <param name="Id">Block id.</param>
/// <param name="Time">Unix milliseconds.</param>
/// <param name="Transactions">Transactions on the ledger, which is the history tree's size.</param>
/// <param name="Root">History root, base64url.</param>
/// <param name="State">State root, base64url.</param>
/// <param name="Engine">Consensus engine.</param>
/// <param name="Validators">Key ids of the validators.</param>
public sealed record LedgerHead(string Ledger, string Name, long Number, string Id, long Time, long Transactions, string Root, string State,
    string Engine, ImmutableArray<string> Validators);
