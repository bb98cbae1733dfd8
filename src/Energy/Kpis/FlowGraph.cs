using System.Collections.Immutable;

namespace SmartBlocks.Energy.Kpis;

/// <summary>What a meter counted over some time.</summary>
/// <param name="Kwh">Energy; of a store what went in.</param>
/// <param name="Out">Of a store what came out.</param>
/// <param name="Coverage">What stands behind it.</param>
public readonly record struct MeterTotal(decimal Kwh, decimal Out, Coverage Coverage);

/// <summary>What kind of thing a node of the graph is.</summary>
public enum FlowNodeKind
{
    /// <summary>A meter.</summary>
    Meter,

    /// <summary>Where all meters of a commodity meet.</summary>
    Bus,

    /// <summary>What burns gas: CHP and boilers.</summary>
    Plant,

    /// <summary>One side of a store.</summary>
    Storage,

    /// <summary>What a meter or bus has beyond its sub-meters.</summary>
    Unaccounted,

    /// <summary>Gas that became neither electricity nor heat.</summary>
    Losses,
}

/// <summary>A node: a meter's id, or <c>electricity</c>, <c>heat</c>, <c>plant</c>, <c>battery:in</c>, <c>main:unaccounted</c> and the like.</summary>
public sealed record GraphNode(string Id, FlowNodeKind Kind, Commodity Commodity, string? Meter);

/// <summary>Energy from one node to another, kWh, never negative.</summary>
public sealed record GraphLink(string Source, string Target, decimal Kwh, Coverage Coverage);

/// <summary>What a node has beyond what leaves it through meters, kWh; negative when the meters say more than comes in.</summary>
public sealed record GraphRest(string Node, decimal Kwh, decimal Total, Coverage Coverage);

/// <summary>
/// The energy of a site from where it comes to where it goes, without rings: sources feed the bus of their commodity, the bus feeds users and stores, a
/// meter feeds its sub-meters, and what is left over is said to be unaccounted for. Of every node, what comes in = what goes out + its rest.
/// </summary>
public sealed class FlowGraph
{
    /// <summary>The node where gas becomes electricity and heat.</summary>
    public const string Plant = "plant";

    private readonly Dictionary<string, MeterPlace> meters;
    private readonly ILookup<string, MeterPlace> children;
    private readonly Func<string, MeterTotal?> totals;
    private readonly SortedDictionary<string, GraphNode> nodes = new(StringComparer.Ordinal);
    private readonly List<GraphLink> links = [];
    private readonly List<GraphRest> rests = [];

    private FlowGraph(IReadOnlyCollection<MeterPlace> meters, Func<string, MeterTotal?> totals)
    {
        this.totals = totals;
        this.meters = meters.Where(m => m.Commodity != Commodity.Water && totals(m.Meter) is not null).ToDictionary(m => m.Meter, StringComparer.Ordinal);
        children = this.meters.Values.Where(m => Above(m) is not null).OrderBy(m => m.Meter, StringComparer.Ordinal).ToLookup(m => Above(m)!.Meter, StringComparer.Ordinal);
    }

    /// <summary>The nodes, by id.</summary>
    public ImmutableArray<GraphNode> Nodes => [.. nodes.Values];

    /// <summary>The links.</summary>
    public ImmutableArray<GraphLink> Links => [.. links];

    /// <summary>What meters and buses have beyond their sub-meters.</summary>
    public ImmutableArray<GraphRest> Rests => [.. rests];

    /// <summary>Draws the graph.</summary>
    /// <param name="meters">The site's meters; water is left out.</param>
    /// <param name="totals">What each counted, in kWh; null for a meter of which nothing is known.</param>
    public static FlowGraph Of(IReadOnlyCollection<MeterPlace> meters, Func<string, MeterTotal?> totals)
    {
        var graph = new FlowGraph(meters, totals);
        graph.Draw(Commodity.Electricity);
        graph.Draw(Commodity.Heat);
        graph.DrawGas();
        return graph;
    }

    // The nearest meter above that counts the same thing the same way; sub-meters of an import are users of what it brings.
    private MeterPlace? Above(MeterPlace meter)
    {
        var above = meter.Parent;
        for (var depth = 0; above is not null && depth < 64 && meters.TryGetValue(above, out var parent); depth++)
        {
            if (parent.Commodity == meter.Commodity && parent.Direction == meter.Direction)
                return parent;
            above = parent.Parent;
        }
        return null;
    }

