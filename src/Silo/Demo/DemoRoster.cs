using System.Globalization;
using SmartBlocks.BlockMeter.Simulation;
using SmartBlocks.Energy;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Silo.Demo;

/// <summary>A meter of the demo.</summary>
/// <param name="Draft">As it is registered.</param>
/// <param name="Source">The meter of the Nimbus simulation that its values are taken from; null: nothing is simulated.</param>
public sealed record DemoMeter(MeterDraft Draft, string? Source);

/// <summary>A user of the demo.</summary>
public sealed record DemoUser(string Email, string Name, string Role);

/// <summary>A member of a consortium's ledger.</summary>
/// <param name="Party">Its id on the ledger; a tenant of the demo with the same id may read the ledger.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Role">What it is there.</param>
public sealed record DemoMember(string Party, string Name, string Role);

/// <summary>A tenant of the demo, with one ledger and one site of the same id.</summary>
/// <param name="Id">Tenant, ledger and site id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Site">Its site.</param>
/// <param name="Users">Who signs in.</param>
/// <param name="Meters">Its meters, parents before their children.</param>
/// <param name="HistoryDays">Days of history it begins with; 0: none, and nothing is simulated.</param>
/// <param name="Seed">Seed of its simulation.</param>
public sealed record DemoTenant(string Id, string Name, SiteDraft Site, IReadOnlyList<DemoUser> Users, IReadOnlyList<DemoMeter> Meters, int HistoryDays, ulong Seed)
{
    /// <summary>Members that certify its ledger together, their validators hosted here; empty: the host alone does.</summary>
    public IReadOnlyList<DemoMember> Members { get; init; } = [];

    /// <summary>User name of the account that may write for every meter of the tenant.</summary>
    public string AgentName => Id + "-agent";
}

/// <summary>An organisation of the demo that takes part in the Nimbus ledger and keeps none of its own.</summary>
/// <param name="Id">Tenant id, and its party on the ledger.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Role">Its role on the ledger.</param>
/// <param name="User">Who signs in.</param>
public sealed record DemoPartner(string Id, string Name, string Role, DemoUser User);

/// <summary>
/// Who is in the demo: the Nimbus building, a neighbour who must never see it, a test bench for load and crash tests, and an energy community whose ledger
/// Nimbus and its partners certify together.
/// </summary>
public static class DemoRoster
{
    /// <summary>Length of a live slot, s: short, so that something happens before one's eyes.</summary>
    public const int LiveSeconds = 60;

    /// <summary>Meters of the test bench.</summary>
    public const int BenchMeters = 50;

    /// <summary>Who decides on the Nimbus ledger together with its owner, and an auditor who may propose. Before the tenants, which name them.</summary>
    public static IReadOnlyList<DemoPartner> Partners { get; } =
    [
        new DemoPartner("vale", "Vale Energy Services", "esco", new DemoUser("manager@vale.example", "Ciara Doyle", "manager")),
        new DemoPartner("lee-grid", "Lee Valley Grid", "utility", new DemoUser("manager@lee-grid.example", "Fergus Walsh", "manager")),
        new DemoPartner("assay", "Assay Auditors", "auditor", new DemoUser("manager@assay.example", "Ines Moreau", "manager")),
    ];

    /// <summary>The tenants.</summary>
    public static IReadOnlyList<DemoTenant> Tenants { get; } = [Nimbus(), Harbour(), Bench(), Valley()];

    /// <summary>Whether a party of a ledger is also a tenant here, with a ledger of its own or as a partner: such a one can be let in.</summary>
    public static bool IsTenant(string party) => Tenants.Any(t => t.Id == party) || Partners.Any(p => p.Id == party);

    /// <summary>Every user of the demo with its tenant.</summary>
    public static IEnumerable<(string Tenant, DemoUser User)> Users =>
        Tenants.SelectMany(t => t.Users.Select(u => (t.Id, u))).Concat(Partners.Select(p => (p.Id, p.User)));

    static DemoTenant Nimbus()
    {
        var site = NimbusSite.Site;
        return new DemoTenant("nimbus", "Nimbus", new SiteDraft(site.Site, site.Name, site.TimeZone, site.Latitude, site.Longitude, site.AreaSquareMetres),
            [new DemoUser("manager@nimbus.example", "Maeve Kelleher", "manager"), new DemoUser("auditor@nimbus.example", "Aidan O'Shea", "auditor")],
            [.. NimbusSite.Meters.Select(m => new DemoMeter(Draft(m), m.Meter))], 15, 1);
    }

    static DemoTenant Harbour() => new("harbour", "Harbour Cold Store",
        new SiteDraft("harbour", "Harbour cold store", "Europe/Dublin", 51.85m, -8.29m, 900m),
        [new DemoUser("owner@harbour.example", "Orla Byrne", "owner")],
        [
            new DemoMeter(Electric("harbour-main", "harbour", "Main incomer", "import", "grid", 100, null), NimbusSite.MainMeter),
            new DemoMeter(Electric("harbour-wind", "harbour", "Wind turbine", "generation", "wind", 10, "harbour-main"), NimbusSite.WindMeter),
        ], 7, 2);

    static DemoTenant Bench() => new("bench", "Test bench", new SiteDraft("bench", "Test bench", "UTC", 0m, 0m, null),
        [new DemoUser("operator@bench.example", "Bench operator", "operator")],
        [.. Enumerable.Range(1, BenchMeters).Select(i => i.ToString("00", CultureInfo.InvariantCulture))
            .Select(i => new DemoMeter(Electric("bench-" + i, "bench", "Bench meter " + i, "import", "grid", 100, null), null))], 0, 0);

    static DemoTenant Valley() => new("valley", "Lee Valley Energy Community",
        new SiteDraft("valley", "Lee Valley microgrid", "Europe/Dublin", 51.89m, -8.55m, null),
        [new DemoUser("secretary@valley.example", "Sinéad Murphy", "owner")],
        [
            new DemoMeter(Electric("valley-feed", "valley", "Feed from the grid", "import", "grid", 100, null), NimbusSite.MainMeter),
            new DemoMeter(Electric("valley-wind", "valley", "Community turbine", "generation", "wind", 10, "valley-feed"), NimbusSite.WindMeter),
        ], 1, 3)
    {
        Members = [new DemoMember("nimbus", "Nimbus", Roles.Owner), .. Partners.Select(p => new DemoMember(p.Id, p.Name, p.Role))],
    };

    static MeterDraft Electric(string id, string site, string name, string direction, string source, decimal kilowatts, string? parent) =>
        new(id, site, name, "electricity", "kWh", direction, "interval", source, parent, LiveSeconds, kilowatts);

    static MeterDraft Draft(MeterRegistration m) => new(m.Meter, m.Site, m.Name, m.Commodity.Text(), m.Unit.Text(), m.Direction.Text(), m.Kind.Text(),
        m.Source?.Text(), m.Parent, LiveSeconds, m.CapacityKw);
}
