using System.Globalization;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Payload of <c>site/1</c>, strictly read; the typed value is a <see cref="SiteRegistration"/>.</summary>
public static class SitePayload
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "site/1";

    private static readonly string[] Fields = ["site", "name", "timeZone", "latitude", "longitude", "areaSquareMetres"];

    /// <summary>Reads and checks everything that can be checked without the state.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out SiteRegistration site, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        site = new(
            fields.Identifier("site"), fields.Text("name", 200), fields.Text("timeZone", 64),
            fields.Number("latitude", negativeAllowed: true), fields.Number("longitude", negativeAllowed: true),
            fields.OptionalNumber("areaSquareMetres", negativeAllowed: false));
        if (fields.Problem is null)
            fields.Fail(Check(site));
        why = fields.Problem;
        return why is null;
    }

    private static Rejection? Check(SiteRegistration site)
    {
        if (!SiteCalendar.TryFor(site.TimeZone, out _))
            return Reject.Because("site.timeZone", "timeZone", site.TimeZone, "must be an IANA time zone such as Europe/Dublin");
        if (Math.Abs(site.Latitude) > 90)
            return OutOfRange("latitude", site.Latitude, 90);
        return Math.Abs(site.Longitude) > 180 ? OutOfRange("longitude", site.Longitude, 180) : null;
    }

    private static Rejection OutOfRange(string field, decimal value, int limit) => Reject.Because(
        "site.position", field, DecimalText.Format(value), string.Create(CultureInfo.InvariantCulture, $"must be between -{limit} and {limit} degrees"));
}
