using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Benchmarks.Portfolio;
using SmartBlocks.Energy.Kpis;
using SmartBlocks.Gateway.Access;
using SmartBlocks.Gateway.Rest;
using SmartBlocks.Grains;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Rig;

namespace SmartBlocks.Benchmarks;

/// <summary>The figures of ten thousand meters with a year of hourly data each, and a year of quarter-hours of eight meters, on SQLite.</summary>
public static class PortfolioBenchmark
{
    const string Tariff = """{"op":"define","name":"Day and night","commodity":"electricity","direction":"import","unit":"kWh","currency":"EUR","from":"2020-01-01","rates":[{"name":"night","price":"0.14","hours":"23-8"},{"name":"day","price":"0.29"}],"standingPerDay":"0.9"}""";
    const string Gas = """{"op":"define","name":"Gas","commodity":"gas","direction":"import","unit":"kWh","currency":"EUR","from":"2020-01-01","rates":[{"name":"all","price":"0.08"}]}""";
    const string Carbon = """{"quantity":"carbonFactor","commodity":"electricity","start":"2020-01-01T00:00:00Z","values":["0.25"]}""";
    const string Calorific = """{"quantity":"calorificValue","commodity":"gas","start":"2020-01-01T00:00:00Z","values":["10.97"]}""";

