using System.Collections.Immutable;
using Orleans.Runtime;
using SmartBlocks.Energy;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// A tenant. Only its name and its ledgers' ids are its own; sites and meters are read from the ledgers' state, at activation and whenever one
/// was registered, so that the directory cannot disagree with the record.
/// </summary>
[GrainType("tenant")]
public sealed class TenantGrain(
    [PersistentState("tenant", "smartblocks")] IPersistentState<TenantState> stored, LedgerReader reader, IKeyVault keys, TimeProvider time)
    : Grain, ITenantGrain
{
    private readonly Dictionary<string, Directory> _directories = new(StringComparer.Ordinal);

    private sealed record Directory(ImmutableArray<SiteInfo> Sites, ImmutableDictionary<string, MeterInfo> Meters);

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var ledger in stored.State.Ledgers)
            await Refresh(ledger);
    }

    /// <inheritdoc/>
    public Task<TenantInfo?> Get() => Task.FromResult(stored.State.Name is { } name
        ? new TenantInfo(
            Id, name, [.. stored.State.Ledgers], [.. _directories.Values.SelectMany(d => d.Sites)],
            [.. _directories.Values.SelectMany(d => d.Meters.Values).OrderBy(m => m.Id, StringComparer.Ordinal)])
        {
            Joined = [.. stored.State.Joined.OrderBy(j => j.Key, StringComparer.Ordinal).Select(j => new JoinedLedger(j.Key, j.Value))],
            Shared = [.. stored.State.Shared.Select(s => new SharedLedger(s.Ledger, s.Party, s.Tenant))],
        }
        : null);

    /// <inheritdoc/>
    public Task<MeterInfo?> FindMeter(string meter)
    {
        foreach (var directory in _directories.Values)
        {
            if (directory.Meters.TryGetValue(meter, out var found))
                return Task.FromResult<MeterInfo?>(found);
        }
        return Task.FromResult<MeterInfo?>(null);
    }

    /// <inheritdoc/>
    public async Task Refresh(string ledger)
    {
        if (await reader.Store.ReadHeadAsync(ledger) is not { } head)
            return;
        var state = reader.StateAt(head);
        var sites = state.Sites().ToList();
        var meters = sites.SelectMany(site => state.Meters(site.Site)).Select(meter => Describe(ledger, meter));
        _directories[ledger] = new Directory([.. sites.Select(site => Describe(ledger, site))], meters.ToImmutableDictionary(m => m.Id, StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public async Task<TenantInfo> Create(string name)
    {
        if (stored.State.Name is null)
        {
            stored.State.Name = name;
            await stored.WriteStateAsync();
        }
        return (await Get())!;
    }

    /// <inheritdoc/>
    public async Task<CommandOutcome> AddLedger(string ledger, string name, ImmutableArray<FoundingValidator>? validators = null)
    {
        if (Unfounded() is { } unfounded)
            return unfounded;
        var created = await GrainFactory.GetGrain<ILedgerGrain>(ledger).Create(new CreateLedger(name, Id, stored.State.Name, validators));
        if (created.Rejection is { } why)
            return Refused(why);
        if (!stored.State.Ledgers.Contains(ledger))
        {
            stored.State.Ledgers.Add(ledger);
            await stored.WriteStateAsync();
        }
        await Refresh(ledger);
        return new CommandOutcome(true, null, 0, null);
    }

    /// <inheritdoc/>
    public async Task<CommandOutcome> AddSite(string ledger, SiteDraft site)
    {
        if (Check(ledger) is { } wrong)
            return wrong;
        if (_directories.Values.SelectMany(d => d.Sites).FirstOrDefault(s => s.Id == site.Id) is { } present && present.Ledger != ledger)
            return Refused(new Rejection("site.exists", $"site '{site.Id}' is on the ledger {present.Ledger}; ids are unique within a tenant.", "id", site.Id));
        var payload = new SiteRegistration(site.Id, site.Name, site.TimeZone, site.Latitude, site.Longitude, site.AreaSquareMetres).ToJson();
        return await SubmitAsync(ledger, [(SitePayload.Family, payload)]);
    }

    /// <inheritdoc/>
    public async Task<CommandOutcome> AddMeter(string ledger, MeterDraft meter, string? deviceJwk)
    {
        if (Check(ledger) is { } wrong)
            return wrong;
        if (await FindMeter(meter.Id) is { } present && present.Ledger != ledger)
            return Refused(new Rejection("meter.exists", $"meter '{meter.Id}' is on the ledger {present.Ledger}; ids are unique within a tenant.", "id", meter.Id));
        string? kid = null;
        var transactions = new List<(string Family, byte[] Payload)>();
        if (deviceJwk is not null)
        {
            if (!KeyTransactions.TryRegister(deviceJwk, meter.Id, Roles.Device, out kid, out var payload, out var why))
                return Refused(why!);
            if (!await IsRegisteredAsync(ledger, kid!))
                transactions.Add(("key/1", payload!));
        }
        if (!MeterDrafts.TryWrite(meter, kid, out var registration, out var bad))
            return Refused(bad!);
        transactions.Add((MeterPayload.Family, registration!));
        return await SubmitAsync(ledger, transactions);
    }

    /// <inheritdoc/>
    public async Task<CommandOutcome> Record(string ledger, string family, ReadOnlyMemory<byte> payload) =>
        Check(ledger) ?? await SubmitAsync(ledger, [(family, payload.ToArray())]);

    /// <inheritdoc/>
    public async Task<CommandOutcome> AddMember(string ledger, string party, string jwk, string role)
    {
        if (Check(ledger) is { } wrong)
            return wrong;
        return KeyTransactions.TryRegister(jwk, party, role, out _, out var payload, out var why)
            ? await SubmitAsync(ledger, [("key/1", payload!)])
            : Refused(why!);
    }

    /// <inheritdoc/>
    public async Task<CommandOutcome> Share(string ledger, string party, string? tenant)
    {
        if (Check(ledger) is { } wrong)
            return wrong;
        if (!Names.IsSlug(party))
            return Refused(new Rejection("member.party", $"party is '{party}'; it must be 1 to 64 of a-z, 0-9 and -.", "party", party));
        if (tenant is not null && (!Names.IsSlug(tenant) || tenant == Id))
            return Refused(new Rejection("member.tenant", $"tenant is '{tenant}'; it must be another tenant's id: 1 to 64 of a-z, 0-9 and -.", "tenant", tenant));
        var before = stored.State.Shared.Find(s => s.Ledger == ledger && s.Party == party)?.Tenant;
        if (before != tenant)
        {
            stored.State.Shared.RemoveAll(s => s.Ledger == ledger && s.Party == party);
            if (tenant is not null)
                stored.State.Shared.Add(new TenantState.Share { Ledger = ledger, Party = party, Tenant = tenant });
            await stored.WriteStateAsync();
        }
        // Repeated also when nothing changed here: the other side may have missed it.
        if (before is not null && before != tenant)
            await GrainFactory.GetGrain<ITenantGrain>(before).Leave(ledger, party);
        if (tenant is not null)
            await GrainFactory.GetGrain<ITenantGrain>(tenant).Join(ledger, party);
        return new CommandOutcome(true, null, -1, null);
    }

    /// <inheritdoc/>
    public async Task Join(string ledger, string party)
    {
        if (stored.State.Ledgers.Contains(ledger) || stored.State.Joined.GetValueOrDefault(ledger) == party)
            return;
        stored.State.Joined[ledger] = party;
        await stored.WriteStateAsync();
    }

    /// <inheritdoc/>
    public async Task Leave(string ledger, string party)
    {
        if (stored.State.Joined.GetValueOrDefault(ledger) == party && stored.State.Joined.Remove(ledger))
            await stored.WriteStateAsync();
    }

    /// <inheritdoc/>
    public async Task<string?> HostedKey() =>
        stored.State.Name is null ? null : (await keys.GetOrCreateAsync(Genesis.OperatorKey(Id))).PublicKey.ToJwk();

    private async Task<CommandOutcome> SubmitAsync(string ledger, IReadOnlyList<(string Family, byte[] Payload)> payloads)
    {
        var signer = await keys.GetOrCreateAsync(Genesis.OperatorKey(Id));
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var transactions = payloads.Select(p => Transaction.Sign(signer, ledger, p.Family, p.Payload, now, Nonces.Next())).ToList();
        var batch = transactions.Count == 1 ? Batch.Of(transactions[0]) : Batch.Create(signer, transactions);
        var result = await GrainFactory.GetGrain<ILedgerGrain>(ledger).Submit(new SubmitRequest([batch.ToJson()]));
        var outcome = result.Outcomes[0];
        if (outcome.Status != BatchStatus.Committed)
            return Refused(outcome.Rejection!);
        await Refresh(ledger);
        return new CommandOutcome(true, null, outcome.Block, transactions[^1].Id);
    }

    private async Task<bool> IsRegisteredAsync(string ledger, string kid) =>
        await reader.Store.ReadHeadAsync(ledger) is { } head && KeyEntry.Read(reader.StateAt(head), kid) is { } key && !key.IsRevokedIn(head.Number + 1);

    private CommandOutcome? Unfounded() => stored.State.Name is null
        ? Refused(new Rejection("tenant.unknown", $"There is no tenant '{Id}'.", "tenant", Id))
        : null;

    private CommandOutcome? Check(string ledger) => Unfounded() ?? (stored.State.Ledgers.Contains(ledger)
        ? null
        : Refused(new Rejection("ledger.unknown", $"The tenant {Id} has no ledger '{ledger}'.", "ledger", ledger)));

    private static CommandOutcome Refused(Rejection why) => new(false, why, -1, null);

    private static SiteInfo Describe(string ledger, SiteRegistration site) =>
        new(site.Site, ledger, site.Name, site.TimeZone, site.Latitude, site.Longitude, site.AreaSquareMetres);

    private static MeterInfo Describe(string ledger, MeterRegistration meter) => new(
        meter.Meter, ledger, meter.Site, meter.Name, meter.Commodity.Text(), meter.Unit.Text(), meter.Direction.Text(), meter.Kind.Text(),
        meter.Source?.Text(), meter.Parent, meter.Key, meter.ResolutionSeconds ?? MeterDrafts.DefaultResolutionSeconds, meter.CapacityKw);
}
