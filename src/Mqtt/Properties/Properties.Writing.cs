namespace SmartBlocks.Mqtt;

public sealed partial class Properties
{
    /// <summary>Writes the length and the list; an absent object is a single zero byte.</summary>
    internal static void Write(ref PacketWriter writer, Properties? properties, PropertyScope scope)
    {
        if (properties is null)
        {
            writer.WriteByte(0);
            return;
        }
        var measure = PacketWriter.Measuring(scope);
        properties.Write(ref measure);
        writer.WriteVariableByteInteger((uint)measure.Position);
        var outer = writer.Scope;
        writer.Scope = scope;
        properties.Write(ref writer);
        writer.Scope = outer;
    }

    /// <summary>True when nothing is set, so that an acknowledgement may leave the list out.</summary>
    internal bool IsEmpty(PropertyScope scope)
    {
        var measure = PacketWriter.Measuring(scope);
        Write(ref measure);
        return measure.Position == 0;
    }

    void Write(ref PacketWriter writer)
    {
        writer.WriteProperty(PropertyId.PayloadFormatIndicator, PayloadIsText);
        writer.WriteProperty(PropertyId.MessageExpiryInterval, MessageExpiryInterval);
        writer.WriteProperty(PropertyId.ContentType, ContentType);
        writer.WriteProperty(PropertyId.ResponseTopic, ResponseTopic);
        writer.WriteProperty(PropertyId.CorrelationData, CorrelationData);
        for (var i = 0; i < SubscriptionIdentifiers.Count; i++)
        {
            writer.WriteProperty(PropertyId.SubscriptionIdentifier);
            writer.WriteVariableByteInteger(SubscriptionIdentifiers[i]);
        }
        writer.WriteProperty(PropertyId.SessionExpiryInterval, SessionExpiryInterval);
        writer.WriteProperty(PropertyId.AssignedClientIdentifier, AssignedClientIdentifier);
        writer.WriteProperty(PropertyId.ServerKeepAlive, ServerKeepAlive);
        writer.WriteProperty(PropertyId.AuthenticationMethod, AuthenticationMethod);
        writer.WriteProperty(PropertyId.AuthenticationData, AuthenticationData);
        writer.WriteProperty(PropertyId.RequestProblemInformation, RequestProblemInformation);
        writer.WriteProperty(PropertyId.WillDelayInterval, WillDelayInterval);
        writer.WriteProperty(PropertyId.RequestResponseInformation, RequestResponseInformation);
        writer.WriteProperty(PropertyId.ResponseInformation, ResponseInformation);
        writer.WriteProperty(PropertyId.ServerReference, ServerReference);
        writer.WriteProperty(PropertyId.ReasonString, ReasonString);
        writer.WriteProperty(PropertyId.ReceiveMaximum, ReceiveMaximum);
        writer.WriteProperty(PropertyId.TopicAliasMaximum, TopicAliasMaximum);
        writer.WriteProperty(PropertyId.TopicAlias, TopicAlias);
        writer.WriteProperty(PropertyId.MaximumQoS, MaximumQoS is { } qos ? qos == QualityOfService.AtLeastOnce : null);
        writer.WriteProperty(PropertyId.RetainAvailable, RetainAvailable);
        for (var i = 0; i < UserProperties.Count; i++)
        {
            writer.WriteProperty(PropertyId.UserProperty);
            writer.WriteString(UserProperties[i].Name);
            writer.WriteString(UserProperties[i].Value);
        }
        writer.WriteProperty(PropertyId.MaximumPacketSize, MaximumPacketSize);
        writer.WriteProperty(PropertyId.WildcardSubscriptionAvailable, WildcardSubscriptionAvailable);
        writer.WriteProperty(PropertyId.SubscriptionIdentifierAvailable, SubscriptionIdentifierAvailable);
        writer.WriteProperty(PropertyId.SharedSubscriptionAvailable, SharedSubscriptionAvailable);
    }
}
