using SmartBlocks.Energy.Kpis;

namespace SmartBlocks.Energy.Tests.Kpis;

public sealed class FlowGraphTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Of_every_node_what_comes_in_is_what_goes_out_and_a_rest(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var meters = Site(random);
            var totals = meters.Where(_ => random.Next(10) > 0).ToDictionary(m => m.Meter, _ => new MeterTotal(random.Next(100_000) / 1000m, random.Next(9) / 8m, Coverage.Whole));
            var graph = FlowGraph.Of(meters, id => totals.TryGetValue(id, out var total) ? total : null);
            var rests = graph.Rests.ToDictionary(r => r.Node);
            foreach (var node in graph.Nodes)
            {
                graph.Nodes.Count(n => n.Id == node.Id).ShouldBe(1);
                var incoming = graph.Links.Where(l => l.Target == node.Id).Sum(l => l.Kwh);
                var outgoing = graph.Links.Where(l => l.Source == node.Id && !l.Target.EndsWith(":unaccounted", StringComparison.Ordinal) && !l.Target.EndsWith(":losses", StringComparison.Ordinal)).Sum(l => l.Kwh);
                if (node.Kind is FlowNodeKind.Bus or FlowNodeKind.Plant && rests.TryGetValue(node.Id, out var rest))
                    (outgoing + rest.Kwh).ShouldBe(incoming);
                if (node.Kind == FlowNodeKind.Meter && rests.TryGetValue(node.Id, out var below))
                    (outgoing + below.Kwh).ShouldBe(totals[node.Id].Kwh);
            }
            graph.Links.ShouldAllBe(l => l.Kwh > 0);
            HasNoRing(graph);
        }
    }

    [Fact]
    public void Sub_meters_that_count_more_than_their_meter_leave_a_negative_rest_and_no_link()
    {
        MeterPlace[] meters = [Electric("main", Direction.Import, null), Electric("load", Direction.Consumption, "main"), Electric("hvac", Direction.Consumption, "load")];
        var graph = FlowGraph.Of(meters, id => new MeterTotal(id == "hvac" ? 12m : 10m, 0, Coverage.Whole));
        graph.Rests.ShouldBe([new GraphRest("load", -2m, 10m, Coverage.Whole), new GraphRest("electricity", 0m, 10m, Coverage.Whole)]);
        graph.Links.ShouldNotContain(l => l.Target.EndsWith("unaccounted", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rest_is_measured_as_far_as_the_least_of_its_meters()
    {
        MeterPlace[] meters = [Electric("main", Direction.Import, null), Electric("load", Direction.Consumption, "main")];
        var graph = FlowGraph.Of(meters, id => new MeterTotal(id == "main" ? 10m : 7m, 0, id == "main" ? Coverage.Whole : new Coverage(0.5m, 0.25m, 0, 0.25m)));
        graph.Rests.Single().ShouldBe(new GraphRest("electricity", 3m, 10m, new Coverage(0.5m, 0.25m, 0, 0.25m)));
    }

    [Fact]
    public void A_meter_below_one_of_its_kind_is_part_of_no_flow()
    {
        MeterPlace[] meters =
        [
            Electric("main", Direction.Import, null), Electric("hall", Direction.Import, "main"), Electric("load", Direction.Consumption, "main"),
            Electric("lights", Direction.Consumption, "load"), Electric("roof", Direction.Generation, "load") with { Source = MeterSource.Solar },
        ];
        FlowPlan.Of(meters).Select(p => (p.Meter, p.Flow)).ShouldBe([("load", Flow.Use), ("main", Flow.Import), ("roof", Flow.Generation), ("roof", Flow.Renewable)]);
    }

    private static MeterPlace Electric(string id, Direction direction, string? parent) => new(id, Commodity.Electricity, MeterUnit.KilowattHour, direction, null, parent);

    private static List<MeterPlace> Site(Random random)
    {
        var meters = new List<MeterPlace>();
        for (var i = 0; i < 15; i++)
        {
            var commodity = (Commodity)random.Next(4);
            var parent = meters.Count > 0 && random.Next(3) > 0 ? meters[random.Next(meters.Count)].Meter : null;
            var unit = commodity is Commodity.Gas or Commodity.Water ? MeterUnit.CubicMetre : MeterUnit.KilowattHour;
            meters.Add(new MeterPlace($"m{i}", commodity, unit, (Direction)random.Next(5), random.Next(2) == 0 ? MeterSource.Boiler : null, parent));
        }
        return meters;
    }

    // Kahn's algorithm: taking away nodes that nothing flows into takes away all of them.
    private static void HasNoRing(FlowGraph graph)
    {
        var links = graph.Links.ToList();
        var nodes = graph.Nodes.Select(n => n.Id).ToHashSet();
        while (nodes.FirstOrDefault(n => links.All(l => l.Target != n)) is { } free)
        {
            nodes.Remove(free);
            links.RemoveAll(l => l.Source == free);
        }
        nodes.ShouldBeEmpty();
    }
}
