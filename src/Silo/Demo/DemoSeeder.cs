using System.Collections.Immutable;
using SmartBlocks.BlockMeter.Keys;
using SmartBlocks.Grains;

namespace SmartBlocks.Silo.Demo;

/// <summary>Makes the demo's tenants, ledgers, sites, meters and accounts; what is there already stays as it is.</summary>
public sealed class DemoSeeder(IGrainFactory grains, IKeyVault vault)
{
    /// <summary>Makes a tenant with its ledger and its accounts.</summary>
    public async Task FoundAsync(DemoTenant tenant, DemoSecrets secrets)
    {
        var grain = grains.GetGrain<ITenantGrain>(tenant.Id);
        var known = await grain.Create(tenant.Name);
        if (!known.Ledgers.Contains(tenant.Id)) Demand(await grain.AddLedger(tenant.Id, tenant.Name, await ValidatorsAsync(tenant)), tenant.Id);
        await AdmitAsync(tenant, secrets);
    }

    /// <summary>Puts site and meters on the ledger. Where it has a quorum, that must be there to certify it.</summary>
    public async Task FurnishAsync(DemoTenant tenant, KeyFolder keys)
    {
        var grain = grains.GetGrain<ITenantGrain>(tenant.Id);
        var known = (await grain.Get())!;
        if (known.Sites.All(s => s.Id != tenant.Site.Id)) Demand(await grain.AddSite(tenant.Id, tenant.Site), tenant.Site.Id);
        foreach (var meter in tenant.Meters.Where(m => known.Meters.All(k => k.Id != m.Draft.Id)))
        {
            using var key = keys.LoadOrCreate(meter.Draft.Id);
            Demand(await grain.AddMeter(tenant.Id, meter.Draft, key.PublicKey.ToJwk()), meter.Draft.Id);
        }
    }

    /// <summary>Lets those members of a tenant's ledger read it that are tenants here.</summary>
    public async Task ShareAsync(DemoTenant tenant)
    {
        foreach (var member in tenant.Members.Where(m => DemoRoster.IsTenant(m.Party)))
            Demand(await grains.GetGrain<ITenantGrain>(tenant.Id).Share(tenant.Id, member.Party, member.Party), member.Party);
    }

    async Task<ImmutableArray<FoundingValidator>?> ValidatorsAsync(DemoTenant tenant)
    {
        var validators = ImmutableArray.CreateBuilder<FoundingValidator>();
        foreach (var member in tenant.Members)
        {
            var key = await vault.GetOrCreateAsync(HostedValidatorKeys.NameOf(member.Party));
            validators.Add(new FoundingValidator(member.Party, member.Name, member.Role, key.PublicKey.ToJwk()));
        }
        return validators.Count == 0 ? null : validators.ToImmutable();
    }

    /// <summary>Takes away what would let demo accounts in on a host that does not run the demo; users are kept out by <c>AccessOptions</c>.</summary>
    public async Task RetireAsync(DemoSecrets secrets)
    {
        foreach (var key in secrets.ApiKeys.Values) await grains.GetGrain<IApiKeyGrain>(Secrets.Digest(key)).Revoke();
        foreach (var tenant in DemoRoster.Tenants)
            foreach (var (username, _) in Devices(tenant))
                if (await grains.GetGrain<IDeviceGrain>(username).Get() is not null) await grains.GetGrain<IDeviceGrain>(username).Create(new NewDevice(tenant.Id, [], null));
    }

    /// <summary>Device accounts of a tenant: one a meter, and one for all of them.</summary>
    public static IEnumerable<(string Username, string Meter)> Devices(DemoTenant tenant) =>
        tenant.Meters.Select(m => (m.Draft.Id, m.Draft.Id)).Append((tenant.AgentName, "*"));

    async Task AdmitAsync(DemoTenant tenant, DemoSecrets secrets)
    {
        var role = tenant.Users[0].Role == "owner" ? "owner" : "operator";
        await grains.GetGrain<IApiKeyGrain>(Secrets.Digest(secrets.ApiKeys[tenant.Id])).Create(new Grant("demo tools", tenant.Id, role, []));
        await Task.WhenAll(tenant.Users.Select(u => grains.GetGrain<IUserGrain>(u.Email).Create(new NewUser(u.Name, tenant.Id, u.Role, secrets.Passwords[u.Email], true))));
        await Task.WhenAll(Devices(tenant).Select(d => AdmitDeviceAsync(tenant.Id, d.Username, d.Meter, secrets.Tokens[d.Username])));
    }

    async Task AdmitDeviceAsync(string tenant, string username, string meter, string token)
    {
        var grain = grains.GetGrain<IDeviceGrain>(username);
        if (await grain.SignIn(token) is null) await grain.Create(new NewDevice(tenant, [meter], token));
    }

    static void Demand(CommandOutcome outcome, string what)
    {
        if (!outcome.Done) throw new InvalidOperationException($"The demo could not make '{what}': {outcome.Rejection}");
    }
}
