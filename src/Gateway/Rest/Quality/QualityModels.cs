using System.Text.Json.Serialization;
using SmartBlocks.Energy.DataQuality;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Something about a meter's readings that somebody should look at. A note beside the ledger: nothing that was recorded is changed by it.</summary>
/// <param name="Id">Alert id.</param>
/// <param name="Ledger">The ledger.</param>
/// <param name="Site">The site.</param>
/// <param name="Meter">The meter.</param>
/// <param name="Kind">gap, stuck, spike, zeros, scale, clockAhead, clockBehind, silent or baseline.</param>
/// <param name="Text">In a sentence.</param>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends; null while it goes on.</param>
/// <param name="RaisedAt">When it was found.</param>
/// <param name="ClearedAt">When it was no longer found; null while it is open.</param>
/// <param name="AcknowledgedBy">Who has seen it; null when nobody has.</param>
/// <param name="AcknowledgedAt">When.</param>
/// <param name="Note">What is done about it.</param>
public sealed record Alert(string Id, string Ledger, string Site, string Meter, string Kind, string Text, DateTime From, DateTime? To, DateTime RaisedAt,
    DateTime? ClearedAt, string? AcknowledgedBy, DateTime? AcknowledgedAt, string? Note)
{
    internal static Alert Of(QualityAlert a) => new(a.Id, a.Ledger, a.Site, a.Meter, a.Kind, a.Text, a.From.UtcDateTime, a.To?.UtcDateTime, a.RaisedAt.UtcDateTime,
        a.ClearedAt?.UtcDateTime, a.AcknowledgedBy, a.AcknowledgedAt?.UtcDateTime, a.Note);
}

/// <summary>That an alert was seen.</summary>
/// <param name="Note">What is done about it, at most 500 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AlertAcknowledgement(string Note);

/// <summary>What stands behind a meter's record.</summary>
/// <param name="Meter">Meter id.</param>
/// <param name="From">First local day.</param>
/// <param name="To">The local day after the last.</param>
/// <param name="Measured">Share of the time that was measured, 0 to 1.</param>
/// <param name="Estimated">Share estimated by somebody who said so.</param>
/// <param name="Corrected">Share corrected afterwards.</param>
/// <param name="Missing">Share without readings.</param>
/// <param name="Days">The same for each local day.</param>
/// <param name="Findings">What may be wrong.</param>
public sealed record MeterQuality(string Meter, DateOnly From, DateOnly To, decimal Measured, decimal Estimated, decimal Corrected, decimal Missing,
    IReadOnlyList<DayQuality> Days, IReadOnlyList<Finding> Findings);

/// <summary>What stands behind one local day; shares of it, 0 to 1.</summary>
public sealed record DayQuality(DateOnly Day, decimal Measured, decimal Estimated, decimal Corrected, decimal Missing);

/// <summary>Something that may be wrong with a stretch of readings.</summary>
/// <param name="Kind">gap, stuck, spike, zeros or scale.</param>
/// <param name="Text">In a sentence.</param>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Value">The number behind it: hours; for a spike the meter's unit an hour; for a scale how many times.</param>
/// <param name="Usual">What it is measured against; null where there is nothing.</param>
public sealed record Finding(string Kind, string Text, DateTime From, DateTime To, decimal Value, decimal? Usual)
{
    internal static Finding Of(QualityFinding f, MeterInfo meter) =>
        new(f.Kind.Text(), QualityWords.Sentence(f, meter.Name, meter.Unit), f.From.UtcDateTime, f.To.UtcDateTime, f.Value, f.Usual);
}
