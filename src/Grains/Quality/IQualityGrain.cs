using System.Collections.Immutable;
using Orleans.Concurrency;

namespace SmartBlocks.Grains;

/// <summary>
/// Watches the quality of what one ledger (the key) records: looks over its meters at intervals, raises alerts, and clears them when what they were about is no longer found. Alerts are
/// notes beside the ledger, never on it: they change nothing that was recorded.
/// </summary>
[Alias("IQualityGrain")]
public interface IQualityGrain : IGrainWithStringKey
{
    /// <summary>Begins to watch, and goes on after restarts.</summary>
    Task Watch();

    /// <summary>Looks over all meters now.</summary>
    Task Inspect();

    /// <summary>All alerts that are kept: open ones, and those cleared not long ago; newest first.</summary>
    [AlwaysInterleave]
    Task<ImmutableArray<QualityAlert>> Alerts();

    /// <summary>Somebody has seen an alert and says what is done about it. Null when there is none with this id.</summary>
    Task<QualityAlert?> Acknowledge(string id, string by, string note);

    /// <summary>Forgets the alerts about a meter that begin before a time: their sentences speak of readings that are dropped.</summary>
    Task Forget(string meter, DateTimeOffset before);
}

/// <summary>Something about a meter's readings that somebody should look at.</summary>
/// <param name="Id">Names it: the same finding has the same id.</param>
/// <param name="Ledger">The ledger.</param>
/// <param name="Site">The site.</param>
/// <param name="Meter">The meter.</param>
/// <param name="Kind">gap, stuck, spike, zeros, scale, clockAhead, clockBehind, silent or baseline.</param>
/// <param name="Text">In a sentence.</param>
/// <param name="From">What it is about begins.</param>
/// <param name="To">What it is about ends; null while it goes on.</param>
/// <param name="RaisedAt">When it was found.</param>
/// <param name="ClearedAt">When it was no longer found; null while it is open.</param>
/// <param name="AcknowledgedBy">Who has seen it.</param>
/// <param name="AcknowledgedAt">When.</param>
/// <param name="Note">What is done about it.</param>
public sealed record QualityAlert(string Id, string Ledger, string Site, string Meter, string Kind, string Text, DateTimeOffset From, DateTimeOffset? To,
    DateTimeOffset RaisedAt, DateTimeOffset? ClearedAt = null, string? AcknowledgedBy = null, DateTimeOffset? AcknowledgedAt = null, string? Note = null);
