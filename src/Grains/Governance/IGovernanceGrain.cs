using Orleans.Concurrency;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// A tenant's voice on a ledger; the key is <c>{tenant}/{ledger}</c>. Its commands become transactions of <c>governance/1</c> and <c>key/1</c>, signed with the
/// tenant's hosted key. What the tenant may decide is for the ledger to say: the key must be registered there.
/// </summary>
[Alias("IGovernanceGrain")]
public interface IGovernanceGrain : IGrainWithStringKey
{
    /// <summary>What proposing these changes would do now: nothing is written.</summary>
    [AlwaysInterleave]
    Task<GovernanceOutcome> Try(ProposalDraft draft);

    /// <summary>Proposes changes; where the tenant's approval is enough, they are made at once.</summary>
    Task<GovernanceOutcome> Propose(ProposalDraft draft);

    /// <summary>Approves a proposal.</summary>
    Task<GovernanceOutcome> Approve(string proposal);

    /// <summary>Takes the tenant's proposal back, or its approval of another's.</summary>
    Task<GovernanceOutcome> Withdraw(string proposal);

    /// <summary>Rotates or revokes a key: at once where the tenant may, else as a proposal.</summary>
    Task<GovernanceOutcome> ChangeKey(KeyChange change);
}

/// <summary>Changes to propose.</summary>
/// <param name="Title">What they are about, for people.</param>
/// <param name="Changes">A JSON list of changes, as <c>governance/1</c> has them.</param>
public sealed record ProposalDraft(string Title, string Changes);

/// <summary>A key to replace or to revoke.</summary>
/// <param name="Kid">The key.</param>
/// <param name="Jwk">Its successor, a JWK; null: it is revoked.</param>
/// <param name="From">The first block it cannot sign in; null: from this transaction on.</param>
public sealed record KeyChange(string Kid, string? Jwk, long? From);

/// <summary>How a decision went.</summary>
/// <param name="Done">True when it stands on the ledger; after a trial, that it could.</param>
/// <param name="Rejection">Why not.</param>
/// <param name="Proposal">Id of the proposal it is about; null for a key that was changed without one, and after a trial.</param>
/// <param name="Executed">Whether the changes are made (or would be), rather than waiting for approvals.</param>
/// <param name="Block">Height of the transaction's block, −1 when there is none.</param>
/// <param name="Transaction">The transaction's id; null when there is none.</param>
/// <param name="Family">The family that was spoken.</param>
/// <param name="Payload">What was said (or would be): the transaction's payload, JSON.</param>
public sealed record GovernanceOutcome(
    bool Done, Rejection? Rejection, string? Proposal, bool Executed, long Block, string? Transaction, string Family, string Payload);
