using System.Data.Common;
using System.Globalization;
using SmartBlocks.Energy;
using SmartBlocks.Grains;
using SmartBlocks.Storage.Sql;

namespace SmartBlocks.Benchmarks.Portfolio;

/// <summary>
/// Sites of five meters each (import, roof, gas, heat, water), all of which count in the figures, with a year of hours that are loaded straight into the
/// table of hours. What is measured is reading; how hours get there is the read model's own path, and measured with the ledger.
/// </summary>
internal sealed class PortfolioPlant(string ledger, int sites)
{
    const int MetersPerSite = 5;
    const int RowsPerTransaction = 20_000;

    /// <summary>The year: 2025, which begins at midnight UTC in Dublin too.</summary>
    public static readonly long Start = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    /// <summary>Hours of the year.</summary>
    public const int Hours = 8760;

    static readonly (string Id, string Commodity, string Unit, string Direction, string? Source)[] Kinds =
    [
        ("main", "electricity", "kWh", "import", "grid"), ("roof", "electricity", "kWh", "generation", "solar"), ("gas", "gas", "m3", "import", null),
        ("heat", "heat", "kWh", "generation", "boiler"), ("water", "water", "m3", "import", null),
    ];

    /// <summary>Number of meters.</summary>
    public int Meters => sites * MetersPerSite;

    /// <summary>The tenant's directory with them.</summary>
    public TenantInfo Directory(string tenant) => new(tenant, tenant, [ledger],
        [.. Enumerable.Range(0, sites).Select(s => new SiteInfo(Site(s), ledger, Site(s), "Europe/Dublin", 52m, -8m, 500m + s))],
        [.. from s in Enumerable.Range(0, sites)
            from k in Kinds
            select new MeterInfo($"{Site(s)}-{k.Id}", ledger, Site(s), k.Id, k.Commodity, k.Unit, k.Direction, "interval", k.Source, null, null, 3600, null)]);

    /// <summary>Loads the hours; the number of rows they take.</summary>
    public async Task<long> LoadAsync(DbDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO reading_hours (ledger, meter, start, hours) VALUES (@ledger, @meter, @start, @hours)";
        var values = new[] { "@ledger", "@meter", "@start", "@hours" }.Select(name =>
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
            return parameter;
        }).ToArray();
        values[0].Value = ledger;
        long rows = 0;
        var transaction = await connection.BeginTransactionAsync();
        for (var site = 0; site < sites; site++)
            for (var kind = 0; kind < MetersPerSite; kind++)
                foreach (var (start, bytes) in Blocks(site, kind))
                {
                    (values[1].Value, values[2].Value, values[3].Value) = ($"{Site(site)}-{Kinds[kind].Id}", start, bytes);
                    command.Transaction = transaction;
                    await command.ExecuteNonQueryAsync();
                    if (++rows % RowsPerTransaction != 0) continue;
                    await transaction.CommitAsync();
                    transaction = await connection.BeginTransactionAsync();
                }
        await transaction.CommitAsync();
        return rows;
    }

    static IEnumerable<(long Start, byte[] Bytes)> Blocks(int site, int kind)
    {
        var random = new Random(site * MetersPerSite + kind);
        var hours = new List<MeteredHour>(HourBlock.Hours);
        for (var hour = 0; hour < Hours;)
        {
            hours.Clear();
            var block = HourBlock.StartOf(Start + hour * 3600L);
            for (; hour < Hours && Start + hour * 3600L < block + HourBlock.Seconds; hour++)
            {
                // Three digits, a day's and a year's shape, and one hour in five hundred missing.
                var value = (decimal)(random.Next(2_000, 9_000) + 4_000 * (hour % 24 / 8) * (kind + 1)) / 1000;
                if (random.Next(500) != 0) hours.Add(new MeteredHour(Start + hour * 3600L, value, 3600, peak: value));
            }
            yield return (block, HourBlock.Pack(block, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(hours)));
        }
    }

    static string Site(int number) => "site-" + number.ToString("00000", CultureInfo.InvariantCulture);
}