    /// <summary>Runs it: 10,000 meters; <c>--short</c> 500.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var figures = new Figures("portfolio");
        using var folder = new TemporaryFolder("portfolio");
        await using var host = await LedgerHost.StartAsync(folder.Path);
        var plant = new PortfolioPlant(host.LedgerId, arguments.Contains("--short") ? 100 : 2_000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"portfolio: {plant.Meters} meters, each with the hours of a year, on SQLite, {Environment.ProcessorCount} cores"));
        await RulesAsync(host);

        var watch = Stopwatch.StartNew();
        var rows = await plant.LoadAsync(host.Services.GetRequiredService<System.Data.Common.DbDataSource>());
        figures.Add("meters", plant.Meters, "meters");
        figures.Add("hours", (double)plant.Meters * PortfolioPlant.Hours, "hours of them, rolled up");
        figures.Add("rows", rows, "rows of the table of hours, a fortnight of a meter each");
        figures.Add("fileMegabytes", Directory.EnumerateFiles(folder.Path, "*.db*").Sum(f => new FileInfo(f).Length) / 1e6, "MB on disk");
        figures.Add("loadSeconds", watch.Elapsed.TotalSeconds, "s to pack and load them");

        await AskAsync(host, plant, figures);
        await YearOfEightAsync(host, figures);
        figures.Print();
    }

    static async Task AskAsync(LedgerHost host, PortfolioPlant plant, Figures figures)
    {
        var readings = host.Services.GetRequiredService<IReadingStore>();
        using var builder = new PortfolioBuilder(new FlowReader(readings), host.Services.GetRequiredService<LedgerReader>(), TimeProvider.System);
        var caller = new Caller(CallerKind.ApiKey, "bench", "bench", LedgerHost.Name, TenantRoles.Owner, [], [], false);
        var tenant = plant.Directory(LedgerHost.Name);
        var before = Resident.Now();
        Resident.ResetPeak();
        var times = new List<double>();
        var busy = TimeSpan.Zero;
        IReadOnlyList<Kpi> totals = [];
        for (var run = 0; run < 5; run++)
        {
            var watch = Stopwatch.StartNew();
            var used = Environment.CpuUsage.TotalTime;
            var sites = await builder.ComputeAsync(new View(caller, tenant), new DateOnly(2025, 1, 1), new DateOnly(2026, 1, 1), CancellationToken.None);
            totals = PortfolioBuilder.Total(sites);
            times.Add(watch.Elapsed.TotalSeconds);
            busy = Environment.CpuUsage.TotalTime - used;
        }
        figures.Add("firstSeconds", times[0], "s for the figures of the year, asked for the first time");
        figures.Add("kpiSeconds", times.Order().ElementAt(times.Count / 2), "s for them, median of five");
        figures.Add("cpuSeconds", busy.TotalSeconds, "s of processor time the last of them took, over all cores");
        figures.Add("residentMegabytes", before / 1e6, "MB resident before");
        figures.Add("peakMegabytes", Resident.Peak() / 1e6, "MB resident at most meanwhile");
        await AtOnceAsync(builder, new View(caller, tenant), "", _ => 0, "the same year", figures);
        await AtOnceAsync(builder, new View(caller, tenant), "Different", i => i, "a year of its own", figures);
        foreach (var kpi in totals.Where(k => k.Id is KpiIds.Electricity or KpiIds.Cost or KpiIds.Carbon))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {kpi.Value,20:#,0.00}  {kpi.Unit} {kpi.Id}, {kpi.Coverage.Measured:0.00%} measured"));
    }

    static async Task AtOnceAsync(PortfolioBuilder builder, View view, string name, Func<int, int> shift, string what, Figures figures)
    {
        const int Requests = 10;
        Resident.ResetPeak();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Requests).Select(i => builder.ComputeAsync(view, new DateOnly(2025, 1, 1).AddDays(shift(i)), new DateOnly(2026, 1, 1).AddDays(shift(i)), CancellationToken.None)));
        figures.Add($"ten{name}Seconds", watch.Elapsed.TotalSeconds, $"s until the last of ten who ask at once for {what} is answered");
        figures.Add($"ten{name}PeakMegabytes", Resident.Peak() / 1e6, "MB resident at most meanwhile");
    }

    // Through the read model's own path: rows, and the hours they touch.
    static async Task YearOfEightAsync(LedgerHost host, Figures figures)
    {
        const int slots = 35_040, meters = 8;
        var readings = host.Services.GetRequiredService<IReadingStore>();
        var watch = Stopwatch.StartNew();
        for (var meter = 0; meter < meters; meter++)
            foreach (var piece in Enumerable.Range(0, slots).Select(i => Slot($"eight-{meter}", PortfolioPlant.Start + 900L * i)).Chunk(2_000))
                await readings.WriteAsync(host.LedgerId, 0, piece);
        figures.Add("rollUpRowsPerSecond", slots * meters / watch.Elapsed.TotalSeconds, "quarter-hours/s written to the read model with their hours");

        var infos = Enumerable.Range(0, meters).Select(m => new MeterInfo($"eight-{m}", host.LedgerId, "eight", "m", "electricity", "kWh", "import", "interval", null, null, null, 900, null)).ToList();
        var days = LocalDays.Of("Europe/Dublin").Cut(new DateOnly(2025, 1, 1), new DateOnly(2026, 1, 1), Energy.Resolution.Day);
        var sums = new MeteredSums(readings, TimeProvider.System);
        await sums.SumAsync(host.LedgerId, infos, days, CancellationToken.None);
        watch.Restart();
        await sums.SumAsync(host.LedgerId, infos, days, CancellationToken.None);
        figures.Add("yearOfEightMilliseconds", watch.Elapsed.TotalMilliseconds, "ms for the days of a year of quarter-hours of eight meters");
    }

    static ReadingRow Slot(string meter, long start) => new(meter, start, 900, 1.234m, 1.234m, "measured", "tx", 1);

    static async Task RulesAsync(LedgerHost host)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var transactions = new[] { ("tariff/1", Tariff), ("tariff/1", Gas), ("series/1", Carbon), ("series/1", Calorific) }
            .Select((rule, i) => Ledger.Transaction.Sign(host.Operator, host.LedgerId, rule.Item1, Encoding.UTF8.GetBytes(rule.Item2), now, "rule-" + i.ToString(CultureInfo.InvariantCulture)));
        var result = await host.Ledger.Submit(new SubmitRequest([.. transactions.Select(t => t.Bytes)]));
        if (result.Outcomes.Any(o => o.Status != BatchStatus.Committed)) throw new InvalidOperationException($"Refused: {result.Outcomes.First(o => o.Rejection is not null).Rejection}");
    }
}
