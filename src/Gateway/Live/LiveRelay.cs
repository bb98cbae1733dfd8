using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartBlocks.Gateway.Mqtt;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Gateway.Live;

/// <summary>
/// Listens to the follower of every ledger and passes on what it says: to the hub's clients, and to MQTT as <c>sb/{tenant}/{meter}/accepted</c>. Live messages
/// are hints: when clients are slower than the ledgers, the oldest are dropped; the record is always to be had over REST.
/// </summary>
public sealed class LiveRelay(IGrainFactory grains, ILedgerStore store, IHubContext<LiveHub> hub, LiveInterests interests, MqttBroker broker,
    ILogger<LiveRelay> log) : BackgroundService, ILiveObserver
{
    /// <summary>How often subscriptions are renewed and new ledgers found; followers forget who has not renewed for two minutes.</summary>
    static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);

    /// <summary>Messages that wait to be passed on; more means that slow clients miss less, at the price of memory.</summary>
    const int Waiting = 10_000;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly ConcurrentDictionary<string, bool> followed = new(StringComparer.Ordinal);
    readonly Channel<object> queue = Channel.CreateBounded<object>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    ILiveObserver? me;

    ILiveObserver Me => LazyInitializer.EnsureInitialized(ref me, () => grains.CreateObjectReference<ILiveObserver>(this));

    /// <summary>Completes when what happens on these ledgers from now on is heard, without waiting for the next renewal.</summary>
    public async Task FollowAsync(IEnumerable<string> ledgers)
    {
        foreach (var ledger in ledgers.Where(l => !followed.ContainsKey(l)))
        {
            await grains.GetGrain<IFollowerGrain>(ledger).Subscribe(Me);
            followed[ledger] = true;
        }
    }

    /// <inheritdoc/>
    public Task BlockCommitted(BlockNotice block) => Enqueue([block]);

    /// <inheritdoc/>
    public Task ReadingsAccepted(ImmutableArray<ReadingNotice> readings) => Enqueue(readings);

    /// <inheritdoc/>
    public Task MeterSilence(ImmutableArray<SilenceNotice> meters) => Enqueue(meters);

    /// <inheritdoc/>
    public Task AlertsChanged(ImmutableArray<QualityAlert> alerts) => Enqueue(alerts);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(SubscribeAsync(stoppingToken), PassOnAsync(stoppingToken));

    Task Enqueue<T>(ImmutableArray<T> notices) where T : class
    {
        foreach (var notice in notices) queue.Writer.TryWrite(notice);
        return Task.CompletedTask;
    }

    async Task SubscribeAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Renewal);
        try
        {
            do
            {
                await RenewAsync(stopping);
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            grains.DeleteObjectReference<ILiveObserver>(Me);
        }
    }

    async Task RenewAsync(CancellationToken stopping)
    {
        try
        {
            followed.Clear();
            await FollowAsync(await store.ListAsync(stopping));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning("Live messages pause: {Reason}", e.Message);
        }
    }

    async Task PassOnAsync(CancellationToken stopping)
    {
        await foreach (var notice in queue.Reader.ReadAllAsync(stopping))
        {
            try
            {
                await PassOnAsync(notice, stopping);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "A live message was not passed on");
            }
        }
    }

    Task PassOnAsync(object notice, CancellationToken stopping) => notice switch
    {
        BlockNotice b => SendAsync("blockCommitted", Live.BlockCommitted.Of(b), stopping, LiveInterests.Ledger(b.Ledger)),
        ReadingNotice r => PassOnAsync(r, stopping),
        SilenceNotice s => SendAsync(s.Silent ? "meterSilent" : "meterBack", new MeterSilence(s.Ledger, s.Site, s.Meter, s.Since.UtcDateTime), stopping,
            LiveInterests.Ledger(s.Ledger), LiveInterests.Site(s.Ledger, s.Site), LiveInterests.Meter(s.Ledger, s.Meter)),
        QualityAlert a => SendAsync(a.ClearedAt is null ? "alertRaised" : "alertCleared", Rest.Alert.Of(a), stopping,
            LiveInterests.Ledger(a.Ledger), LiveInterests.Site(a.Ledger, a.Site), LiveInterests.Meter(a.Ledger, a.Meter)),
        _ => Task.CompletedTask,
    };

    async Task PassOnAsync(ReadingNotice r, CancellationToken stopping)
    {
        var message = ReadingAccepted.Of(r);
        await SendAsync("readingAccepted", message, stopping, LiveInterests.Ledger(r.Ledger), LiveInterests.Site(r.Ledger, r.Site), LiveInterests.Meter(r.Ledger, r.Meter));
        await broker.PublishAsync(new TenantTopic(r.Tenant, r.Meter, TenantTopic.Accepted).ToString(), JsonSerializer.SerializeToUtf8Bytes(message, Json),
            cancellationToken: stopping);
    }

    Task SendAsync(string method, object message, CancellationToken stopping, params ReadOnlySpan<string> topics)
    {
        var who = interests.Interested(topics);
        return who.Count == 0 ? Task.CompletedTask : hub.Clients.Clients(who).SendAsync(method, message, stopping);
    }
}
