using System.Globalization;

namespace SmartBlocks.Energy;

/// <summary>Where this room keeps its state.</summary>
public static class EnergyPaths
{
    /// <summary>The site's registration.</summary>
    public static string Site(string site) => $"site/{site}";

    /// <summary>Before every meter of a site: <see cref="SiteMeter"/> entries, so that a site's meters are listed without walking their days.</summary>
    public static string SiteMeters(string site) => $"site/{site}/meter/";

    /// <summary>Says that a meter belongs to a site.</summary>
    public static string SiteMeter(string site, string meter) => $"site/{site}/meter/{meter}";

    /// <summary>The meter's registration.</summary>
    public static string Meter(string meter) => $"meter/{meter}";

    /// <summary>The meter's newest reading and its counts.</summary>
    public static string Head(string meter) => $"meter/{meter}/head";

    /// <summary>Everything recorded for a meter on a UTC day.</summary>
    public static string Day(string meter, DateOnly day) => string.Create(
        CultureInfo.InvariantCulture, $"meter/{meter}/{day:yyyy-MM-dd}");
}
