using System.ComponentModel;
using System.Globalization;
using SmartBlocks.Energy;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Readings of a meter: as recorded, or summed by hour, day or month; JSON or CSV.</summary>
public static class ReadingEndpoints
{
    /// <summary>The table.</summary>
    public static void MapReadings(this IEndpointRouteBuilder api) =>
        api.MapGet("/meters/{meter}/readings", ReadAsync).WithTags("Readings").WithName("listReadings")
            .WithSummary("Readings over a range: raw (paged), or summed by hour, day or month of the site's time; CSV with Accept: text/csv or format=csv")
            .Produces<Page<Reading>>(200, "application/json", "text/csv").Refuses(404);

    static async Task<IResult> ReadAsync(string meter, [AsParameters] Paging paging, HttpContext context, Viewer viewer, IReadingStore readings,
        MeteredSums sums, TimeProvider clock, CancellationToken cancellation,
        [Description("First moment; 24 hours before `to` unless said.")] DateTimeOffset? from = null,
        [Description("The moment after the last; now unless said.")] DateTimeOffset? to = null,
        [Description("raw, hour, day or month; raw unless said.")] string? resolution = null,
        [Description("Of raw readings as JSON: asc, or desc for the newest first; asc unless said.")] string? order = null,
        [Description("json or csv; json unless said.")] string? format = null)
    {
        var (view, info) = await viewer.MeterAsync(context, meter);
        var end = to ?? clock.GetUtcNow().AddMinutes(2);
        var start = from ?? end.AddDays(-1);
        if (end <= start) throw ProblemException.Invalid("to", end.ToString("O", CultureInfo.InvariantCulture), "it is exclusive and must lie after from.");
        var csv = WantsCsv(context.Request, format);
        var raw = resolution is null or "" or "raw";
        if (order is not (null or "" or "asc") && (order != "desc" || csv || !raw))
            throw ProblemException.Invalid("order", order, "it must be asc or desc, and asc for CSV and for sums.");
        if (raw)
        {
            return csv ? new CsvOfReadings(info, readings, Utc.Seconds(start), Utc.Seconds(end))
                : TypedResults.Ok(order == "desc"
                    ? await NewestAsync(readings, info, paging, Utc.Seconds(start), Utc.Seconds(end), cancellation)
                    : await PageAsync(readings, info, paging, Utc.Seconds(start), Utc.Seconds(end), cancellation));
        }
        var buckets = await BucketsAsync(view, info, start, end, SiteEndpoints.ParseResolution(resolution!), sums, cancellation);
        return csv ? TypedResults.Text(CsvOfReadings.Text(buckets, info.Unit), CsvOfReadings.ContentType) : TypedResults.Ok(new Page<Reading>(buckets, null, buckets.Count));
    }

    static async Task<Page<Reading>> PageAsync(IReadingStore readings, MeterInfo meter, Paging paging, long from, long to, CancellationToken cancellation)
    {
        var size = paging.Size;
        var rows = await readings.ReadAsync(meter.Ledger, meter.Id, Math.Max(from, paging.Number() ?? from), to, size + 1, cancellation);
        var more = rows.Count > size;
        return new Page<Reading>([.. rows.Take(size).Select(Describe)], more ? Paging.CursorAt(rows[size].Start) : null);
    }

    static async Task<Page<Reading>> NewestAsync(IReadingStore readings, MeterInfo meter, Paging paging, long from, long to, CancellationToken cancellation)
    {
        var size = paging.Size;
        var rows = await readings.ReadNewestAsync(meter.Ledger, meter.Id, from, Math.Min(to, paging.Number() ?? to), size + 1, cancellation);
        var more = rows.Count > size;
        return new Page<Reading>([.. rows.Take(size).Select(Describe)], more ? Paging.CursorAt(rows[size].Start + 1) : null);
    }

    static async Task<List<Reading>> BucketsAsync(View view, MeterInfo meter, DateTimeOffset from, DateTimeOffset to, Resolution resolution, MeteredSums sums,
        CancellationToken cancellation)
    {
        var days = LocalDays.Of(view.Site(meter.Site)?.TimeZone ?? "UTC");
        var (first, last) = (days.DayAt(from), days.DayAt(to.AddTicks(-1)));
        IReadOnlyList<Stretch> buckets = resolution == Resolution.Month
            ? days.Cut(new DateOnly(first.Year, first.Month, 1), last.AddDays(1), resolution)
            : days.Cut(first, last.AddDays(1), resolution);
        if (resolution == Resolution.Hour) buckets = [.. buckets.Where(b => b.End > Utc.Seconds(from) && b.Start < Utc.Seconds(to))];
        var sum = (await sums.SumAsync(meter.Ledger, [meter], buckets, cancellation)).GetValueOrDefault(meter.Id) ?? [];
        return [.. buckets.Zip(sum, (b, s) => new Reading(Utc.OfSeconds(b.Start), (int)b.Seconds, s.Value, s.Quality, null, null, s.Completeness))];
    }

    /// <summary>A row as the API says it.</summary>
    public static Reading Describe(ReadingRow row) => new(Utc.OfSeconds(row.Start), row.Seconds, row.Value, row.Quality, row.Transaction, row.Block, 1m);

    static bool WantsCsv(HttpRequest request, string? format) => format switch
    {
        "csv" => true,
        "json" => false,
        null or "" => request.GetTypedHeaders().Accept.Any(a => a.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase)),
        _ => throw ProblemException.Invalid("format", format, "it must be json or csv."),
    };
}
