using System.Collections.Immutable;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// <c>governance/1</c>: what m of n parties decide together (<see cref="GovernanceRule"/>).
/// <code>
/// {"op":"propose","title":"A larger block","changes":[…],"expires":1797592000000}
/// {"op":"approve","proposal":"…"}          {"op":"withdraw","proposal":"…"}
/// </code>
/// Who speaks for an organisation (<see cref="Roles.Voices"/>) may propose. A proposal is tried when it is made and refused if its changes could not be made;
/// proposing approves, where the proposer's party decides. The m-th approval executes the changes in the same transaction, by the rule and the keys that are
/// good then. The proposer's party takes a proposal back with <c>withdraw</c>, any other party its own approval. State: <c>governance/&lt;id&gt;</c>
/// (<see cref="GovernanceProposal"/>), the id being the proposing transaction's.
/// </summary>
public sealed class GovernanceFamily : IFamily
{
    /// <summary>How long a proposal may be approved unless it says otherwise, in milliseconds: 30 days.</summary>
    public const long DefaultTerm = 30L * 86_400_000;

    /// <summary>The longest it may ask for, in milliseconds: a year.</summary>
    public const long LongestTerm = 365L * 86_400_000;

    /// <inheritdoc/>
    public string Name => "governance/1";

    /// <inheritdoc/>
    public ImmutableArray<string> Submitters => Roles.Voices;

    /// <inheritdoc/>
    public Rejection? Apply(TransactionContext context, IState state)
    {
        using var payload = Payload.Open(context.Transaction.Payload);
        return payload.Text("op") switch
        {
            "propose" => Propose(payload, context, state),
            "approve" => Approve(payload, context, state),
            "withdraw" => Withdraw(payload, context, state),
            _ => payload.Rejection ?? new Rejection("payload.op", "op must be propose, approve or withdraw.", "op"),
        };
    }

    private static Rejection? Propose(Payload payload, TransactionContext context, IState state)
    {
        var title = payload.Text("title", 200);
        var changes = payload.Element("changes");
        var expires = payload.Optional("expires") is null
            ? context.BlockTime + DefaultTerm
            : payload.Whole("expires", context.BlockTime, context.BlockTime + LongestTerm);
        if (payload.End() is { } why)
            return why;
        if (string.IsNullOrWhiteSpace(title))
            return new Rejection("governance.title", "title is empty; it must say in 1 to 200 characters what the proposal is about.", "title", title);
        var rule = GovernanceRule.Read(state);
        if (rule is null && !context.HasRole(Roles.Operator))
            return TransactionContext.WrongRole("governance/1", context.Signer, null, Roles.Operator + " on a ledger without the setting governance");
        var draft = new StateOverlay(state);
        if ((GovernanceChanges.Apply(changes, context.Trial(), draft) ?? LedgerGuards.Check(draft)) is { } impossible)
            return impossible;

        var proposal = new GovernanceProposal(context.Transaction.Id, title, context.Signer.Party, context.Signer.Kid, changes.GetRawText(), context.BlockNumber, expires, []);
        if (rule is null || rule.Parties.Contains(context.Signer.Party))
            proposal = proposal with { Approvals = [ApprovalBy(context)] };
        context.Emit(new LedgerEvent("governance.proposed", proposal.Id, context.Transaction.Payload));
        return Decide(proposal, rule, changes, context, state);
    }

    private static Rejection? Approve(Payload payload, TransactionContext context, IState state)
    {
        if (Open(payload, context, state, out var proposal) is { } why)
            return why;
        if (proposal!.Expires < context.BlockTime)
            return new Rejection("governance.expired", FormattableString.Invariant($"The proposal {proposal.Id} could be approved until {proposal.Expires} (Unix ms)."), "proposal", proposal.Id);
        var rule = GovernanceRule.Read(state);
        if (rule?.NotAParty(context.Signer) is { } stranger)
            return stranger;
        if (rule is not null && proposal.Counting(rule, state, context.BlockNumber).Any(a => a.Party == context.Signer.Party))
            return new Rejection("governance.approved", $"{context.Signer.Party} has approved the proposal {proposal.Id} already.", "proposal", proposal.Id);
        proposal = proposal with { Approvals = [.. proposal.Approvals.Where(a => a.Party != context.Signer.Party), ApprovalBy(context)] };
        context.Emit(new LedgerEvent("governance.approved", proposal.Id, context.Transaction.Payload));
        using var changes = JsonDocument.Parse(proposal.Changes);
        return Decide(proposal, rule, changes.RootElement, context, state);
    }

    private static Rejection? Withdraw(Payload payload, TransactionContext context, IState state)
    {
        if (Open(payload, context, state, out var proposal) is { } why)
            return why;
        var party = context.Signer.Party;
        if (proposal!.Party == party)
            proposal = proposal with { State = ProposalState.Withdrawn, ClosedAt = context.BlockNumber };
        else if (proposal.Approvals.Any(a => a.Party == party))
            proposal = proposal with { Approvals = proposal.Approvals.RemoveAll(a => a.Party == party) };
        else
            return new Rejection("governance.party", $"{party} neither proposed nor approved the proposal {proposal.Id}.", "proposal", proposal.Id);
        state.Set(GovernanceProposal.Path(proposal.Id), proposal.ToJson());
        context.Emit(new LedgerEvent("governance.withdrawn", proposal.Id, context.Transaction.Payload));
        return null;
    }

    private static Rejection? Open(Payload payload, TransactionContext context, IState state, out GovernanceProposal? proposal)
    {
        proposal = null;
        var id = payload.Text("proposal");
        if (payload.End() is { } why)
            return why;
        proposal = GovernanceProposal.Read(state, id);
        if (proposal is null)
            return new Rejection("governance.unknown", $"There is no proposal {id}.", "proposal", id);
        return proposal.State == ProposalState.Open
            ? null
            : new Rejection("governance.closed", FormattableString.Invariant(
                $"The proposal {id} was {(proposal.State == ProposalState.Executed ? "executed" : "withdrawn")} in block {proposal.ClosedAt}."), "proposal", id);
    }

    /// <summary>Executes the changes when enough have approved, and writes down where the proposal stands.</summary>
    private static Rejection? Decide(GovernanceProposal proposal, GovernanceRule? rule, JsonElement changes, TransactionContext context, IState state)
    {
        if (rule is null || proposal.Counting(rule, state, context.BlockNumber).Length >= rule.Threshold)
        {
            if (GovernanceChanges.Apply(changes, context, state) is { } why)
                return why;
            proposal = proposal with { State = ProposalState.Executed, ClosedAt = context.BlockNumber };
            context.Emit(new LedgerEvent("governance.executed", proposal.Id, context.Transaction.Payload));
        }
        state.Set(GovernanceProposal.Path(proposal.Id), proposal.ToJson());
        return null;
    }

    private static Approval ApprovalBy(TransactionContext context) =>
        new(context.Signer.Party, context.Signer.Kid, context.Transaction.Id, context.BlockNumber);
}
