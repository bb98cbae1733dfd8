using Microsoft.AspNetCore.SignalR;

namespace SmartBlocks.Gateway.Live;

/// <summary>
/// The hub <c>/live</c>. Clients say what they watch; the server calls <c>blockCommitted</c>, <c>readingAccepted</c>, <c>meterSilent</c>, <c>meterBack</c>,
/// <c>alertRaised</c> and <c>alertCleared</c>.
/// What a caller may not read cannot be watched, and is answered as if it were not there.
/// </summary>
public sealed class LiveHub(Viewer viewer, LiveInterests interests, LiveRelay relay) : Hub
{
    /// <summary>Path of the hub.</summary>
    public const string Path = "/live";

    /// <summary>Begins to watch: what happens after this has completed is heard, also on a ledger that was founded a moment ago.</summary>
    public async Task Watch(WatchRequest request)
    {
        var watched = await WatchedAsync(request);
        await relay.FollowAsync(watched.Select(w => w.Ledger).Distinct(StringComparer.Ordinal));
        if (!interests.Add(Context.ConnectionId, Topics(watched)))
            throw new HubException($"A connection may watch at most {LiveInterests.MostPerConnection} things.");
        // The connection may have ended while the directory was asked.
        if (Context.ConnectionAborted.IsCancellationRequested) interests.Remove(Context.ConnectionId);
    }

    /// <summary>Ends watching.</summary>
    public async Task Unwatch(WatchRequest request) => interests.Remove(Context.ConnectionId, Topics(await WatchedAsync(request)));

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        interests.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    static List<string> Topics(List<(string Ledger, string Topic)> watched) => [.. watched.Select(w => w.Topic)];

    async Task<List<(string Ledger, string Topic)>> WatchedAsync(WatchRequest request)
    {
        var view = await viewer.ViewAsync(Caller.From(Context.User!));
        var watched = new List<(string Ledger, string Topic)>();
        foreach (var ledger in request.Ledgers ?? [])
            watched.Add(view.Ledgers.Contains(ledger) ? (ledger, LiveInterests.Ledger(ledger)) : throw NoSuch("ledger", ledger));
        foreach (var site in request.Sites ?? [])
            watched.Add(view.Site(site) is { } s ? (s.Ledger, LiveInterests.Site(s.Ledger, s.Id)) : throw NoSuch("site", site));
        foreach (var meter in request.Meters ?? [])
            watched.Add(view.Meter(meter) is { } m ? (m.Ledger, LiveInterests.Meter(m.Ledger, m.Id)) : throw NoSuch("meter", meter));
        return watched;
    }

    static HubException NoSuch(string kind, string id) => new($"There is no {kind} '{(id.Length > 100 ? id[..100] + "…" : id)}'.");
}
