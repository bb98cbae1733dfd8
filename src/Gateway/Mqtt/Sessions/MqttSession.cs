using System.Collections.Concurrent;
using SmartBlocks.Gateway.Mqtt.Connections;
using SmartBlocks.Gateway.Mqtt.Topics;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Sessions;

/// <summary>Sessions belong to an account and a client identifier together.</summary>
internal readonly record struct SessionKey(string Identity, string ClientId);

/// <summary>
/// What MQTT remembers of a client beyond its connection (MQTT 5.0 section 4.1): subscriptions, what it has yet to receive,
/// what it has not finished receiving or sending. Kept in memory: after a restart of the endpoint a client finds no session
/// and sends again what was not acknowledged.
/// </summary>
internal sealed class MqttSession(SessionKey key, long number, TopicSpace space, MqttIdentity identity, MqttOptions options, MqttClock clock)
{
    readonly Lock _gate = new();
    readonly Queue<Delivery> _queue = [];
    readonly Dictionary<ushort, InFlight> _inFlight = [];
    readonly PacketIdentifiers _identifiers = new();
    readonly Queue<ushort> _resend = [];
    long _queuedBytes, _sequence;
    int _outstanding, _sendMaximum;
    volatile MqttConnection? _connection;

    public SessionKey Key => key;

    /// <summary>Orders sessions, for grouping.</summary>
    public long Number => number;

    public TopicSpace Space => space;

    /// <summary>As of the latest CONNECT.</summary>
    public MqttIdentity Identity { get; private set; } = identity;

    /// <summary>Null while the client is away.</summary>
    public MqttConnection? Connection => _connection;

    public bool IsConnected => _connection is not null;

    /// <summary>Seconds the session outlives its connection.</summary>
    public uint ExpiryInterval { get; set; }

    /// <summary>Clock time at which it ends; meaningful while the client is away.</summary>
    public long EndsAt { get; set; }

    public PendingWill? PendingWill { get; set; }

    /// <summary>By the filter's text. Touched only by the connection that holds the session, or when there is none.</summary>
    public Dictionary<string, SessionSubscription> Subscriptions { get; } = new(StringComparer.Ordinal);

    /// <summary>QoS 2 messages received: false while being worked on, true once PUBREC was due and until PUBREL.</summary>
    public ConcurrentDictionary<ushort, bool> Received { get; } = [];

    /// <summary>Gives the session to a connection: what was not finished is sent again, first.</summary>
    public void Attach(MqttConnection connection, MqttIdentity owner, int sendMaximum)
    {
        lock (_gate)
        {
            _connection = connection;
            Identity = owner;
            PendingWill = null;
            _outstanding = 0;
            _sendMaximum = sendMaximum;
            _resend.Clear();
            foreach (var (id, _) in _inFlight.OrderBy(p => p.Value.Sequence))
                _resend.Enqueue(id);
        }
    }

    public void Detach()
    {
        lock (_gate)
            _connection = null;
    }

    /// <summary>Queues a message for the client, or drops it when the queue is full: one slow client must not hold up others.</summary>
    /// <param name="delivery">What to send.</param>
    /// <param name="always">For retained messages, which are bounded elsewhere and already in memory.</param>
    public void Enqueue(Delivery delivery, bool always = false)
    {
        MqttConnection? connection;
        lock (_gate)
        {
            connection = _connection;
            if (connection is null && delivery.QualityOfService == QualityOfService.AtMostOnce)
                return;
            if (!always && (_queue.Count >= options.MaximumQueuedMessages || _queuedBytes + delivery.Message.Size > options.MaximumQueuedBytes))
            {
                MqttMetrics.Dropped.Add(1);
                return;
            }
            _queue.Enqueue(delivery);
            _queuedBytes += delivery.Message.Size;
        }
        connection?.Writer.Wake();
    }

    /// <summary>Whether a subscription may still bring retained messages.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
                return _queue.Count < options.MaximumQueuedMessages;
        }
    }

    /// <summary>Writes what may be sent now: what is to be repeated first, then the queue, within the client's receive maximum.</summary>
    public void WriteTo(ConnectionWriter writer)
    {
        lock (_gate)
            while (writer.HasRoom && (WriteRepeated(writer) || WriteQueued(writer)))
            {
            }
    }

    bool WriteRepeated(ConnectionWriter writer)
    {
        if (!_resend.TryPeek(out var id))
            return false;
        if (!_inFlight.TryGetValue(id, out var inFlight))
        {
            _resend.Dequeue();
            return true;
        }
        if (inFlight.Released)
            writer.WriteAcknowledgement(PacketType.Pubrel, id, ReasonCode.Success);
        else if (_outstanding >= _sendMaximum)
            return false;
        else if (writer.TryWritePublish(inFlight.Delivery, id, duplicate: true))
            _outstanding++;
        else
            Forget(id);
        _resend.Dequeue();
        return true;
    }

    bool WriteQueued(ConnectionWriter writer)
    {
        // Nothing overtakes: while what is to be repeated waits for the client, so does the queue.
        if (_resend.Count > 0 || !_queue.TryPeek(out var delivery))
            return false;
        var expired = delivery.Message.IsExpired(clock.Now);
        if (!expired && delivery.QualityOfService != QualityOfService.AtMostOnce
            && (_outstanding >= _sendMaximum || _identifiers.Count == ushort.MaxValue))
            return false;
        _queue.Dequeue();
        _queuedBytes -= delivery.Message.Size;
        if (expired)
            return true;
        if (delivery.QualityOfService == QualityOfService.AtMostOnce)
        {
            writer.TryWritePublish(delivery, 0, duplicate: false);
            return true;
        }
        var id = _identifiers.Take();
        if (!writer.TryWritePublish(delivery, id, duplicate: false))
        {
            _identifiers.Release(id);
            return true;
        }
        _inFlight.Add(id, new InFlight(delivery, _sequence++, Released: false));
        _outstanding++;
        return true;
    }

    /// <summary>PUBACK: the end of a QoS 1 delivery.</summary>
    public void OnPuback(ushort id) => End(id, QualityOfService.AtLeastOnce);

    /// <summary>PUBCOMP: the end of a QoS 2 delivery.</summary>
    public void OnPubcomp(ushort id) => End(id, QualityOfService.ExactlyOnce);

    /// <summary>PUBREC. Returns what PUBREL to answer with, or null when a failure ended the exchange.</summary>
    public ReasonCode? OnPubrec(ushort id, ReasonCode code)
    {
        lock (_gate)
        {
            if (!_inFlight.TryGetValue(id, out var inFlight) || inFlight.Delivery.QualityOfService != QualityOfService.ExactlyOnce)
                return code.IsFailure() ? null : ReasonCode.PacketIdentifierNotFound;
            if (!code.IsFailure())
            {
                _inFlight[id] = inFlight with { Released = true };
                return ReasonCode.Success;
            }
        }
        End(id, QualityOfService.ExactlyOnce);
        return null;
    }

    void End(ushort id, QualityOfService qos)
    {
        lock (_gate)
        {
            if (!_inFlight.TryGetValue(id, out var inFlight) || inFlight.Delivery.QualityOfService != qos)
                return;
            Forget(id);
            _outstanding = Math.Max(0, _outstanding - 1);
        }
        _connection?.Writer.Wake();
    }

    void Forget(ushort id)
    {
        _inFlight.Remove(id);
        _identifiers.Release(id);
    }
}
