using System.Diagnostics.Metrics;

namespace SmartBlocks.Gateway.Mqtt;

/// <summary>Counters of the endpoint, for OpenTelemetry under the meter name <c>SmartBlocks.Mqtt</c>.</summary>
internal static class MqttMetrics
{
    static readonly Meter Source = new("SmartBlocks.Mqtt");

    public static readonly UpDownCounter<int> Connections =
        Source.CreateUpDownCounter<int>("mqtt.connections", "{connection}", "open connections");

    public static readonly Counter<long> Received =
        Source.CreateCounter<long>("mqtt.messages.received", "{message}", "PUBLISH packets from clients");

    public static readonly Counter<long> Rejected =
        Source.CreateCounter<long>("mqtt.messages.rejected", "{message}", "messages refused with a reason");

    public static readonly Counter<long> Dropped =
        Source.CreateCounter<long>("mqtt.deliveries.dropped", "{message}", "deliveries a full queue or a packet size limit cost");
}
