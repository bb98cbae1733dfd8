using System.Collections.Immutable;
using SmartBlocks.Gateway.Access;
using SmartBlocks.Grains;

namespace SmartBlocks.Gateway.Tests.Access;

public sealed class AccessPolicyTests
{
    static readonly TenantInfo Tenant = new("acme", "Acme", ["one", "two"],
        [new SiteInfo("hall", "one", "Hall", "UTC", 0, 0, null), new SiteInfo("barn", "two", "Barn", "UTC", 0, 0, null)],
        [Meter("hall-main", "one", "hall"), Meter("barn-main", "two", "barn")]);

    [Theory]
    [InlineData("owner", true, true)]
    [InlineData("manager", true, true)]
    [InlineData("operator", true, true)]
    [InlineData("auditor", true, false)]
    [InlineData("partner", true, false)]
    [InlineData("device", false, false)]
    [InlineData("nonsense", true, false)]
    public void Roles(string role, bool reads, bool administers)
    {
        var caller = Caller(role);
        AccessPolicy.CanReadLedger(caller, Tenant, "one").ShouldBe(reads);
        AccessPolicy.CanAdminister(caller).ShouldBe(administers);
        AccessPolicy.CanSubmit(caller).ShouldBe(administers);
    }

    [Fact]
    public void A_grant_of_one_ledger_shows_what_is_on_it()
    {
        var view = new View(Caller("partner") with { Ledgers = ["two"] }, Tenant);
        view.Ledgers.ShouldBe(["two"]);
        view.Sites.Single().Id.ShouldBe("barn");
        view.Meters.Single().Id.ShouldBe("barn-main");
        view.Site("hall").ShouldBeNull();
        view.Meter("hall-main").ShouldBeNull();
    }

    [Fact]
    public void Another_tenants_caller_sees_nothing()
    {
        var view = new View(Caller("owner") with { Tenant = "other" }, Tenant);
        view.Ledgers.ShouldBeEmpty();
        view.Sites.ShouldBeEmpty();
        view.Meters.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("hall-main", "hall-main", true)]
    [InlineData("hall-main", "barn-main", false)]
    [InlineData("*", "barn-main", true)]
    [InlineData("", "hall-main", false)]
    public void A_device_writes_for_its_own_meters(string granted, string meter, bool may)
    {
        var device = Gateway.Access.Caller.Of(new DeviceGrant("d", "acme", granted.Length == 0 ? [] : [granted]));
        AccessPolicy.CanPublish(device, "acme", meter).ShouldBe(may);
        AccessPolicy.CanPublish(device, "other", meter).ShouldBeFalse();
        AccessPolicy.CanFollow(device, "acme", meter).ShouldBe(may);
        new View(device, Tenant).Meters.Any(m => m.Id == meter).ShouldBe(may);
        new View(device, Tenant).Ledgers.ShouldBeEmpty();
    }

    static Caller Caller(string role) => new(CallerKind.User, "x@acme.example", "X", "acme", role, [], [], false);

    static MeterInfo Meter(string id, string ledger, string site) =>
        new(id, ledger, site, id, "electricity", "kWh", "import", "interval", null, null, null, 900, null);
}
