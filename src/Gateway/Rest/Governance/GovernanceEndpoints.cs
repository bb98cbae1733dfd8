using System.ComponentModel;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>A ledger's settings, who decides on them, and what is proposed.</summary>
public static class GovernanceEndpoints
{
    const string State = "open, expired, executed or withdrawn";

    /// <summary>The table.</summary>
    public static void MapGovernance(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/ledgers/{ledger}").WithTags("Governance").Refuses(404);
        group.MapGet("/settings", SettingsAsync).WithName("ledgerSettings").WithSummary("Settings, each with the values it has had, who set them and who approved");
        group.MapGet("/governance", RuleAsync).WithName("governance").WithSummary("Who decides, and what the caller may");
        group.MapGet("/governance/proposals", ListAsync).WithName("listProposals").WithSummary("Proposals, the newest first");
        group.MapGet("/governance/proposals/{proposal}", GetAsync).WithName("getProposal").WithSummary("A proposal");
        group.MapPost("/governance/proposals", ProposeAsync).WithName("propose").WithSummary("Propose changes, signed with the tenant's hosted key")
            .WithDescription("Made at once where that approval is enough. With `dryRun` nothing is written: the answer says what would be, or why it would be refused.").Refuses(403, 422);
        group.MapPost("/governance/proposals/{proposal}/approve", ApproveAsync).WithName("approveProposal").WithSummary("Approve, signed with the tenant's hosted key").Refuses(403, 422);
        group.MapPost("/governance/proposals/{proposal}/withdraw", WithdrawAsync).WithName("withdrawProposal")
            .WithSummary("Take one's proposal back, or one's approval of another's").Refuses(403, 422);
    }

    /// <summary>The tenant's voice on a ledger, for a caller who may use it.</summary>
    /// <exception cref="ProblemException">There is no such ledger for this caller, or its role does not let it.</exception>
    internal static async Task<(View View, IGovernanceGrain Grain)> SpeakAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook ledgers, IGrainFactory grains)
    {
        var view = await viewer.ViewAsync(context);
        await ledgers.HeadAsync(view, ledger);
        return AccessPolicy.CanGovern(view.Caller)
            ? (view, grains.GetGrain<IGovernanceGrain>($"{view.TenantId}/{ledger}"))
            : throw ProblemException.Denied(view.Caller.Role, "speak for its tenant on a ledger");
    }

    static async Task<Ok<LedgerSettingsAnswer>> SettingsAsync(string ledger, HttpContext context, Viewer viewer, GovernanceBook book, CancellationToken cancellation)
    {
        var (head, state) = await book.OpenAsync(await viewer.ViewAsync(context), ledger, cancellation);
        return TypedResults.Ok(new LedgerSettingsAnswer(head.Number, await book.SettingsAsync(ledger, state, cancellation)));
    }

    static async Task<Ok<GovernanceAnswer>> RuleAsync(string ledger, HttpContext context, Viewer viewer, GovernanceBook book, CancellationToken cancellation)
    {
        var view = await viewer.ViewAsync(context);
        var (head, state) = await book.OpenAsync(view, ledger, cancellation);
        var settings = LedgerSettings.Read(state);
        var voice = await book.VoiceAsync(view, state);
        var good = voice is not null && !voice.IsRevokedIn(head.Number + 1) && AccessPolicy.CanGovern(view.Caller);
        var open = GovernanceProposal.All(state).Count(p => p.State == ProposalState.Open && p.Expires >= head.Time);
        return TypedResults.Ok(new GovernanceAnswer(settings.Governance?.Parties ?? [], settings.Governance?.Threshold ?? 1, voice?.Party, voice?.Kid,
            good && (settings.Governance is not null || voice!.Role == Roles.Operator), good && settings.Governance?.Parties.Contains(voice!.Party) == true, open));
    }

    static async Task<Ok<Page<ProposalOfLedger>>> ListAsync(string ledger, [AsParameters] Paging paging, HttpContext context, Viewer viewer, GovernanceBook book,
        CancellationToken cancellation, [Description(State)] string? state = null)
    {
        if (state is not (null or "open" or "expired" or "executed" or "withdrawn")) throw ProblemException.Invalid("state", state, $"it must be {State}.");
        var view = await viewer.ViewAsync(context);
        var (head, now) = await book.OpenAsync(view, ledger, cancellation);
        var voice = await book.VoiceAsync(view, now);
        var newest = GovernanceProposal.All(now).Where(p => state is null || state == Standing(p, head.Time))
            .OrderByDescending(p => p.Block).ThenBy(p => p.Id, StringComparer.Ordinal).ToList();
        var from = (int)Math.Min(paging.Number() ?? 0, newest.Count);
        var items = new List<ProposalOfLedger>();
        foreach (var proposal in newest.Skip(from).Take(paging.Size)) items.Add(await book.DescribeAsync(ledger, proposal, head, now, view, voice, cancellation));
        return TypedResults.Ok(new Page<ProposalOfLedger>(items, from + items.Count < newest.Count ? Paging.CursorAt(from + items.Count) : null, newest.Count));
    }

    static async Task<Ok<ProposalOfLedger>> GetAsync(string ledger, string proposal, HttpContext context, Viewer viewer, GovernanceBook book, CancellationToken cancellation)
    {
        var view = await viewer.ViewAsync(context);
        var (head, state) = await book.OpenAsync(view, ledger, cancellation);
        var found = GovernanceProposal.Read(state, proposal) ?? throw ProblemException.NotFound("proposal", proposal);
        return TypedResults.Ok(await book.DescribeAsync(ledger, found, head, state, view, await book.VoiceAsync(view, state), cancellation));
    }

    static async Task<Ok<Decision>> ProposeAsync(string ledger, NewProposal body, HttpContext context, Viewer viewer, LedgerBook ledgers, IGrainFactory grains,
        [Description("Only say what would be written.")] bool dryRun = false)
    {
        var (_, grain) = await SpeakAsync(ledger, context, viewer, ledgers, grains);
        var draft = new ProposalDraft(body.Title, body.Changes.GetRawText());
        return TypedResults.Ok(Decision.Of(dryRun ? await grain.Try(draft) : await grain.Propose(draft)));
    }

    static async Task<Ok<Decision>> ApproveAsync(string ledger, string proposal, HttpContext context, Viewer viewer, LedgerBook ledgers, IGrainFactory grains)
    {
        var (_, grain) = await SpeakAsync(ledger, context, viewer, ledgers, grains);
        return TypedResults.Ok(Decision.Of(await grain.Approve(proposal)));
    }

    static async Task<Ok<Decision>> WithdrawAsync(string ledger, string proposal, HttpContext context, Viewer viewer, LedgerBook ledgers, IGrainFactory grains)
    {
        var (_, grain) = await SpeakAsync(ledger, context, viewer, ledgers, grains);
        return TypedResults.Ok(Decision.Of(await grain.Withdraw(proposal)));
    }

    static string Standing(GovernanceProposal proposal, long now) => proposal.State switch
    {
        ProposalState.Open when proposal.Expires < now => "expired",
        ProposalState.Open => "open",
        ProposalState.Executed => "executed",
        _ => "withdrawn",
    };
}
