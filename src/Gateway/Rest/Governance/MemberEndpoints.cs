using System.ComponentModel;
using System.Text.Json;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Organisations on a ledger and their keys.</summary>
public static class MemberEndpoints
{
    /// <summary>The table.</summary>
    public static void MapMembers(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/ledgers/{ledger}").WithTags("Members").Refuses(404);
        group.MapGet("/members", ListAsync).WithName("listMembers").WithSummary("Organisations on the ledger, their roles and keys");
        group.MapPost("/members", AdmitAsync).WithName("admitMember").WithSummary("Admit a member, or change its name and roles; its key may come with it")
            .WithDescription("Made at once where the caller's tenant decides alone, else proposed. With `dryRun` nothing is written: the answer says what would be.").Refuses(403, 422);
        group.MapPut("/members/{party}/tenant", LinkAsync).WithName("linkMember").WithSummary("Say which tenant of this host a member is: it may then read the ledger")
            .WithDescription("Known to the host alone, and to nobody by the ledger. Whether there is such a tenant is not told.").Refuses(403, 422);
        group.MapGet("/keys", KeysAsync).WithName("listKeys").WithSummary("Keys on the ledger, by key id");
        group.MapPost("/keys/{kid}/rotate", RotateAsync).WithName("rotateKey").WithSummary("Put another key in a key's place").Refuses(403, 422);
        group.MapPost("/keys/{kid}/revoke", RevokeAsync).WithName("revokeKey").WithSummary("Let a key sign no more").Refuses(403, 422);
        api.MapGet("/tenant/key", HostedKeyAsync).WithTags("Members").WithName("hostedKey")
            .WithSummary("The public key that this host signs with for the caller's tenant: hand it to who invites you to a ledger");
    }

    static async Task<Ok<Members>> ListAsync(string ledger, HttpContext context, Viewer viewer, GovernanceBook book, CancellationToken cancellation)
    {
        var view = await viewer.ViewAsync(context);
        var (head, state) = await book.OpenAsync(view, ledger, cancellation);
        var settings = LedgerSettings.Read(state);
        var validators = settings.Validators.Select(v => v.KeyId).ToHashSet(StringComparer.Ordinal);
        var hosted = await book.HostedKidAsync(view);
        var keys = KeyEntry.All(state).ToList();
        var parties = keys.Where(k => k.Role != Roles.Device).ToLookup(k => k.Party, k => GovernanceBook.Describe(k, head.Number + 1, validators, hosted), StringComparer.Ordinal);
        var tenants = view.Shared.Where(s => s.Ledger == ledger).ToDictionary(s => s.Party, s => s.Tenant, StringComparer.Ordinal);
        var members = MemberEntry.All(state).ToList();
        var items = members.OrderBy(m => !m.IsActive).Select(m => new MemberOfLedger(m.Party, m.Name, m.Roles, m.IsActive, m.LeftAt,
                settings.Governance?.Parties.Contains(m.Party) ?? false, tenants.GetValueOrDefault(m.Party), [.. parties[m.Party].OrderByDescending(k => k.Good)]))
            .Concat(parties.Where(p => members.All(m => m.Party != p.Key))
                .Select(p => new MemberOfLedger(p.Key, null, [], false, null, false, null, [.. p.OrderByDescending(k => k.Good)])));
        var you = keys.Find(k => k.Kid == hosted)?.Party ?? view.Joined.FirstOrDefault(j => j.Ledger == ledger)?.Party;
        return TypedResults.Ok(new Members(head.Number, [.. items], keys.Count(k => k.Role == Roles.Device && !k.IsRevokedIn(head.Number + 1)), you));
    }

    static async Task<Ok<Decision>> AdmitAsync(string ledger, NewMember body, HttpContext context, Viewer viewer, LedgerBook ledgers, IGrainFactory grains,
        [Description("Only say what would be written.")] bool dryRun = false)
    {
        var (view, grain) = await GovernanceEndpoints.SpeakAsync(ledger, context, viewer, ledgers, grains);
        if (body.Tenant is not null && !view.Keeps.Contains(ledger))
            throw new ProblemException(StatusCodes.Status403Forbidden, "access.denied", "Only the tenant that keeps the ledger says which tenants its members are.", "tenant", body.Tenant);
        var changes = new List<object> { new { op = "member.set", party = body.Party, name = body.Name, roles = body.Roles } };
        if (body.Key is { } key) changes.Add(new { op = "key.register", jwk = key.Jwk, party = body.Party, role = key.Role ?? Roles.Member });
        var draft = new ProposalDraft("Admit " + body.Name, JsonSerializer.Serialize(changes, JsonSerializerOptions.Web));
        var decision = Decision.Of(dryRun ? await grain.Try(draft) : await grain.Propose(draft));
        if (!dryRun && body.Tenant is { } tenant) await ShareAsync(view, ledger, body.Party, tenant, grains);
        return TypedResults.Ok(decision);
    }