    private void Draw(Commodity commodity)
    {
        var of = meters.Values.Where(m => m.Commodity == commodity).OrderBy(m => m.Meter, StringComparer.Ordinal).ToList();
        var tops = of.Where(m => Above(m) is null).ToList();
        var sources = tops.Where(m => m.Direction is Direction.Import or Direction.Generation).ToList();
        var stores = tops.Where(m => m.Direction == Direction.Storage).ToList();
        var users = tops.Where(m => m.Direction is Direction.Export or Direction.Consumption)
            .Concat(of.Where(m => m.Direction == Direction.Import && Above(m) is { } above && Above(above) is null)).ToList();
        if (sources.Count + stores.Count == 0)
        {
            foreach (var user in users)
                Below(user);
            return;
        }
        var bus = commodity.Text();
        Add(bus, FlowNodeKind.Bus, commodity, null);
        decimal incoming = 0, outgoing = 0;
        foreach (var source in sources)
            incoming += Link(Node(source), bus, Total(source).Kwh, Total(source).Coverage);
        foreach (var store in stores)
        {
            incoming += Link(Side(store, "out"), bus, Total(store).Out, Total(store).Coverage);
            outgoing += Link(bus, Side(store, "in"), Total(store).Kwh, Total(store).Coverage);
        }
        foreach (var user in users)
        {
            outgoing += Link(bus, Node(user), Total(user).Kwh, Total(user).Coverage);
            Below(user);
        }
        if (users.Count > 0)
            Rest(bus, commodity, incoming, outgoing, [.. sources.Concat(stores).Concat(users)]);
    }

    private void Below(MeterPlace meter)
    {
        Node(meter);
        var below = children[meter.Meter].ToList();
        if (below.Count == 0)
            return;
        decimal outgoing = 0;
        foreach (var child in below)
        {
            outgoing += Link(meter.Meter, Node(child), Total(child).Kwh, Total(child).Coverage);
            Below(child);
        }
        Rest(meter.Meter, meter.Commodity, Total(meter).Kwh, outgoing, [meter, .. below]);
    }

    private void DrawGas()
    {
        var gas = meters.Values.Where(m => m is { Commodity: Commodity.Gas, Direction: Direction.Import } && Above(m) is null).OrderBy(m => m.Meter, StringComparer.Ordinal).ToList();
        var burners = meters.Values.Where(m => m is { Direction: Direction.Generation, Source: MeterSource.Chp or MeterSource.Boiler } && Above(m) is null)
            .OrderBy(m => m.Meter, StringComparer.Ordinal).ToList();
        // All of it goes to the plant, or to its sub-meters where there is none.
        foreach (var meter in burners.Count == 0 ? gas : [])
            Below(meter);
        if (gas.Count == 0 || burners.Count == 0)
            return;
        Add(Plant, FlowNodeKind.Plant, Commodity.Gas, null);
        decimal incoming = 0, outgoing = 0;
        foreach (var meter in gas)
            incoming += Link(Node(meter), Plant, Total(meter).Kwh, Total(meter).Coverage);
        foreach (var burner in burners)
            outgoing += Link(Plant, Node(burner), Total(burner).Kwh, Total(burner).Coverage);
        Rest(Plant, Commodity.Gas, incoming, outgoing, [.. gas, .. burners]);
    }

    private void Rest(string node, Commodity commodity, decimal incoming, decimal outgoing, IReadOnlyList<MeterPlace> of)
    {
        var coverage = Coverage.Least([.. of.Select(m => Total(m).Coverage)]);
        var rest = incoming - outgoing;
        rests.Add(new(node, rest, incoming, coverage));
        if (rest <= 0)
            return;
        var target = node + (node == Plant ? ":losses" : ":unaccounted");
        Add(target, node == Plant ? FlowNodeKind.Losses : FlowNodeKind.Unaccounted, commodity, null);
        links.Add(new(node, target, rest, coverage));
    }

    private decimal Link(string source, string target, decimal kwh, Coverage coverage)
    {
        if (kwh > 0)
            links.Add(new(source, target, kwh, coverage));
        return kwh;
    }

    private MeterTotal Total(MeterPlace meter) => totals(meter.Meter)!.Value;

    private string Node(MeterPlace meter) => Add(meter.Meter, FlowNodeKind.Meter, meter.Commodity, meter.Meter);

    private string Side(MeterPlace store, string side) => Add($"{store.Meter}:{side}", FlowNodeKind.Storage, store.Commodity, store.Meter);

    private string Add(string id, FlowNodeKind kind, Commodity commodity, string? meter)
    {
        nodes.TryAdd(id, new(id, kind, commodity, meter));
        return id;
    }
}
