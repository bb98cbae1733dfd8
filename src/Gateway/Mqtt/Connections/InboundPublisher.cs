using System.Text.Unicode;
using Microsoft.Extensions.Logging;
using SmartBlocks.Gateway.Mqtt.Topics;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Connections;

/// <summary>
/// PUBLISH from a client: is it allowed, whose is it, and what is the answer. <b>Nothing is acknowledged that has not been
/// stored</b>: PUBACK and PUBREC wait for the ingest. QoS 2 is stored at PUBLISH ("method B" of section 4.3.3), so that a
/// crash between PUBREC and PUBCOMP loses nothing and a repeated PUBLISH meets the ledger's transaction ids.
/// </summary>
internal sealed class InboundPublisher(MqttBroker broker, MqttConnection connection, ConnectedClient client, InboundWindow window)
{
    readonly bool _v5 = client.Limits.Version == ProtocolVersion.V5;
    string?[]? _aliases;

    TopicSpace Space => client.Session.Space;

    public void Handle(PublishPacket packet)
    {
        MqttMetrics.Received.Add(1);
        var topic = Topic(packet);
        if (packet.Properties?.SubscriptionIdentifiers.Count > 0)
            throw new MqttException(ReasonCode.ProtocolError, "PUBLISH subscription identifier", "none from a client (MQTT-3.3.4-6)", "one");

        var allowed = Space.Authorizer.CanPublish(client.Session.Identity, topic);
        if (allowed.IsFailure() && !_v5)
        {
            // 3.1.1 can only acknowledge or close (MQTT-3.3.5-2), and an acknowledgement would be a lie.
            broker.Log.LogInformation("MQTT client {Client} may not publish to {Topic}", client.Session.Key.ClientId, topic);
            connection.CloseSilently();
            return;
        }
        var message = window.Begin(packet);
        if (_v5 && window.ExceedsReceiveMaximum)
            throw new MqttException(ReasonCode.ReceiveMaximumExceeded, "PUBLISH",
                $"at most {broker.Options.ReceiveMaximum} unacknowledged messages", "one more");
        if (allowed.IsFailure())
            Reject(message, allowed, "not allowed to publish to this topic");
        else if (packet.Properties?.PayloadIsText == true && !Utf8.IsValid(packet.Payload.Span))
            Reject(message, ReasonCode.PayloadFormatInvalid, "the payload is not the UTF-8 text it is said to be");
        else if (packet.QualityOfService == QualityOfService.ExactlyOnce && IsRepeated(packet.PacketIdentifier))
            window.Complete(message, ReasonCode.Success);
        else
            Process(message, Message(packet, topic));
    }

    /// <summary>True when it was stored before and only PUBREC got lost; otherwise notes it as being worked on.</summary>
    bool IsRepeated(ushort id)
    {
        if (client.Session.Received.TryGetValue(id, out var stored) && stored)
            return true;
        client.Session.Received[id] = false;
        return false;
    }

    MqttMessage Message(PublishPacket packet, string topic) => new()
    {
        Topic = topic,
        Payload = packet.Payload,
        QualityOfService = packet.QualityOfService,
        Retain = packet.Retain,
        Properties = DeliveryProperties.Published(packet.Properties),
        ExpiresAt = packet.Properties?.MessageExpiryInterval is { } seconds ? broker.Clock.Now + (seconds * 1000L) : null,
    };

    string Topic(PublishPacket packet)
    {
        if (packet.Properties?.TopicAlias is not { } alias)
            return packet.Topic;
        if (alias > broker.Options.TopicAliasMaximum)
            throw new MqttException(ReasonCode.TopicAliasInvalid, "PUBLISH topic alias",
                $"at most {broker.Options.TopicAliasMaximum}", $"{alias}");
        _aliases ??= new string?[broker.Options.TopicAliasMaximum];
        if (packet.Topic.Length > 0)
            return _aliases[alias - 1] = packet.Topic;
        return _aliases[alias - 1]
            ?? throw new MqttException(ReasonCode.ProtocolError, "PUBLISH topic alias", "one set on this connection", $"{alias}");
    }

    void Process(InboundMessage inbound, MqttMessage message)
    {
        ValueTask<IngestAck> ingest;
        try
        {
            ingest = broker.IngestAsync(Space, client.Session.Identity, message);
        }
        catch (Exception exception)
        {
            Unavailable(message, exception, null);
            return;
        }
        if (ingest.IsCompletedSuccessfully)
            Finish(inbound, message, ingest.Result);
        else
            _ = AwaitAsync(inbound, message, ingest);
    }

    async Task AwaitAsync(InboundMessage inbound, MqttMessage message, ValueTask<IngestAck> ingest)
    {
        try
        {
            Finish(inbound, message, await ingest);
        }
        catch (Exception exception)
        {
            // Whatever went wrong: it is not known to be stored, hence not acknowledged.
            Unavailable(message, exception, null);
        }
    }

    void Finish(InboundMessage inbound, MqttMessage message, IngestAck ack)
    {
        switch (ack.Outcome)
        {
            case IngestOutcome.NotMine:
                var published = Space.Publish(message, client.Session);
                window.Complete(inbound, _v5 ? published : ReasonCode.Success,
                    published == ReasonCode.QuotaExceeded ? "no room for retained messages" : null);
                break;
            case IngestOutcome.Accepted:
                window.Complete(inbound, ReasonCode.Success);
                break;
            case IngestOutcome.Rejected:
                if (ack.ReplyTopic is { } topic)
                    Space.Publish(new MqttMessage
                    {
                        Topic = topic,
                        Payload = ack.ReplyPayload,
                        QualityOfService = QualityOfService.AtLeastOnce,
                    }, null);
                Reject(inbound, ack.ReasonCode, ack.ReasonString);
                break;
            default:
                Unavailable(message, null, ack.ReasonString);
                break;
        }
    }

    /// <summary>3.1.1 knows no refusal: it gets a plain acknowledgement, and the reason on the rejected topic.</summary>
    void Reject(InboundMessage inbound, ReasonCode code, string? reason)
    {
        MqttMetrics.Rejected.Add(1);
        window.Complete(inbound, _v5 ? code : ReasonCode.Success, reason);
    }

    /// <summary>Ends the connection so that the client sends again what was not acknowledged (section 4.4).</summary>
    void Unavailable(MqttMessage message, Exception? exception, string? reason)
    {
        broker.Log.LogWarning(exception, "A message to {Topic} of MQTT client {Client} could not be stored: {Reason}",
            message.Topic, client.Session.Key.ClientId, reason);
        connection.Close(ReasonCode.ServerBusy, reason ?? "the message could not be stored now; send it again");
    }
}
