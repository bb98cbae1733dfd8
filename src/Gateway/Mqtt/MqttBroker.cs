using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SmartBlocks.Gateway.Mqtt.Connections;
using SmartBlocks.Gateway.Mqtt.Sessions;
using SmartBlocks.Gateway.Mqtt.Topics;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt;

/// <summary>
/// The MQTT endpoint as a whole: its sessions, its topics and the server's own voice on them. One for each process;
/// <see cref="MqttConnectionHandler"/> brings it the connections of any number of listeners.
/// </summary>
public sealed class MqttBroker : IDisposable
{
    /// <summary>How often keep alive, expiry and delays are looked at. Shorter is more exact and costs more.</summary>
    static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(250);

    /// <summary>How often expired retained messages are forgotten. They are never delivered; this only frees their memory.</summary>
    static readonly TimeSpan RetainedSweepPeriod = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<MqttConnection, byte> _connections = [];
    readonly OpenTopics _openTopics;
    readonly IMqttIngest _ingest;
    readonly CancellationTokenSource _stopping = new();
    readonly ITimer _sweep;
    int _connectionCount, _sweeping;
    long _retainedSweep;

    public MqttBroker(IOptions<MqttOptions> options, IMqttAuthenticator authenticator, IMqttAuthorizer authorizer, IMqttIngest ingest,
        TimeProvider time, ILogger<MqttBroker> log)
    {
        Options = options.Value;
        Authenticator = authenticator;
        Log = log;
        _ingest = ingest;
        _openTopics = new OpenTopics(Options.OpenTopics);
        Clock = new MqttClock(time);
        Tenants = new TopicSpace(Options, authorizer, Clock);
        Open = new TopicSpace(Options, _openTopics, Clock);
        Sessions = new SessionStore(Options, Clock) { WillDue = PublishWill };
        _sweep = time.CreateTimer(static b => ((MqttBroker)b!).Sweep(), this, SweepPeriod, SweepPeriod);
    }

    internal MqttOptions Options { get; }

    internal IMqttAuthenticator Authenticator { get; }

    internal ILogger Log { get; }

    internal MqttClock Clock { get; }

    internal SessionStore Sessions { get; }

    /// <summary>The topics of the tenants.</summary>
    internal TopicSpace Tenants { get; }

    /// <summary>The topics of <see cref="MqttOptions.OpenTopics"/>.</summary>
    internal TopicSpace Open { get; }

    /// <summary>Connections now open, those that have not sent CONNECT included.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>Sessions, those of absent clients included.</summary>
    public int SessionCount => Sessions.Count;

    /// <summary>
    /// The server's own message to all who subscribed and may see it, such as an accepted reading. Queues it and returns; a
    /// slow client does not hold it up.
    /// </summary>
    /// <exception cref="ArgumentException">The topic is no topic name, or a property may not stand in PUBLISH.</exception>
    public ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, QualityOfService qualityOfService = QualityOfService.AtMostOnce,
        bool retain = false, Properties? properties = null, CancellationToken cancellationToken = default)
    {
        if (!TopicName.IsValid(topic))
            throw new ArgumentException($"topic: expected a topic name, not empty and without wildcards, found '{topic}'.", nameof(topic));
        if (properties is not null) // one that cannot be written is the caller's fault, not that of the clients it would reach
            MqttCodec.Measure(new PublishPacket { Topic = topic, Properties = properties }, ProtocolVersion.V5);
        cancellationToken.ThrowIfCancellationRequested();
        var published = Tenants.Publish(new MqttMessage
        {
            Topic = topic,
            Payload = payload,
            QualityOfService = qualityOfService,
            Retain = retain,
            Properties = properties,
            ExpiresAt = properties?.MessageExpiryInterval is { } seconds ? Clock.Now + (seconds * 1000L) : null,
        }, null);
        if (published == ReasonCode.QuotaExceeded)
            Log.LogWarning("The message to {Topic} was not published: there is no room for more retained messages", topic);
        return default;
    }

    /// <summary>Ends the connections of some identities, for instance when their key has been revoked.</summary>
    public void Disconnect(Predicate<MqttIdentity> whom, ReasonCode code = ReasonCode.AdministrativeAction, string? reason = null)
    {
        foreach (var (connection, _) in _connections)
            if (connection.Identity is { } identity && whom(identity))
                connection.Close(code, reason);
    }

    internal bool IsOpenTo(EndPoint? remote) => !_openTopics.IsEmpty && OpenTopics.IsLoopback(remote);

    /// <summary>Open topics never reach the ledger.</summary>
    internal ValueTask<IngestAck> IngestAsync(TopicSpace space, MqttIdentity identity, MqttMessage message) =>
        space == Open ? new ValueTask<IngestAck>(IngestAck.NotMine) : _ingest.PublishAsync(identity, message, _stopping.Token);

    internal async Task ServeAsync(ConnectionContext context, CancellationToken shuttingDown)
    {
        var connection = new MqttConnection(this, context);
        _connections[connection] = 0;
        Interlocked.Increment(ref _connectionCount);
        MqttMetrics.Connections.Add(1);
        try
        {
            await connection.RunAsync(shuttingDown);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            Interlocked.Decrement(ref _connectionCount);
            MqttMetrics.Connections.Add(-1);
        }
    }

    void Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) != 0)
            return;
        try
        {
            var now = Clock.Now;
            foreach (var (connection, _) in _connections)
                connection.CheckAlive(now);
            Sessions.Sweep();
            if (now < _retainedSweep)
                return;
            _retainedSweep = now + (long)RetainedSweepPeriod.TotalMilliseconds;
            Tenants.Retained.Sweep(now);
            Open.Retained.Sweep(now);
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    void PublishWill(MqttSession session, MqttMessage will) => _ = PublishWillAsync(session, will);

    async Task PublishWillAsync(MqttSession session, MqttMessage will)
    {
        await Task.Yield(); // the caller holds the lock of the sessions
        try
        {
            if (will.Properties?.MessageExpiryInterval is { } seconds)
                will = will with { ExpiresAt = Clock.Now + (seconds * 1000L) };
            var ack = await IngestAsync(session.Space, session.Identity, will);
            if (ack.Outcome == IngestOutcome.NotMine)
                session.Space.Publish(will, session);
            else if (ack.Outcome != IngestOutcome.Accepted)
                Log.LogWarning("The will of MQTT client {Client} to {Topic} was not taken: {Reason}",
                    session.Key.ClientId, will.Topic, ack.ReasonString);
        }
        catch (Exception exception)
        {
            Log.LogError(exception, "The will of MQTT client {Client} to {Topic} could not be published",
                session.Key.ClientId, will.Topic);
        }
    }

    public void Dispose()
    {
        _sweep.Dispose();
        _stopping.Cancel();
        _stopping.Dispose();
    }
}
