using SmartBlocks.Mqtt;

namespace SmartBlocks.Mqtt.Tests.Packets;

/// <summary>One packet of every type with everything it can carry, for round trips and as seeds of mutations.</summary>
static class Samples
{
    static readonly UserProperty[] User = [new("a", "1"), new("a", "2"), new("ключ", "值 😀")];

    static Properties Reason => new() { ReasonString = "because", UserProperties = User };

    static Properties Message => new()
    {
        PayloadIsText = true, MessageExpiryInterval = 60, ContentType = "application/senml+json", ResponseTopic = "answers/1",
        CorrelationData = new byte[] { 1, 2, 3 }, UserProperties = User,
    };

    public static IEnumerable<Packet> Both =>
    [
        new PublishPacket { Topic = "sb/nimbus/main/readings", Payload = "x"u8.ToArray() },
        new PublishPacket { Topic = "sb/nimbus/main/readings", Payload = new byte[300], QualityOfService = QualityOfService.AtLeastOnce, PacketIdentifier = 1, Retain = true },
        new PublishPacket { Topic = "/", QualityOfService = QualityOfService.ExactlyOnce, PacketIdentifier = 65535, Duplicate = true },
        new PubackPacket { PacketIdentifier = 1 }, new PubrecPacket { PacketIdentifier = 2 },
        new PubrelPacket { PacketIdentifier = 3 }, new PubcompPacket { PacketIdentifier = 4 },
        new SubscribePacket { PacketIdentifier = 10, Subscriptions = [new("a/b", QualityOfService.AtLeastOnce), new("c/d", QualityOfService.ExactlyOnce)] },
        new SubackPacket { PacketIdentifier = 10, ReasonCodes = [ReasonCode.GrantedQoS1, ReasonCode.UnspecifiedError] },
        new UnsubscribePacket { PacketIdentifier = 11, Filters = ["a/b", "#"] },
        PingreqPacket.Instance, PingrespPacket.Instance, new DisconnectPacket(),
        new ConnackPacket { SessionPresent = true }, new ConnackPacket { ReasonCode = ReasonCode.NotAuthorized },
    ];

    public static IEnumerable<Packet> V311 =>
    [
        .. Both,
        new UnsubackPacket { PacketIdentifier = 11 },
        new ConnectPacket { ProtocolVersion = ProtocolVersion.V311, ClientId = "c" },
        new ConnectPacket
        {
            ProtocolVersion = ProtocolVersion.V311, CleanStart = false, KeepAlive = 60, ClientId = "meter-7", UserName = "nimbus/meter-7",
            Password = "secret"u8.ToArray(),
            Will = new Will { Topic = "gone", Payload = "bye"u8.ToArray(), QualityOfService = QualityOfService.AtLeastOnce, Retain = true },
        },
    ];

    public static IEnumerable<Packet> V5 =>
    [
        .. Both,
        new UnsubackPacket { PacketIdentifier = 11, ReasonCodes = [ReasonCode.Success, ReasonCode.NoSubscriptionExisted], Properties = Reason },
        new ConnectPacket
        {
            CleanStart = false, KeepAlive = 60, ClientId = "meter-7", Password = "token only"u8.ToArray(),
            Properties = new Properties
            {
                SessionExpiryInterval = 3600, ReceiveMaximum = 10, MaximumPacketSize = 65536, TopicAliasMaximum = 5, RequestProblemInformation = true,
                RequestResponseInformation = false, AuthenticationMethod = "SCRAM", AuthenticationData = new byte[] { 9 }, UserProperties = User,
            },
            Will = new Will
            {
                Topic = "gone", Payload = "bye"u8.ToArray(), QualityOfService = QualityOfService.ExactlyOnce,
                Properties = new Properties { WillDelayInterval = 5, MessageExpiryInterval = 9, ContentType = "text/plain", UserProperties = User },
            },
        },
        new ConnackPacket
        {
            ReasonCode = ReasonCode.Success,
            Properties = new Properties
            {
                SessionExpiryInterval = 1, ReceiveMaximum = 2, MaximumQoS = QualityOfService.AtLeastOnce, RetainAvailable = true, MaximumPacketSize = 3,
                AssignedClientIdentifier = "id", TopicAliasMaximum = 4, ReasonString = "r", UserProperties = User, WildcardSubscriptionAvailable = true,
                SubscriptionIdentifierAvailable = false, SharedSubscriptionAvailable = true, ServerKeepAlive = 5, ResponseInformation = "i",
                ServerReference = "s", AuthenticationMethod = "m", AuthenticationData = new byte[] { 1 },
            },
        },
        new PublishPacket { Topic = "t", Payload = "p"u8.ToArray(), Properties = Message },
        new PublishPacket { Topic = "", Properties = new Properties { TopicAlias = 7, SubscriptionIdentifiers = [1, 268_435_455] } },
        new PubackPacket { PacketIdentifier = 1, ReasonCode = ReasonCode.NotAuthorized },
        new PubackPacket { PacketIdentifier = 1, ReasonCode = ReasonCode.QuotaExceeded, Properties = Reason },
        new PubrecPacket { PacketIdentifier = 1, ReasonCode = ReasonCode.NoMatchingSubscribers, Properties = Reason },
        new PubrelPacket { PacketIdentifier = 1, ReasonCode = ReasonCode.PacketIdentifierNotFound },
        new PubcompPacket { PacketIdentifier = 1, Properties = Reason },
        new SubscribePacket
        {
            PacketIdentifier = 2, Properties = new Properties { SubscriptionIdentifiers = [127], UserProperties = User },
            Subscriptions = [new("a/+", QualityOfService.AtLeastOnce) { NoLocal = true, RetainAsPublished = true, RetainHandling = RetainHandling.DoNotSend }],
        },
        new SubackPacket { PacketIdentifier = 2, ReasonCodes = [ReasonCode.WildcardSubscriptionsNotSupported], Properties = Reason },
        new DisconnectPacket { ReasonCode = ReasonCode.ServerMoved, Properties = new Properties { ServerReference = "there", SessionExpiryInterval = 0 } },
        new AuthPacket { ReasonCode = ReasonCode.ContinueAuthentication, Properties = new Properties { AuthenticationMethod = "m", AuthenticationData = new byte[] { 0 } } },
        new AuthPacket(),
    ];

    public static IEnumerable<Packet> Of(ProtocolVersion version) => version == ProtocolVersion.V5 ? V5 : V311;
}
