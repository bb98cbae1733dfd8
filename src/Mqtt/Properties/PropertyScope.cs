namespace SmartBlocks.Mqtt;

/// <summary>Where a property may stand: a packet, or the will inside CONNECT (MQTT 5.0 section 2.2.2.2, table 2-4).</summary>
[Flags]
internal enum PropertyScope
{
    None = 0,
    Connect = 1 << PacketType.Connect,
    Connack = 1 << PacketType.Connack,
    Publish = 1 << PacketType.Publish,
    Puback = 1 << PacketType.Puback,
    Pubrec = 1 << PacketType.Pubrec,
    Pubrel = 1 << PacketType.Pubrel,
    Pubcomp = 1 << PacketType.Pubcomp,
    Subscribe = 1 << PacketType.Subscribe,
    Suback = 1 << PacketType.Suback,
    Unsubscribe = 1 << PacketType.Unsubscribe,
    Unsuback = 1 << PacketType.Unsuback,
    Disconnect = 1 << PacketType.Disconnect,
    Auth = 1 << PacketType.Auth,
    Will = 1 << 16,
    Acknowledgements = Puback | Pubrec | Pubrel | Pubcomp | Suback | Unsuback,
    Everywhere = Connect | Connack | Publish | Acknowledgements | Subscribe | Unsubscribe | Disconnect | Auth | Will,
}

internal static class PropertyScopes
{
    /// <summary>The scope of a packet's own properties.</summary>
    public static PropertyScope Of(PacketType type) => (PropertyScope)(1 << (int)type);

    /// <summary>Table 2-4, right-hand column; <see cref="PropertyScope.None"/> for an unknown identifier.</summary>
    public static PropertyScope Of(PropertyId id) => id switch
    {
        PropertyId.PayloadFormatIndicator => PropertyScope.Publish | PropertyScope.Will,
        PropertyId.MessageExpiryInterval => PropertyScope.Publish | PropertyScope.Will,
        PropertyId.ContentType => PropertyScope.Publish | PropertyScope.Will,
        PropertyId.ResponseTopic => PropertyScope.Publish | PropertyScope.Will,
        PropertyId.CorrelationData => PropertyScope.Publish | PropertyScope.Will,
        PropertyId.SubscriptionIdentifier => PropertyScope.Publish | PropertyScope.Subscribe,
        PropertyId.SessionExpiryInterval => PropertyScope.Connect | PropertyScope.Connack | PropertyScope.Disconnect,
        PropertyId.AssignedClientIdentifier => PropertyScope.Connack,
        PropertyId.ServerKeepAlive => PropertyScope.Connack,
        PropertyId.AuthenticationMethod => PropertyScope.Connect | PropertyScope.Connack | PropertyScope.Auth,
        PropertyId.AuthenticationData => PropertyScope.Connect | PropertyScope.Connack | PropertyScope.Auth,
        PropertyId.RequestProblemInformation => PropertyScope.Connect,
        PropertyId.WillDelayInterval => PropertyScope.Will,
        PropertyId.RequestResponseInformation => PropertyScope.Connect,
        PropertyId.ResponseInformation => PropertyScope.Connack,
        PropertyId.ServerReference => PropertyScope.Connack | PropertyScope.Disconnect,
        PropertyId.ReasonString => PropertyScope.Connack | PropertyScope.Acknowledgements | PropertyScope.Disconnect | PropertyScope.Auth,
        PropertyId.ReceiveMaximum => PropertyScope.Connect | PropertyScope.Connack,
        PropertyId.TopicAliasMaximum => PropertyScope.Connect | PropertyScope.Connack,
        PropertyId.TopicAlias => PropertyScope.Publish,
        PropertyId.MaximumQoS => PropertyScope.Connack,
        PropertyId.RetainAvailable => PropertyScope.Connack,
        PropertyId.UserProperty => PropertyScope.Everywhere,
        PropertyId.MaximumPacketSize => PropertyScope.Connect | PropertyScope.Connack,
        PropertyId.WildcardSubscriptionAvailable => PropertyScope.Connack,
        PropertyId.SubscriptionIdentifierAvailable => PropertyScope.Connack,
        PropertyId.SharedSubscriptionAvailable => PropertyScope.Connack,
        _ => PropertyScope.None,
    };
}
