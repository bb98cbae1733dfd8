using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Sessions;

/// <summary>A message on its way to one session.</summary>
internal readonly record struct Delivery(MqttMessage Message, QualityOfService QualityOfService, bool Retain, uint[]? SubscriptionIdentifiers);

/// <summary>A QoS 1 or 2 delivery the client has not finished.</summary>
/// <param name="Delivery">What was sent.</param>
/// <param name="Sequence">Order of first sending, in which it is sent again (MQTT-4.6.0-1).</param>
/// <param name="Released">QoS 2: PUBREC has come, what is owed now is PUBREL.</param>
internal readonly record struct InFlight(Delivery Delivery, long Sequence, bool Released);

/// <summary>A will that waits for its delay.</summary>
internal sealed record PendingWill(MqttMessage Message, long DueAt);
