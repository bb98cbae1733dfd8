namespace SmartBlocks.Mqtt;

/// <summary>Which reason code may stand in which packet (MQTT 5.0 section 2.4, table 2-6, and each packet's own table).</summary>
public static class ReasonCodes
{
    /// <summary>True for 0x80 and above.</summary>
    public static bool IsFailure(this ReasonCode code) => code >= ReasonCode.UnspecifiedError;

    /// <summary>Whether the specification lists this code for this packet.</summary>
    public static bool IsListedFor(this ReasonCode code, PacketType packet) => packet switch
    {
        PacketType.Connack => InConnack(code),
        PacketType.Puback or PacketType.Pubrec => InPublishAcknowledgement(code),
        PacketType.Pubrel or PacketType.Pubcomp => code is ReasonCode.Success or ReasonCode.PacketIdentifierNotFound,
        PacketType.Suback => InSuback(code),
        PacketType.Unsuback => InUnsuback(code),
        PacketType.Disconnect => InDisconnect(code),
        PacketType.Auth => code is ReasonCode.Success or ReasonCode.ContinueAuthentication or ReasonCode.ReAuthenticate,
        _ => false,
    };

    static bool InConnack(ReasonCode code) => code is ReasonCode.Success
        or (>= ReasonCode.UnspecifiedError and <= ReasonCode.Banned)
        or ReasonCode.BadAuthenticationMethod or ReasonCode.TopicNameInvalid or ReasonCode.PacketTooLarge
        or ReasonCode.QuotaExceeded or ReasonCode.PayloadFormatInvalid or ReasonCode.RetainNotSupported
        or ReasonCode.QoSNotSupported or ReasonCode.UseAnotherServer or ReasonCode.ServerMoved or ReasonCode.ConnectionRateExceeded;

    static bool InPublishAcknowledgement(ReasonCode code) => code is ReasonCode.Success or ReasonCode.NoMatchingSubscribers
        or ReasonCode.UnspecifiedError or ReasonCode.ImplementationSpecificError or ReasonCode.NotAuthorized
        or ReasonCode.TopicNameInvalid or ReasonCode.PacketIdentifierInUse or ReasonCode.QuotaExceeded or ReasonCode.PayloadFormatInvalid;

    static bool InSuback(ReasonCode code) => code is <= ReasonCode.GrantedQoS2
        or ReasonCode.UnspecifiedError or ReasonCode.ImplementationSpecificError or ReasonCode.NotAuthorized
        or ReasonCode.TopicFilterInvalid or ReasonCode.PacketIdentifierInUse or ReasonCode.QuotaExceeded
        or ReasonCode.SharedSubscriptionsNotSupported or ReasonCode.SubscriptionIdentifiersNotSupported
        or ReasonCode.WildcardSubscriptionsNotSupported;

    static bool InUnsuback(ReasonCode code) => code is ReasonCode.Success or ReasonCode.NoSubscriptionExisted
        or ReasonCode.UnspecifiedError or ReasonCode.ImplementationSpecificError or ReasonCode.NotAuthorized
        or ReasonCode.TopicFilterInvalid or ReasonCode.PacketIdentifierInUse;

    static bool InDisconnect(ReasonCode code) => code is ReasonCode.Success or ReasonCode.DisconnectWithWillMessage
        or (>= ReasonCode.UnspecifiedError and <= ReasonCode.ImplementationSpecificError)
        or ReasonCode.NotAuthorized or ReasonCode.ServerBusy or ReasonCode.ServerShuttingDown or ReasonCode.BadAuthenticationMethod
        or (>= ReasonCode.KeepAliveTimeout and <= ReasonCode.TopicNameInvalid)
        or (>= ReasonCode.ReceiveMaximumExceeded and <= ReasonCode.WildcardSubscriptionsNotSupported);
}
