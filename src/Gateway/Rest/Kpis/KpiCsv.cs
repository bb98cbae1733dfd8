using System.Globalization;
using System.Text;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Figures as CSV (RFC 4180).</summary>
public static class KpiCsv
{
    /// <summary>Media type.</summary>
    public const string ContentType = "text/csv; charset=utf-8";

    const string Figure = "kpi,value,unit,measured,estimated,corrected,missing,at,compared,change,comparedMeasured,comparedObserved,why";

    /// <summary>Whether a request wants CSV: by <c>format</c>, otherwise by what it accepts.</summary>
    /// <exception cref="ProblemException">The format is none.</exception>
    public static bool IsWanted(HttpRequest request, string? format) => format switch
    {
        "csv" => true,
        "json" => false,
        null or "" => request.GetTypedHeaders().Accept.Any(a => a.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase)),
        _ => throw ProblemException.Invalid("format", format, "it must be json or csv."),
    };

    /// <summary>The figures of a site.</summary>
    public static string Of(SiteKpiAnswer answer) => Figure + "\r\n" + Lines("", answer.Kpis);

    /// <summary>The figures of many sites, the totals first.</summary>
    public static string Of(IReadOnlyList<KpiFigure> totals, IEnumerable<PortfolioSite> sites)
    {
        var text = new StringBuilder("site,name," + Figure + "\r\n").Append(Lines(",Total,", totals));
        foreach (var site in sites) text.Append(Lines($"{site.Site},{Quote(site.Name)},", site.Kpis));
        return text.ToString();
    }

    /// <summary>What flows from where to where.</summary>
    public static string Of(FlowsAnswer flows)
    {
        var text = new StringBuilder("source,target,kwh,measured,missing\r\n");
        foreach (var link in flows.Links)
            text.Append(CultureInfo.InvariantCulture, $"{link.Source},{link.Target},{link.Kwh},{link.Measured},{link.Missing}\r\n");
        return text.ToString();
    }

    static string Lines(string before, IReadOnlyList<KpiFigure> figures)
    {
        var text = new StringBuilder();
        foreach (var f in figures)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{before}{f.Id},{f.Value},{f.Unit},{f.Measured},{f.Estimated},{f.Corrected},{f.Missing},{f.At:yyyy-MM-ddTHH:mm:ssZ},{f.Compared?.Value},{f.Compared?.Change},{f.Compared?.Measured},{f.Compared?.Observed},{Quote(f.Compared?.Why ?? "")}\r\n");
        }
        return text.ToString();
    }

    /// <summary>A text as a field. What a spreadsheet would take for a formula is told to be text.</summary>
    public static string Quote(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
