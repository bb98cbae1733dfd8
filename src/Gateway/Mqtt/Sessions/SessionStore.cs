using SmartBlocks.Gateway.Mqtt.Connections;
using SmartBlocks.Gateway.Mqtt.Topics;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Sessions;

/// <summary>
/// All sessions. <b>A session has at most one connection</b>: a second one first ends the first (MQTT-3.1.4-3) and waits
/// until it has let go.
/// </summary>
internal sealed class SessionStore(MqttOptions options, MqttClock clock)
{
    readonly Lock _gate = new();
    readonly Dictionary<SessionKey, MqttSession> _sessions = [];
    readonly Dictionary<string, int> _perIdentity = new(StringComparer.Ordinal);
    long _number;

    public int Count
    {
        get
        {
            lock (_gate)
                return _sessions.Count;
        }
    }

    /// <summary>Finds or makes the session of a client. Null when its account has too many.</summary>
    public async ValueTask<(MqttSession? Session, bool Present)> OpenAsync(SessionKey key, TopicSpace space, MqttIdentity identity,
        bool cleanStart, uint expiryInterval, int sendMaximum, MqttConnection connection)
    {
        while (true)
        {
            MqttConnection? holder;
            lock (_gate)
            {
                var session = _sessions.GetValueOrDefault(key);
                holder = session?.Connection;
                if (holder is null)
                {
                    var present = session is not null && !cleanStart && session.Space == space && session.EndsAt > clock.Now;
                    if (!present)
                    {
                        if (session is not null)
                            End(session);
                        session = TryAdd(key, space, identity);
                        if (session is null)
                            return (null, false);
                    }
                    session!.ExpiryInterval = expiryInterval;
                    session.Attach(connection, identity, sendMaximum);
                    return (session, present);
                }
            }
            holder.Close(ReasonCode.SessionTakenOver, "another connection uses this client identifier");
            await holder.Ended;
        }
    }

    /// <summary>Lets go of a session when its connection has ended: it stays for its expiry interval, its will for its delay.</summary>
    public void Release(MqttSession session, MqttMessage? will, uint willDelay)
    {
        lock (_gate)
        {
            var now = clock.Now;
            session.EndsAt = session.ExpiryInterval == uint.MaxValue ? long.MaxValue : now + (session.ExpiryInterval * 1000L);
            if (will is not null)
                session.PendingWill = new PendingWill(will, Math.Min(now + (willDelay * 1000L), session.EndsAt));
            session.Detach();
            if (session.PendingWill?.DueAt <= now)
                PublishWill(session);
            if (session.EndsAt <= now)
                End(session);
        }
    }

    /// <summary>Publishes wills that are due and ends sessions that have expired.</summary>
    public void Sweep()
    {
        lock (_gate)
        {
            var now = clock.Now;
            foreach (var session in _sessions.Values)
            {
                if (session.IsConnected)
                    continue;
                if (session.PendingWill?.DueAt <= now)
                    PublishWill(session);
                if (session.EndsAt <= now)
                    End(session);
            }
        }
    }

    /// <summary>What to do with a will whose time has come; set once by the broker.</summary>
    public Action<MqttSession, MqttMessage> WillDue { get; set; } = static (_, _) => { };

    MqttSession? TryAdd(SessionKey key, TopicSpace space, MqttIdentity identity)
    {
        var count = _perIdentity.GetValueOrDefault(key.Identity);
        if (count >= options.MaximumSessionsPerIdentity)
            return null;
        _perIdentity[key.Identity] = count + 1;
        var session = new MqttSession(key, ++_number, space, identity, options, clock);
        _sessions.Add(key, session);
        return session;
    }

    /// <summary>The end of a session, which is also the latest time of its will (MQTT-3.1.3-9).</summary>
    void End(MqttSession session)
    {
        if (session.PendingWill is not null)
            PublishWill(session);
        foreach (var subscription in session.Subscriptions.Values)
            session.Space.Remove(subscription);
        session.Subscriptions.Clear();
        if (!_sessions.Remove(session.Key))
            return;
        var left = _perIdentity[session.Key.Identity] - 1;
        if (left == 0)
            _perIdentity.Remove(session.Key.Identity);
        else
            _perIdentity[session.Key.Identity] = left;
    }

    void PublishWill(MqttSession session)
    {
        var will = session.PendingWill!.Message;
        session.PendingWill = null;
        WillDue(session, will);
    }
}
