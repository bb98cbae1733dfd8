using Microsoft.AspNetCore.SignalR;
using SmartBlocks.Gateway.Access;

namespace SmartBlocks.Gateway.Live;

/// <summary>
/// The hub <c>/live</c>. Clients say what they watch; the server calls <c>blockCommitted</c>, <c>readingAccepted</c>, <c>meterSilent</c> and <c>meterBack</c>.
/// What a caller may not read cannot be watched, and is answered as if it were not there.
/// </summary>
public sealed class LiveHub(Viewer viewer, LiveInterests interests) : Hub
{
    /// <summary>Path of the hub.</summary>
    public const string Path = "/live";

    /// <summary>Begins to watch.</summary>
    public async Task Watch(WatchRequest request)
    {
        if (!interests.Add(Context.ConnectionId, await TopicsAsync(request)))
            throw new HubException($"A connection may watch at most {LiveInterests.MostPerConnection} things.");
        // The connection may have ended while the directory was asked.
        if (Context.ConnectionAborted.IsCancellationRequested) interests.Remove(Context.ConnectionId);
    }

    /// <summary>Ends watching.</summary>
    public async Task Unwatch(WatchRequest request) => interests.Remove(Context.ConnectionId, await TopicsAsync(request));

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        interests.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    async Task<List<string>> TopicsAsync(WatchRequest request)
    {
        var view = await viewer.ViewAsync(Caller.From(Context.User!));
        var topics = new List<string>();
        foreach (var ledger in request.Ledgers ?? [])
            topics.Add(view.Ledgers.Contains(ledger) ? LiveInterests.Ledger(ledger) : throw NoSuch("ledger", ledger));
        foreach (var site in request.Sites ?? [])
            topics.Add(view.Site(site) is { } s ? LiveInterests.Site(s.Ledger, s.Id) : throw NoSuch("site", site));
        foreach (var meter in request.Meters ?? [])
            topics.Add(view.Meter(meter) is { } m ? LiveInterests.Meter(m.Ledger, m.Id) : throw NoSuch("meter", meter));
        return topics;
    }

    static HubException NoSuch(string kind, string id) => new($"There is no {kind} '{(id.Length > 100 ? id[..100] + "…" : id)}'.");
}
