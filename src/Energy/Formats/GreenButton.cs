using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Formats;

/// <summary>One quantity that a utility gives out in a Green Button file: a MeterReading with its ReadingType and IntervalBlocks.</summary>
/// <param name="Id">The address of the MeterReading resource, which contains its UsagePoint's.</param>
/// <param name="Unit">Unit of measure, in our words; <c>uom n</c> for one we do not convert.</param>
/// <param name="FlowDirection">1 delivered to the customer, 19 received from it, 0 when not said.</param>
/// <param name="Cumulative">Values are what a register showed at the period's start, rather than what was counted over it.</param>
/// <param name="Values">Value in <paramref name="Unit"/>, start, seconds and quality, in order of time.</param>
public sealed record GreenButtonSeries(string Id, string Unit, int FlowDirection, bool Cumulative, ImmutableArray<Interval> Values);

/// <summary>
/// Green Button: NAESB REQ.21 Energy Services Provider Interface, an Atom feed (RFC 4287) of UsagePoint, MeterReading, ReadingType and IntervalBlock entries that point to each other
/// by links. Units 72 (Wh), 31 (J), 42 (m³), 119 (ft³), 134 (l) and 169 (therm, of 105.480 4 MJ) are converted. Projected values (quality 12) are no readings and are passed over.
/// </summary>
public static class GreenButton
{
    private const int MaxCharacters = 134_217_728;
    private const int WattHour = 72, Joule = 31, CubicMetre = 42, CubicFoot = 119, Litre = 134, Therm = 169;
    private const int Projected = 12;
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom", Espi = "http://naesb.org/espi";
    private static readonly int[] EstimatedQualities = [7, 8, 9, 11, 13, 15];
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true, MaxCharactersInDocument = MaxCharacters,
    };

    /// <summary>Reads all series of a file.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out ImmutableArray<GreenButtonSeries> series, out Rejection? why)
    {
        series = [];
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            using var xml = XmlReader.Create(stream, Settings);
            series = Read(XElement.Load(xml));
            why = series.IsEmpty ? Reject.Because("reading.empty", "feed", null, "holds no MeterReading with IntervalBlocks") : null;
        }
        catch (XmlException)
        {
            why = Reject.Because("greenbutton.xml", "feed", null, "must be well-formed XML without a document type");
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            why = Reject.Because("greenbutton.form", "feed", null, e is OverflowException ? "holds a number beyond what can be counted" : e.Message);
        }
        return why is null;
    }

    /// <summary>Picks the meter's series: of its unit, its kind and its direction, and below <paramref name="usagePoint"/> if one is named.</summary>
    /// <param name="all">The file's series.</param>
    /// <param name="meter">The meter.</param>
    /// <param name="usagePoint">A part of the MeterReading's address, such as <c>UsagePoint/01</c>; null: any.</param>
    /// <param name="readings">Its readings, in the meter's unit.</param>
    /// <param name="why">Why none, or which ones it could be.</param>
    public static bool TrySelect(ImmutableArray<GreenButtonSeries> all, MeterRegistration meter, string? usagePoint, out DecodedReadings readings, out Rejection? why)
    {
        readings = DecodedReadings.Of(Array.Empty<Interval>());
        var fits = all.Where(one => (usagePoint is null || one.Id.Contains(usagePoint, StringComparison.Ordinal))
            && PhysicalUnits.TryConvert(0, one.Unit, meter.Unit, out _) && one.Cumulative == (meter.Kind == MeterKind.Register)
            && one.FlowDirection == (meter.Direction == Direction.Export ? 19 : one.FlowDirection == 0 ? 0 : 1)).ToList();
        if (fits.Count != 1)
        {
            var list = string.Join(", ", (fits.Count == 0 ? all : [.. fits]).Take(5).Select(one => string.Create(
                CultureInfo.InvariantCulture, $"{one.Id} ({one.Unit}, {(one.Cumulative ? "register" : "interval")}, flow {one.FlowDirection})")));
            why = Reject.Because("greenbutton.series", "MeterReading", list, fits.Count == 0
                ? $"none is of meter {meter.Meter}'s unit {meter.Unit.Text()}, kind {meter.Kind.Text()} and direction {meter.Direction.Text()}"
                : $"several could be meter {meter.Meter}; name the usage point");
            return false;
        }
        try
        {
            var values = fits[0].Values.Select(value => value with { Value = Convert(value.Value, fits[0].Unit, meter.Unit) });
            readings = meter.Kind == MeterKind.Register
                ? DecodedReadings.Of(values.Select(value => new RegisterReading(value.Start, value.Value)))
                : DecodedReadings.Of(values);
            why = readings.Check();
        }
        catch (OverflowException)
        {
            why = Reject.Because("reading.digits", "value", null, "is too large to convert");
        }
        return why is null;
    }

    private static decimal Convert(decimal value, string unit, MeterUnit target)
    {
        PhysicalUnits.TryConvert(value, unit, target, out var converted);
        return decimal.Round(converted, DecimalText.MaxFractionDigits);
    }

    private static ImmutableArray<GreenButtonSeries> Read(XElement feed)
    {
        var entries = feed.Name == Atom + "feed" ? feed.Elements(Atom + "entry").ToList() : throw new FormatException("must be an Atom feed");
        var types = entries.Where(entry => Resource(entry, "ReadingType") is not null)
            .SelectMany(entry => Links(entry, "self").Select(link => (Link: link, Type: Resource(entry, "ReadingType")!)))
            .GroupBy(pair => pair.Link, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Type, StringComparer.Ordinal);
        var blocks = entries.Where(entry => entry.Descendants(Espi + "IntervalBlock").Any())
            .ToLookup(entry => Links(entry, "up").Select(Collection).FirstOrDefault() ?? "", StringComparer.Ordinal);
        var series = ImmutableArray.CreateBuilder<GreenButtonSeries>();
        foreach (var entry in entries.Where(entry => Resource(entry, "MeterReading") is not null))
        {
            var id = Links(entry, "self").FirstOrDefault() ?? throw new FormatException("a MeterReading entry must have a link to itself");
            var type = Links(entry, "related").Select(link => types.GetValueOrDefault(link)).FirstOrDefault(found => found is not null)
                ?? throw new FormatException("a MeterReading entry must have a link to its ReadingType");
            var readings = blocks[id].SelectMany(block => block.Descendants(Espi + "IntervalReading")).ToList();
            if (readings.Count > 0)
                series.Add(Series(id, type, readings));
        }
        return series.ToImmutable();
    }

    private static GreenButtonSeries Series(string id, XElement type, List<XElement> readings)
    {
        var power = Number(type, "powerOfTenMultiplier") ?? 0;
        if (power is < -9 or > 9)
            throw new FormatException("powerOfTenMultiplier must be -9 to 9");
        var (unit, factor) = Number(type, "uom") switch
        {
            WattHour => ("Wh", 1m),
            Joule => ("J", 1m),
            CubicMetre => ("m3", 1m),
            CubicFoot => ("m3", 0.028316846592m),
            Litre => ("l", 1m),
            Therm => ("MJ", 105.4804m),
            var other => (string.Create(CultureInfo.InvariantCulture, $"uom {other ?? 0}"), 1m),
        };
        for (var i = 0; i < Math.Abs(power); i++)
            factor = power > 0 ? factor * 10 : factor / 10;
        var values = readings.Where(reading => !Qualities(reading).Contains(Projected)).Select(reading => Value(reading, factor)).OrderBy(value => value.Start).ToImmutableArray();
        // accumulationBehaviour 1 bulk quantity, 3 cumulative: the register itself; 4 delta data: the difference.
        var cumulative = Number(type, "accumulationBehaviour") is 1 or 3;
        return new(id, unit, (int)(Number(type, "flowDirection") ?? 0), cumulative, values);
    }

    private static Interval Value(XElement reading, decimal factor)
    {
        var period = reading.Element(Espi + "timePeriod") ?? throw new FormatException("an IntervalReading must have a timePeriod");
        var start = Number(period, "start") ?? throw new FormatException("a timePeriod must have a start, in seconds since 1970");
        var seconds = Number(period, "duration") ?? 0;
        var value = Number(reading, "value") ?? throw new FormatException("an IntervalReading must have a value");
        if (start is < 0 or > 4_102_444_800 || seconds is < 0 or > int.MaxValue)
            throw new FormatException("a timePeriod must lie between 1970 and 2100");
        return new(DateTimeOffset.FromUnixTimeSeconds(start), (int)seconds, value * factor,
            Qualities(reading).Any(EstimatedQualities.Contains) ? Quality.Estimated : Quality.Measured);
    }

    private static IEnumerable<int> Qualities(XElement reading) => reading.Elements(Espi + "ReadingQuality").Select(quality => (int)(Number(quality, "quality") ?? 0));

    private static XElement? Resource(XElement entry, string name) => entry.Element(Atom + "content")?.Element(Espi + name);

    private static IEnumerable<string> Links(XElement entry, string relation) => entry.Elements(Atom + "link")
        .Where(link => link.Attribute("rel")?.Value == relation).Select(link => link.Attribute("href")?.Value.TrimEnd('/') ?? "");

    /// <summary>An IntervalBlock points up to its collection below the MeterReading.</summary>
    private static string Collection(string link) => link.EndsWith("/IntervalBlock", StringComparison.Ordinal) ? link[..^"/IntervalBlock".Length] : link;

    private static long? Number(XElement parent, string name) => parent.Element(Espi + name) is not { } element ? null
        : long.TryParse(element.Value.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw new FormatException($"{name} is '{Reject.Quote(element.Value)}': must be a whole number");
}
