using SmartBlocks.Gateway.Mqtt.Sessions;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Connections;

/// <summary>
/// The properties a message has on its way out (MQTT 5.0 section 3.3.2.3): those of the publisher, the life it has left,
/// and what belongs to this one delivery. Most messages have none and cost nothing here.
/// </summary>
internal static class DeliveryProperties
{
    public static Properties? Of(in Delivery delivery, long now)
    {
        var published = delivery.Message.Properties;
        if (delivery.SubscriptionIdentifiers is null && delivery.Message.ExpiresAt is null)
            return published;
        return Copy(published, null, delivery.SubscriptionIdentifiers ?? [],
            delivery.Message.ExpiresAt is { } at ? (uint)Math.Max(0, (at - now + 999) / 1000) : null);
    }

    public static Properties WithAlias(Properties? properties, ushort alias) =>
        Copy(properties, alias, properties?.SubscriptionIdentifiers ?? [], properties?.MessageExpiryInterval);

    static Properties Copy(Properties? from, ushort? alias, IReadOnlyList<uint> identifiers, uint? expiry) => new()
    {
        PayloadIsText = from?.PayloadIsText,
        MessageExpiryInterval = expiry,
        ContentType = from?.ContentType,
        ResponseTopic = from?.ResponseTopic,
        CorrelationData = from?.CorrelationData,
        UserProperties = from?.UserProperties ?? [],
        SubscriptionIdentifiers = identifiers,
        TopicAlias = alias,
    };

    /// <summary>What is passed on of a client's PUBLISH or will: everything but what concerns only its connection.</summary>
    public static Properties? Published(Properties? from)
    {
        if (from is null || (from.TopicAlias is null && from.WillDelayInterval is null))
            return from;
        var empty = from is
        {
            PayloadIsText: null, MessageExpiryInterval: null, ContentType: null,
            ResponseTopic: null, CorrelationData: null, UserProperties.Count: 0,
        };
        return empty ? null : Copy(from, null, [], from.MessageExpiryInterval);
    }
}
