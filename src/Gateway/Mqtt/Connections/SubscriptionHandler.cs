using SmartBlocks.Gateway.Mqtt.Sessions;
using SmartBlocks.Gateway.Mqtt.Topics;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Connections;

/// <summary>SUBSCRIBE and UNSUBSCRIBE (MQTT 5.0 sections 3.8 to 3.11).</summary>
internal sealed class SubscriptionHandler(MqttOptions options, MqttConnection connection, MqttSession session)
{
    TopicSpace Space => session.Space;

    public void Subscribe(SubscribePacket packet)
    {
        uint? identifier = packet.Properties?.SubscriptionIdentifiers is [var id] ? id : null;
        var codes = new ReasonCode[packet.Subscriptions.Count];
        List<SessionSubscription>? retained = null;
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = Subscribe(packet.Subscriptions[i], identifier, out var wantsRetained);
            if (wantsRetained is not null)
                (retained ??= []).Add(wantsRetained);
        }
        connection.Writer.Send(new SubackPacket { PacketIdentifier = packet.PacketIdentifier, ReasonCodes = codes });
        foreach (var subscription in retained ?? [])
            Space.DeliverRetained(subscription);
    }

    public void Unsubscribe(UnsubscribePacket packet)
    {
        var codes = new ReasonCode[packet.Filters.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            if (session.Subscriptions.Remove(packet.Filters[i], out var subscription))
                Space.Remove(subscription);
            else
                codes[i] = TopicFilter.TryParse(packet.Filters[i], out _) ? ReasonCode.NoSubscriptionExisted : ReasonCode.TopicFilterInvalid;
        }
        connection.Writer.Send(new UnsubackPacket { PacketIdentifier = packet.PacketIdentifier, ReasonCodes = codes });
    }

    ReasonCode Subscribe(Subscription wanted, uint? identifier, out SessionSubscription? wantsRetained)
    {
        wantsRetained = null;
        if (!TopicFilter.TryParse(wanted.Filter, out var filter))
            return ReasonCode.TopicFilterInvalid;
        var allowed = Space.Authorizer.CanSubscribe(session.Identity, filter);
        if (allowed.IsFailure())
            return allowed;
        var existing = session.Subscriptions.GetValueOrDefault(wanted.Filter);
        var sendRetained = filter.ShareName is null
            && (wanted.RetainHandling == RetainHandling.SendOnSubscribe
                || (wanted.RetainHandling == RetainHandling.SendIfNew && existing is null));
        if ((existing is null && session.Subscriptions.Count >= options.MaximumSubscriptions) || (sendRetained && !session.HasRoom))
            return ReasonCode.QuotaExceeded;

        // The new one is there before the old one goes, so that no message falls between them.
        var subscription = new SessionSubscription(session, filter, wanted, identifier);
        Space.Add(subscription);
        if (existing is not null)
            Space.Remove(existing);
        session.Subscriptions[wanted.Filter] = subscription;
        wantsRetained = sendRetained ? subscription : null;
        return (ReasonCode)wanted.QualityOfService;
    }
}
