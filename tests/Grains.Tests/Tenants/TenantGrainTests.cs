using SmartBlocks.Ledger;

namespace SmartBlocks.Grains.Tests.Tenants;

public sealed class TenantGrainTests(World world) : IClassFixture<World>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await world.FoundAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_tenant_nobody_founded_is_nothing()
    {
        var nobody = world.Client.GetGrain<ITenantGrain>("nobody");
        (await nobody.Get()).ShouldBeNull();
        (await nobody.AddLedger("x", "X")).Rejection!.Code.ShouldBe("tenant.unknown");
    }

    [Fact]
    public async Task The_directory_says_what_the_ledger_says_also_after_a_restart()
    {
        await world.AddMeterAsync("t-main");
        await world.AddMeterAsync("t-sub", parent: "t-main");
        await world.RestartAsync();
        var tenant = (await world.TenantGrain.Get())!;
        tenant.Sites.ShouldHaveSingleItem().TimeZone.ShouldBe("Europe/Dublin");
        tenant.Meters.Single(m => m.Id == "t-sub").Parent.ShouldBe("t-main");
        (await world.TenantGrain.FindMeter("t-main"))!.Unit.ShouldBe("kWh");
        (await world.TenantGrain.FindMeter("t-none")).ShouldBeNull();
    }

    [Fact]
    public async Task A_key_is_registered_with_its_meter_or_not_at_all()
    {
        var key = await world.AddMeterAsync("t-both");
        var refused = await world.TenantGrain.AddMeter(
            World.Ledger, new MeterDraft("t-bad", World.Site, "Bad", "electricity", "m3", "import", "interval"), key.PublicKey.ToJwk());
        refused.Done.ShouldBeFalse();
        refused.Rejection!.Code.ShouldBe("unit.mismatch");
        var head = await world.Store.ReadHeadAsync(World.Ledger);
        KeyEntry.Read(world.Reader.StateAt(head!), key.KeyId)!.Role.ShouldBe(Roles.Device);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"kty":"EC","crv":"P-384","x":"AA","y":"AA"}""")]
    public async Task A_key_that_is_none_is_refused(string jwk)
    {
        var refused = await world.TenantGrain.AddMember(World.Ledger, "someone", jwk, Roles.Member);
        refused.Rejection!.Field.ShouldBe("jwk");
    }

    [Fact]
    public async Task A_site_on_no_ledger_of_the_tenant_is_refused()
    {
        var refused = await world.TenantGrain.AddSite("other", new SiteDraft("x", "X", "Europe/Dublin", 0, 0, null));
        refused.Rejection!.Code.ShouldBe("ledger.unknown");
    }
}
