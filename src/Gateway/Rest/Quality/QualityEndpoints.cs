using System.ComponentModel;
using System.Runtime.InteropServices;
using SmartBlocks.Energy;
using SmartBlocks.Energy.DataQuality;
using SmartBlocks.Energy.Kpis;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Data quality: alerts, and what stands behind a meter's record.</summary>
public static class QualityEndpoints
{
    /// <summary>Most local days in one answer.</summary>
    public const int MostDays = 400;

    const int MostNote = 500;

    /// <summary>The table.</summary>
    public static void MapQuality(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Quality");
        group.MapGet("/alerts", ListAsync).WithName("listAlerts").WithSummary("What somebody should look at, newest first");
        group.MapPost("/alerts/{ledger}/{id}/acknowledgement", AcknowledgeAsync).WithName("acknowledgeAlert").WithSummary("Say that an alert was seen, and what is done about it")
            .Refuses(403, 404, 422);
        group.MapGet("/meters/{meter}/quality", QualityAsync).WithName("meterQuality")
            .WithSummary("How much of a meter's record was measured, day by day, and what may be wrong with it").Refuses(404);
    }

    static async Task<Ok<Page<Alert>>> ListAsync([AsParameters] Paging paging, HttpContext context, Viewer viewer, IGrainFactory grains,
        [Description("open (unless said), cleared or all.")] string? state = null, string? site = null, string? meter = null,
        [Description("gap, stuck, spike, zeros, scale, clockAhead, clockBehind, silent or baseline.")] string? kind = null)
    {
        if (state is not (null or "open" or "cleared" or "all")) throw ProblemException.Invalid("state", state, "it must be open, cleared or all.");
        if (kind is not null && !QualityWords.TryParse(kind, out _)) throw ProblemException.Invalid("kind", kind, $"it must be one of {QualityWords.List}.");
        var view = await viewer.ViewAsync(context);
        if (site is not null && view.Site(site) is null) throw ProblemException.NotFound("site", site);
        if (meter is not null && view.Meter(meter) is null) throw ProblemException.NotFound("meter", meter);
        var alerts = new List<QualityAlert>();
        foreach (var ledger in view.Ledgers)
            alerts.AddRange((await grains.GetGrain<IQualityGrain>(ledger).Alerts()).Where(a => view.Meter(a.Meter)?.Ledger == ledger));
        var wanted = alerts.Where(a => (site is null || a.Site == site) && (meter is null || a.Meter == meter) && (kind is null || a.Kind == kind)
            && (state == "all" || a.ClearedAt is null == (state != "cleared"))).ToList();
        // Newest first: the key runs backwards in time.
        static string Key(QualityAlert a) => $"{long.MaxValue - a.From.ToUnixTimeSeconds():D19} {a.Ledger} {a.Id}";
        return TypedResults.Ok(paging.Of([.. wanted.OrderBy(Key, StringComparer.Ordinal)], Key, Alert.Of));
    }

    static async Task<Ok<Alert>> AcknowledgeAsync(string ledger, string id, AlertAcknowledgement body, HttpContext context, Viewer viewer, IGrainFactory grains)
    {
        var view = await viewer.ViewAsync(context);
        if (!view.Ledgers.Contains(ledger)) throw ProblemException.NotFound("ledger", ledger);
        if (!AccessPolicy.CanAdminister(view.Caller)) throw ProblemException.Denied(view.Caller.Role, "acknowledge alerts");
        if (body.Note.Length > MostNote) throw ProblemException.Invalid("note", body.Note, $"it must have at most {MostNote} characters.");
        return await grains.GetGrain<IQualityGrain>(ledger).Acknowledge(id, view.Caller.Name, body.Note) is { } alert
            ? TypedResults.Ok(Alert.Of(alert))
            : throw ProblemException.NotFound("alert", id);
    }

    static async Task<Ok<MeterQuality>> QualityAsync(string meter, HttpContext context, Viewer viewer, IReadingStore readings, TimeProvider clock, CancellationToken cancellation,
        [Description("First local day; 34 days ago unless said.")] DateOnly? from = null,
        [Description("The local day after the last; tomorrow unless said.")] DateOnly? to = null)
    {
        var (view, info) = await viewer.MeterAsync(context, meter);
        var days = LocalDays.Of(view.Site(info.Site)?.TimeZone ?? "UTC");
        var today = days.DayAt(clock.GetUtcNow());
        var (first, after) = (from ?? today.AddDays(-34), to ?? today.AddDays(1));
        if (after <= first || after.DayNumber - first.DayNumber > MostDays)
            throw ProblemException.Invalid("to", after.ToString("O"), $"it must lie 1 to {MostDays} days after from.");
        var cut = days.Cut(first, after, Resolution.Day);
        var hours = new List<MeteredHour>();
        await readings.ReadHoursAsync(info.Ledger, [info.Id], cut[0].Start, cut[^1].End, (_, some) => hours.AddRange(some), cancellation);
        var shares = cut.Select(day => Share(hours, day, clock.GetUtcNow().ToUnixTimeSeconds())).ToList();
        var findings = QualityInspector.Inspect(CollectionsMarshal.AsSpan(hours), info.Unit == "kWh" ? info.CapacityKw : null);
        var total = Coverage.Of(shares.Sum(s => s.Measured), shares.Sum(s => s.Estimated), shares.Sum(s => s.Corrected), shares.Sum(s => s.All));
        return TypedResults.Ok(new MeterQuality(info.Id, first, after, total.Measured, total.Estimated, total.Corrected, total.Missing,
            [.. shares.Select((s, i) => Day(first.AddDays(i), Coverage.Of(s.Measured, s.Estimated, s.Corrected, s.All)))], [.. findings.Select(f => Finding.Of(f, info))]));
    }

    static DayQuality Day(DateOnly day, Coverage of) => new(day, of.Measured, of.Estimated, of.Corrected, of.Missing);

    // What has not come yet is not missing.
    static (long Measured, long Estimated, long Corrected, long All) Share(List<MeteredHour> hours, Stretch day, long now)
    {
        long covered = 0, estimated = 0, corrected = 0;
        foreach (var hour in hours)
        {
            if (hour.Start < day.Start || hour.Start >= day.End) continue;
            covered += hour.Seconds;
            estimated += hour.Estimated;
            corrected += hour.Corrected;
        }
        var all = Math.Max(covered, Math.Min(day.End, Math.Max(day.Start, now)) - day.Start);
        return (Math.Max(0, covered - estimated - corrected), estimated, corrected, all);
    }
}
