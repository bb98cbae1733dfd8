using System.Globalization;
using System.Text;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Readings as CSV (RFC 4180), streamed page by page so that a year of a meter never stands in memory. The unit stands last, so that whoever reads columns by their place finds them where they were.</summary>
public sealed class CsvOfReadings(MeterInfo meter, IReadingStore readings, long from, long to) : IResult
{
    /// <summary>Media type.</summary>
    public const string ContentType = "text/csv; charset=utf-8";

    const string HeaderLine = "start,seconds,value,quality,transaction,block,completeness,unit\r\n";
    const int PageRows = 2_000;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{meter.Id}.csv\"";
        await response.WriteAsync(HeaderLine, httpContext.RequestAborted);
        var next = from;
        while (next < to)
        {
            var page = await readings.ReadAsync(meter.Ledger, meter.Id, next, to, PageRows, httpContext.RequestAborted);
            await response.WriteAsync(Lines(page.Select(ReadingEndpoints.Describe), meter.Unit), httpContext.RequestAborted);
            if (page.Count < PageRows) break;
            next = page[^1].Start + 1;
        }
    }

    /// <summary>A whole document.</summary>
    public static string Text(IEnumerable<Reading> items, string unit) => HeaderLine + Lines(items, unit);

    // No field can hold a comma, a quote or a line break: numbers, times, ids and words of a fixed set.
    static string Lines(IEnumerable<Reading> items, string unit)
    {
        var text = new StringBuilder();
        foreach (var r in items)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{r.Start:yyyy-MM-ddTHH:mm:ssZ},{r.Seconds},{r.Value},{r.Quality},{r.Transaction},{r.Block},{r.Completeness},{unit}\r\n");
        }
        return text.ToString();
    }
}
