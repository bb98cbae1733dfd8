using SmartBlocks.Gateway.Mqtt.Sessions;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Connections;

/// <summary>What to do with each packet of an accepted client (MQTT 5.0 section 3, the parts that say "the Server MUST").</summary>
internal sealed class PacketDispatcher(MqttBroker broker, MqttConnection connection, ConnectedClient client, InboundWindow window)
{
    readonly InboundPublisher _publisher = new(broker, connection, client, window);
    readonly SubscriptionHandler _subscriptions = new(broker.Options, connection, client.Session);

    MqttSession Session => client.Session;

    ConnectionWriter Writer => connection.Writer;

    /// <exception cref="MqttException">The packet has no place here.</exception>
    public void Handle(Packet packet)
    {
        switch (packet)
        {
            case PublishPacket publish: _publisher.Handle(publish); break;
            case PubackPacket puback: Session.OnPuback(puback.PacketIdentifier); break;
            case PubrecPacket pubrec: OnPubrec(pubrec); break;
            case PubrelPacket pubrel: OnPubrel(pubrel.PacketIdentifier); break;
            case PubcompPacket pubcomp: Session.OnPubcomp(pubcomp.PacketIdentifier); break;
            case SubscribePacket subscribe: _subscriptions.Subscribe(subscribe); break;
            case UnsubscribePacket unsubscribe: _subscriptions.Unsubscribe(unsubscribe); break;
            case PingreqPacket: Writer.Send(PingrespPacket.Instance); break;
            case DisconnectPacket disconnect: OnDisconnect(disconnect); break;
            default: throw new MqttException(ReasonCode.ProtocolError, "packet type", "one a connected client may send", packet.Type.ToString());
        }
    }

    void OnPubrec(PubrecPacket packet)
    {
        if (Session.OnPubrec(packet.PacketIdentifier, packet.ReasonCode) is { } code)
            Writer.Acknowledge(PacketType.Pubrel, packet.PacketIdentifier, code);
        else
            Writer.Wake();
    }

    /// <summary>
    /// The message was durable before PUBREC went out, so there is nothing left to do: an identifier unknown here was
    /// released before, or belongs to a session of before a restart, and its message is on the ledger either way.
    /// </summary>
    void OnPubrel(ushort id)
    {
        var known = Session.Received.TryRemove(id, out _);
        window.Finished();
        Writer.Acknowledge(PacketType.Pubcomp, id, known ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound);
    }

    void OnDisconnect(DisconnectPacket packet)
    {
        if (packet.Properties?.SessionExpiryInterval is { } expiry)
        {
            if (client.SessionExpiry == 0 && expiry != 0)
                throw new MqttException(ReasonCode.ProtocolError, "DISCONNECT session expiry interval", "0, as in CONNECT", $"{expiry} s");
            Session.ExpiryInterval = Math.Min(expiry, broker.Options.MaximumSessionExpiry);
        }
        if (packet.ReasonCode == ReasonCode.Success)
            client.Will = null;
        connection.CloseSilently();
    }
}
