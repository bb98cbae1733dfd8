using System.Globalization;

namespace SmartBlocks.Mqtt;

public sealed partial class Properties
{
    public Properties() { }

    /// <summary>Reads the property list of a packet; null when it is empty, which is the common case.</summary>
    internal static Properties? Read(ref PacketReader reader, PropertyScope scope)
    {
        var length = reader.ReadVariableByteInteger("property length");
        if (length == 0)
            return null;
        if (length > reader.Remaining)
            throw MqttException.Malformed(reader.Name("property length"), $"at most the {reader.Remaining} bytes left in the packet",
                length.ToString(CultureInfo.InvariantCulture));
        return new Properties(ref reader, reader.Remaining - length, scope);
    }

    Properties(ref PacketReader reader, long end, PropertyScope scope)
    {
        List<UserProperty>? userProperties = null;
        List<uint>? subscriptionIdentifiers = null;
        ulong seen = 0;
        while (reader.Remaining > end)
        {
            var number = reader.ReadVariableByteInteger("property identifier");
            var id = number <= byte.MaxValue ? (PropertyId)number : default;
            if ((PropertyScopes.Of(id) & scope) == 0)
                throw MqttException.Malformed(reader.Name("property identifier"), $"one that may stand in {scope}",
                    string.Create(CultureInfo.InvariantCulture, $"0x{number:X2}"));
            var repeats = id == PropertyId.UserProperty || (id == PropertyId.SubscriptionIdentifier && scope == PropertyScope.Publish);
            if (!repeats && (seen & (1UL << (int)id)) != 0)
                throw MqttException.Protocol(reader.Name(id.ToString()), "the property once", "a second one");
            seen |= 1UL << (int)id;

            switch (id)
            {
                case PropertyId.PayloadFormatIndicator: PayloadIsText = reader.ReadBoolean(id); break;
                case PropertyId.MessageExpiryInterval: MessageExpiryInterval = reader.ReadUInt32(id); break;
                case PropertyId.ContentType: ContentType = reader.ReadString(id); break;
                case PropertyId.ResponseTopic: ResponseTopic = ReadTopic(ref reader); break;
                case PropertyId.CorrelationData: CorrelationData = reader.ReadBinary(id); break;
                case PropertyId.SubscriptionIdentifier:
                    (subscriptionIdentifiers ??= []).Add(NotZero(ref reader, reader.ReadVariableByteInteger(id.ToString()), id));
                    break;
                case PropertyId.SessionExpiryInterval: SessionExpiryInterval = reader.ReadUInt32(id); break;
                case PropertyId.AssignedClientIdentifier: AssignedClientIdentifier = reader.ReadString(id); break;
                case PropertyId.ServerKeepAlive: ServerKeepAlive = reader.ReadUInt16(id); break;
                case PropertyId.AuthenticationMethod: AuthenticationMethod = reader.ReadString(id); break;
                case PropertyId.AuthenticationData: AuthenticationData = reader.ReadBinary(id); break;
                case PropertyId.RequestProblemInformation: RequestProblemInformation = reader.ReadBoolean(id); break;
                case PropertyId.WillDelayInterval: WillDelayInterval = reader.ReadUInt32(id); break;
                case PropertyId.RequestResponseInformation: RequestResponseInformation = reader.ReadBoolean(id); break;
                case PropertyId.ResponseInformation: ResponseInformation = reader.ReadString(id); break;
                case PropertyId.ServerReference: ServerReference = reader.ReadString(id); break;
                case PropertyId.ReasonString: ReasonString = reader.ReadString(id); break;
                case PropertyId.ReceiveMaximum:
                    ReceiveMaximum = (ushort)NotZero(ref reader, reader.ReadUInt16(id), id);
                    break;
                case PropertyId.TopicAliasMaximum: TopicAliasMaximum = reader.ReadUInt16(id); break;
                case PropertyId.TopicAlias: TopicAlias = ReadTopicAlias(ref reader); break;
                case PropertyId.MaximumQoS:
                    MaximumQoS = reader.ReadBoolean(id) ? QualityOfService.AtLeastOnce : QualityOfService.AtMostOnce;
                    break;
                case PropertyId.RetainAvailable: RetainAvailable = reader.ReadBoolean(id); break;
                case PropertyId.UserProperty:
                    var name = reader.ReadString("user property name");
                    (userProperties ??= []).Add(new UserProperty(name, reader.ReadString("user property value")));
                    break;
                case PropertyId.MaximumPacketSize:
                    MaximumPacketSize = NotZero(ref reader, reader.ReadUInt32(id), id);
                    break;
                case PropertyId.WildcardSubscriptionAvailable: WildcardSubscriptionAvailable = reader.ReadBoolean(id); break;
                case PropertyId.SubscriptionIdentifierAvailable: SubscriptionIdentifierAvailable = reader.ReadBoolean(id); break;
                case PropertyId.SharedSubscriptionAvailable: SharedSubscriptionAvailable = reader.ReadBoolean(id); break;
            }
        }
        if (reader.Remaining < end)
            throw MqttException.Malformed(reader.Name("property length"), "the end of a property",
                string.Create(CultureInfo.InvariantCulture, $"a property reaching {end - reader.Remaining} bytes beyond it"));
        if (AuthenticationData is not null && AuthenticationMethod is null)
            throw MqttException.Protocol(reader.Name(nameof(AuthenticationMethod)), "one beside AuthenticationData", "none");
        if (userProperties is not null)
            UserProperties = userProperties;
        if (subscriptionIdentifiers is not null)
            SubscriptionIdentifiers = subscriptionIdentifiers;
    }

    static uint NotZero(ref PacketReader reader, uint value, PropertyId id) =>
        value != 0 ? value : throw MqttException.Protocol(reader.Name(id.ToString()), "at least 1", "0");

    static ushort ReadTopicAlias(ref PacketReader reader)
    {
        var alias = reader.ReadUInt16(nameof(TopicAlias));
        return alias != 0 ? alias
            : throw new MqttException(ReasonCode.TopicAliasInvalid, reader.Name(nameof(TopicAlias)), "at least 1", "0");
    }

    static string ReadTopic(ref PacketReader reader)
    {
        var topic = reader.ReadString(nameof(ResponseTopic));
        return TopicName.IsValid(topic) ? topic
            : throw MqttException.Protocol(reader.Name(nameof(ResponseTopic)), "a topic name: not empty, no wildcards", $"'{topic}'");
    }
}