    static async Task<NoContent> LinkAsync(string ledger, string party, MemberTenant body, HttpContext context, Viewer viewer, LedgerBook ledgers, IGrainFactory grains)
    {
        var (view, _) = await GovernanceEndpoints.SpeakAsync(ledger, context, viewer, ledgers, grains);
        if (!view.Keeps.Contains(ledger)) throw ProblemException.Denied(view.Caller.Role, "say which tenants the members of another tenant's ledger are");
        await ShareAsync(view, ledger, party, body.Tenant, grains);
        return TypedResults.NoContent();
    }

    static async Task ShareAsync(View view, string ledger, string party, string? tenant, IGrainFactory grains)
    {
        var outcome = await grains.GetGrain<ITenantGrain>(view.TenantId).Share(ledger, party, tenant);
        if (!outcome.Done) throw ProblemException.Of(outcome.Rejection!);
    }

    static async Task<Ok<Page<KeyOfLedger>>> KeysAsync(string ledger, [AsParameters] Paging paging, HttpContext context, Viewer viewer, GovernanceBook book,
        CancellationToken cancellation, [Description("Only keys of this role.")] string? role = null, [Description("Only keys of this party.")] string? party = null)
    {
        var view = await viewer.ViewAsync(context);
        var (head, state) = await book.OpenAsync(view, ledger, cancellation);
        if (role is not null && !Roles.All.Contains(role)) throw ProblemException.Invalid("role", role, $"it must be one of {string.Join(", ", Roles.All)}.");
        var validators = LedgerSettings.Read(state).Validators.Select(v => v.KeyId).ToHashSet(StringComparer.Ordinal);
        var hosted = await book.HostedKidAsync(view);
        var keys = KeyEntry.All(state).Where(k => (role is null || k.Role == role) && (party is null || k.Party == party)).ToList();
        return TypedResults.Ok(paging.Of(keys, k => k.Kid, k => GovernanceBook.Describe(k, head.Number + 1, validators, hosted)));
    }

    static async Task<Ok<Decision>> RotateAsync(string ledger, string kid, KeyRotation body, HttpContext context, Viewer viewer, LedgerBook ledgers, IGrainFactory grains)
    {
        var (_, grain) = await GovernanceEndpoints.SpeakAsync(ledger, context, viewer, ledgers, grains);
        return TypedResults.Ok(Decision.Of(await grain.ChangeKey(new KeyChange(kid, JsonSerializer.Serialize(body.Jwk, JsonSerializerOptions.Web), body.From))));
    }

    static async Task<Ok<Decision>> RevokeAsync(string ledger, string kid, KeyRevocation body, HttpContext context, Viewer viewer, LedgerBook ledgers, IGrainFactory grains)
    {
        var (_, grain) = await GovernanceEndpoints.SpeakAsync(ledger, context, viewer, ledgers, grains);
        return TypedResults.Ok(Decision.Of(await grain.ChangeKey(new KeyChange(kid, null, body.From))));
    }

    static async Task<Ok<HostedKey>> HostedKeyAsync(HttpContext context, IGrainFactory grains)
    {
        var caller = Caller.From(context.User);
        if (!AccessPolicy.CanRead(caller)) throw ProblemException.Denied(caller.Role, "read the tenant's key");
        var jwk = await grains.GetGrain<ITenantGrain>(caller.Tenant).HostedKey() ?? throw ProblemException.NotFound("tenant", caller.Tenant);
        return TypedResults.Ok(new HostedKey(PublicKey.FromJwk(jwk).KeyId, JsonSerializer.Deserialize<PublicJwk>(jwk, JsonSerializerOptions.Web)!));
    }
}
