using System.Text.Json;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains.Tests.Governance;

/// <summary>Two tenants of one host on one ledger: each signs with its own hosted key, and neither for the other.</summary>
public sealed class GovernanceGrainTests(World world) : IClassFixture<World>, IAsyncLifetime
{
    private const string Limit = """[{"op":"setting.set","name":"blockLimit","value":1500}]""";

    private IGovernanceGrain Nimbus => world.Client.GetGrain<IGovernanceGrain>("nimbus/nimbus");

    private IGovernanceGrain Vale => world.Client.GetGrain<IGovernanceGrain>("vale/nimbus");

    public async ValueTask InitializeAsync() => await world.FoundAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_tenant_decides_alone_until_it_lets_another_in()
    {
        var founded = await StateAsync();
        MemberEntry.Read(founded, "nimbus")!.ToJson().ShouldBe("""{"name":"Nimbus building","roles":["owner"]}"""u8.ToArray());
        GovernanceRule.Read(founded)!.Parties.ShouldBe(["nimbus"]);

        var stranger = await Vale.Propose(new ProposalDraft("A larger block", Limit));
        (stranger.Done, stranger.Rejection!.Code).ShouldBe((false, "key.unknown"));
        stranger.Rejection.Detail.ShouldContain("hand it to those who decide");

        await world.Client.GetGrain<ITenantGrain>("vale").Create("Vale Energy");
        var jwk = await world.Client.GetGrain<ITenantGrain>("vale").HostedKey();
        var admit = new ProposalDraft("Vale joins", $$"""
            [{"op":"member.set","party":"vale","name":"Vale Energy","roles":["esco"]},{"op":"key.register","jwk":{{jwk}},"party":"vale","role":"member"},
             {"op":"setting.set","name":"governance","value":{"parties":["nimbus","vale"],"threshold":2} }]
            """);
        var tried = await Nimbus.Try(admit);
        (tried.Done, tried.Executed, tried.Transaction, tried.Block).ShouldBe((true, true, null, -1));
        JsonDocument.Parse(tried.Payload).RootElement.GetProperty("title").GetString().ShouldBe("Vale joins");
        MemberEntry.Read(await StateAsync(), "vale").ShouldBeNull("a trial writes nothing");
        var admitted = await Nimbus.Propose(admit);
        admitted.Rejection.ShouldBeNull();
        admitted.Executed.ShouldBeTrue();

        var proposed = await Nimbus.Propose(new ProposalDraft("A larger block", Limit));
        (proposed.Done, proposed.Executed).ShouldBe((true, false));
        proposed.Proposal.ShouldBe(proposed.Transaction);
        (await Nimbus.Approve(proposed.Proposal!)).Rejection!.Code.ShouldBe("governance.approved");
        var approved = await Vale.Approve(proposed.Proposal!);
        approved.Executed.ShouldBeTrue();
        LedgerSettings.Read(await StateAsync()).BlockLimit.ShouldBe(1500);

        // A key that speaks takes both; a device's takes an operator.
        var device = await world.AddMeterAsync("gov-meter");
        var revoked = await Nimbus.ChangeKey(new KeyChange(device.KeyId, null, null));
        (revoked.Executed, revoked.Family, revoked.Proposal).ShouldBe((true, "key/1", null));
        var valesKey = PublicKey.FromJwk(jwk!).KeyId;
        var asked = await Nimbus.ChangeKey(new KeyChange(valesKey, SigningKeyJwk(), null));
        (asked.Rejection, asked.Executed, asked.Family).ShouldBe((null, false, "governance/1"));
        (await Nimbus.Withdraw(asked.Proposal!)).Done.ShouldBeTrue();
        (await Nimbus.ChangeKey(new KeyChange("nobody", null, null))).Rejection!.Code.ShouldBe("key.unknown");
        (await Nimbus.Propose(new ProposalDraft("Nothing", "[]"))).Rejection!.Code.ShouldBe("governance.changes");
    }

    [Fact]
    public async Task The_tenant_that_keeps_a_ledger_says_which_tenants_its_members_are()
    {
        var other = world.Client.GetGrain<ITenantGrain>("harbour");
        await other.Create("Harbour");
        (await world.TenantGrain.Share(World.Ledger, "harbour-party", "harbour")).Done.ShouldBeTrue();
        (await other.Get())!.Joined.ShouldBe([new JoinedLedger(World.Ledger, "harbour-party")]);
        (await world.TenantGrain.Get())!.Shared.ShouldContain(new SharedLedger(World.Ledger, "harbour-party", "harbour"));
        await world.RestartAsync();
        (await world.Client.GetGrain<ITenantGrain>("harbour").Get())!.Joined.Length.ShouldBe(1);
        (await world.TenantGrain.Share(World.Ledger, "harbour-party", null)).Done.ShouldBeTrue();
        (await world.Client.GetGrain<ITenantGrain>("harbour").Get())!.Joined.ShouldBeEmpty();
        (await world.TenantGrain.Share("elsewhere", "harbour-party", "harbour")).Rejection!.Code.ShouldBe("ledger.unknown");
        (await world.TenantGrain.Share(World.Ledger, "harbour-party", World.Tenant)).Rejection!.Field.ShouldBe("tenant");
    }

    private static string SigningKeyJwk()
    {
        using var key = SigningKey.FromECDsa(System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256));
        return key.PublicKey.ToJwk();
    }

    private async Task<StateTrie> StateAsync() => world.Reader.StateAt((await world.Store.ReadHeadAsync(World.Ledger))!);
}
