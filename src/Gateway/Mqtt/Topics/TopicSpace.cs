using SmartBlocks.Gateway.Mqtt.Sessions;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Topics;

/// <summary>
/// A world of topics: its subscriptions, its retained messages and the way of a message to its subscribers. There are two,
/// which never meet: that of the tenants and that of <see cref="MqttOptions.OpenTopics"/>.
/// </summary>
internal sealed class TopicSpace(MqttOptions options, IMqttAuthorizer authorizer, MqttClock clock)
{
    [ThreadStatic]
    static List<Subscriber>? t_found;

    [ThreadStatic]
    static List<SessionSubscription>? t_matches;

    readonly Lock _gate = new();
    readonly TopicTrie<Subscriber> _subscriptions = new();
    readonly Dictionary<(string Share, string Levels), SharedGroup> _groups = [];

    public IMqttAuthorizer Authorizer => authorizer;

    public RetainedMessages Retained { get; } = new(options);

    public void Add(SessionSubscription subscription)
    {
        lock (_gate)
        {
            if (subscription.Filter.ShareName is not { } share)
            {
                _subscriptions.Add(subscription.Filter.Levels, subscription);
                return;
            }
            var key = (share, subscription.Filter.Levels);
            if (!_groups.TryGetValue(key, out var group))
            {
                _groups[key] = group = new SharedGroup();
                _subscriptions.Add(subscription.Filter.Levels, group);
            }
            group.Add(subscription);
        }
    }

    public void Remove(SessionSubscription subscription)
    {
        lock (_gate)
        {
            if (subscription.Filter.ShareName is not { } share)
            {
                _subscriptions.Remove(subscription.Filter.Levels, subscription);
                return;
            }
            var key = (share, subscription.Filter.Levels);
            if (!_groups.TryGetValue(key, out var group))
                return;
            group.Remove(subscription);
            if (!group.IsEmpty)
                return;
            _groups.Remove(key);
            _subscriptions.Remove(subscription.Filter.Levels, group);
        }
    }

    /// <summary>Retains it if asked to, and queues it for every session that subscribed and may see it, once a session.</summary>
    /// <returns>
    /// Success; NoMatchingSubscribers; QuotaExceeded when there is no room to retain it, in which case nobody gets it.
    /// </returns>
    public ReasonCode Publish(MqttMessage message, MqttSession? publisher)
    {
        if (message.Retain && !Retained.Set(message))
            return ReasonCode.QuotaExceeded;

        var matches = t_matches ??= [];
        matches.Clear();
        Find(message, matches);
        if (matches.Count == 0)
            return ReasonCode.NoMatchingSubscribers;
        if (matches.Count > 1)
            matches.Sort(static (a, b) => a.Session.Number.CompareTo(b.Session.Number));
        for (var start = 0; start < matches.Count;)
        {
            var end = start + 1;
            while (end < matches.Count && ReferenceEquals(matches[end].Session, matches[start].Session))
                end++;
            Deliver(message, publisher, matches, start, end);
            start = end;
        }
        matches.Clear();
        return ReasonCode.Success;
    }

    /// <summary>Queues the retained messages for a subscription just made.</summary>
    public void DeliverRetained(SessionSubscription subscription)
    {
        uint[]? identifiers = subscription.Identifier is { } id ? [id] : null;
        var room = subscription.Session.HasRoom;
        foreach (var message in Retained.Find(subscription.Filter, clock.Now))
            if (authorizer.CanReceive(subscription.Session.Identity, message.Topic))
                subscription.Session.Enqueue(new Delivery(message, Lower(message, subscription), Retain: true, identifiers), always: room);
    }

    void Find(MqttMessage message, List<SessionSubscription> matches)
    {
        var found = t_found ??= [];
        found.Clear();
        lock (_gate)
        {
            _subscriptions.Match(message.Topic, found);
            foreach (var subscriber in found)
                matches.Add(subscriber as SessionSubscription ?? ((SharedGroup)subscriber).Pick(message, authorizer));
        }
        found.Clear();
    }

    /// <summary>
    /// One delivery for all overlapping subscriptions of a session: the highest quality of service, all identifiers (section 3.3.4).
    /// </summary>
    void Deliver(MqttMessage message, MqttSession? publisher, List<SessionSubscription> matches, int start, int end)
    {
        var session = matches[start].Session;
        if (!authorizer.CanReceive(session.Identity, message.Topic))
            return;
        var qos = QualityOfService.AtMostOnce;
        bool any = false, retain = false;
        var identifiers = 0;
        for (var i = start; i < end; i++)
        {
            var subscription = matches[i];
            if (subscription.Options.NoLocal && ReferenceEquals(session, publisher))
                continue;
            any = true;
            qos = (QualityOfService)Math.Max((int)qos, (int)Lower(message, subscription));
            retain |= message.Retain && subscription.Options.RetainAsPublished;
            if (subscription.Identifier is not null)
                identifiers++;
        }
        if (any)
            session.Enqueue(new Delivery(message, qos, retain, identifiers == 0 ? null : Identifiers(matches, start, end, publisher, identifiers)));
    }

    static uint[] Identifiers(List<SessionSubscription> matches, int start, int end, MqttSession? publisher, int count)
    {
        var identifiers = new uint[count];
        for (var i = start; i < end; i++)
            if (matches[i].Identifier is { } id && !(matches[i].Options.NoLocal && ReferenceEquals(matches[i].Session, publisher)))
                identifiers[--count] = id;
        return identifiers;
    }

    static QualityOfService Lower(MqttMessage message, SessionSubscription subscription) =>
        (QualityOfService)Math.Min((int)message.QualityOfService, (int)subscription.Options.QualityOfService);
}
