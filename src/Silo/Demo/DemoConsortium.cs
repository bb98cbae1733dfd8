using System.Text.Json;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Silo.Demo;

/// <summary>
/// Lets the demo's partners into its first ledger: an ESCO and a utility that decide with the owner, two of three, and an auditor. Each is a tenant of its own and
/// signs with its own hosted key. One change is decided, another waits to be approved.
/// </summary>
public sealed class DemoConsortium(IGrainFactory grains)
{
    /// <summary>Makes it; what is there already stays as it is.</summary>
    public async Task SeedAsync(DemoTenant keeper, DemoSecrets secrets)
    {
        var host = grains.GetGrain<ITenantGrain>(keeper.Id);
        var admitted = (await host.Get())!.Shared.Select(s => s.Party).ToHashSet(StringComparer.Ordinal);
        var changes = new List<object> { new { op = "member.set", party = keeper.Id, name = keeper.Name, roles = (string[])[Roles.Owner] } };
        foreach (var partner in DemoRoster.Partners)
        {
            var tenant = grains.GetGrain<ITenantGrain>(partner.Id);
            await tenant.Create(partner.Name);
            await grains.GetGrain<IUserGrain>(partner.User.Email).Create(
                new NewUser(partner.User.Name, partner.Id, partner.User.Role, secrets.Passwords[partner.User.Email], true));
            changes.Add(new { op = "member.set", party = partner.Id, name = partner.Name, roles = (string[])[partner.Role] });
            changes.Add(new { op = "key.register", jwk = JsonElement.Parse((await tenant.HostedKey())!), party = partner.Id, role = Roles.Member });
        }
        if (DemoRoster.Partners.All(p => admitted.Contains(p.Id))) return;
        string[] deciding = ["lee-grid", keeper.Id, "vale"];
        changes.Add(new { op = "setting.set", name = GovernanceRule.Setting, value = new { parties = deciding, threshold = 2 } });
        var founded = await Voice(keeper.Id, keeper).Propose(Draft("A consortium: the owner, its ESCO and the grid decide, two of three", [.. changes]));
        // A start that was cut off left it done.
        if (!founded.Done && founded.Rejection!.Code != "key.exists") throw new InvalidOperationException($"The demo could not admit its partners: {founded.Rejection}");
        if (founded.Done) await DecideAsync(keeper);
        foreach (var partner in DemoRoster.Partners) await host.Share(keeper.Id, partner.Id, partner.Id);
    }

    async Task DecideAsync(DemoTenant keeper)
    {
        var limit = await Voice(keeper.Id, keeper).Propose(Draft("Blocks of at most 2,000 transactions", new { op = "setting.set", name = "blockLimit", value = 2000 }));
        if (limit.Proposal is { } proposal) await Voice("vale", keeper).Approve(proposal);
        await Voice("assay", keeper).Propose(Draft("Let anybody check the record", new { op = "setting.set", name = "access", value = LedgerSettings.Public }));
    }

    IGovernanceGrain Voice(string tenant, DemoTenant keeper) => grains.GetGrain<IGovernanceGrain>($"{tenant}/{keeper.Id}");

    static ProposalDraft Draft(string title, params object[] changes) => new(title, JsonSerializer.Serialize(changes));
}
