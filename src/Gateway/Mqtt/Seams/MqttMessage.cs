using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt;

/// <summary>An application message inside the endpoint, shared by all its deliveries and therefore immutable.</summary>
public sealed record MqttMessage
{
    public required string Topic { get; init; }

    public ReadOnlyMemory<byte> Payload { get; init; }

    public QualityOfService QualityOfService { get; init; }

    public bool Retain { get; init; }

    /// <summary>As published, without topic alias.</summary>
    public Properties? Properties { get; init; }

    /// <summary>Milliseconds of the endpoint's clock after which it is not delivered any more; null: never.</summary>
    internal long? ExpiresAt { get; init; }

    /// <summary>What it takes up in a queue, in bytes.</summary>
    internal int Size => Payload.Length + (2 * Topic.Length) + 64;

    internal bool IsExpired(long now) => ExpiresAt <= now;
}
