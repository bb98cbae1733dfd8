using System.Text.Json;

namespace SmartBlocks.Energy;

/// <summary>A site as it stands in the state at <c>site/&lt;site&gt;</c>: payload of <c>site/1</c> and state entry are the same.</summary>
/// <param name="Site">Identifier, unique on the ledger.</param>
/// <param name="Name">What people call it.</param>
/// <param name="TimeZone">IANA time zone, for local days and months.</param>
/// <param name="Latitude">Degrees north, −90 to 90.</param>
/// <param name="Longitude">Degrees east, −180 to 180.</param>
/// <param name="AreaSquareMetres">Floor area in m², when known.</param>
public sealed record SiteRegistration(string Site, string Name, string TimeZone, decimal Latitude, decimal Longitude, decimal? AreaSquareMetres = null)
{
    /// <summary>Canonical JSON: the payload of <c>site/1</c> and the state entry.</summary>
    public byte[] ToJson() => new JsonText()
        .Raw("{\"site\":"u8).String(Site)
        .Raw(",\"name\":"u8).String(Name)
        .Raw(",\"timeZone\":"u8).String(TimeZone)
        .Raw(",\"latitude\":"u8).Number(Latitude)
        .Raw(",\"longitude\":"u8).Number(Longitude)
        .Optional(",\"areaSquareMetres\":"u8, AreaSquareMetres)
        .Raw("}"u8).ToArray();

    /// <summary>Reads a state entry.</summary>
    /// <exception cref="FormatException">The bytes are not a site entry.</exception>
    public static SiteRegistration Parse(ReadOnlySpan<byte> json)
    {
        string? site = null, name = null, zone = null;
        decimal latitude = 0, longitude = 0;
        decimal? area = null;
        var entry = new EntryReader(json);
        while (entry.Next())
        {
            if (entry.Is("site"u8)) site = entry.Text();
            else if (entry.Is("name"u8)) name = entry.Text();
            else if (entry.Is("timeZone"u8)) zone = entry.Text();
            else if (entry.Is("latitude"u8)) latitude = entry.Number();
            else if (entry.Is("longitude"u8)) longitude = entry.Number();
            else if (entry.Is("areaSquareMetres"u8)) area = entry.Number();
            else entry.Skip();
        }
        return new SiteRegistration(EntryReader.Required(site), EntryReader.Required(name), EntryReader.Required(zone), latitude, longitude, area);
    }
}
