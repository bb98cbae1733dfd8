using SmartBlocks.BlockMeter.Keys;
using SmartBlocks.Grains;

namespace SmartBlocks.Silo.Demo;

/// <summary>Makes the demo's tenants, ledgers, sites, meters and accounts; what is there already stays as it is.</summary>
public sealed class DemoSeeder(IGrainFactory grains)
{
    /// <summary>Makes a tenant with all it has.</summary>
    public async Task SeedAsync(DemoTenant tenant, DemoSecrets secrets, KeyFolder keys)
    {
        var grain = grains.GetGrain<ITenantGrain>(tenant.Id);
        var known = await grain.Create(tenant.Name);
        if (!known.Ledgers.Contains(tenant.Id)) Demand(await grain.AddLedger(tenant.Id, tenant.Name), tenant.Id);
        if (known.Sites.All(s => s.Id != tenant.Site.Id)) Demand(await grain.AddSite(tenant.Id, tenant.Site), tenant.Site.Id);
        foreach (var meter in tenant.Meters.Where(m => known.Meters.All(k => k.Id != m.Draft.Id)))
        {
            using var key = keys.LoadOrCreate(meter.Draft.Id);
            Demand(await grain.AddMeter(tenant.Id, meter.Draft, key.PublicKey.ToJwk()), meter.Draft.Id);
        }
        await AdmitAsync(tenant, secrets);
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
