using SmartBlocks.Gateway.Mqtt.Sessions;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Topics;

/// <summary>What stands under a filter in the subscription tree: one session's subscription, or a group that shares one.</summary>
internal abstract class Subscriber;

/// <summary>A session's subscription with its options.</summary>
internal sealed class SessionSubscription(MqttSession session, TopicFilter filter, Subscription options, uint? identifier) : Subscriber
{
    public MqttSession Session => session;

    public TopicFilter Filter => filter;

    public Subscription Options => options;

    public uint? Identifier => identifier;
}

/// <summary>
/// A shared subscription (MQTT 5.0 section 4.8.2): each message goes to one member, in turn, connected ones first.
/// Guarded by the lock of its <see cref="TopicSpace"/>.
/// </summary>
internal sealed class SharedGroup : Subscriber
{
    readonly List<SessionSubscription> _members = [];
    int _next;

    public bool IsEmpty => _members.Count == 0;

    public void Add(SessionSubscription member) => _members.Add(member);

    public void Remove(SessionSubscription member) => _members.Remove(member);

    public SessionSubscription Pick(MqttMessage message, IMqttAuthorizer authorizer)
    {
        SessionSubscription? offline = null;
        for (var i = 0; i < _members.Count; i++)
        {
            var member = _members[(int)((uint)_next++ % (uint)_members.Count)];
            if (!authorizer.CanReceive(member.Session.Identity, message.Topic))
                continue;
            if (member.Session.IsConnected)
                return member;
            offline ??= member;
        }
        return offline ?? _members[0];
    }
}
