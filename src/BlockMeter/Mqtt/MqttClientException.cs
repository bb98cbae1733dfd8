namespace SmartBlocks.BlockMeter.Mqtt;

/// <summary>A connection that could not be made or has ended, and why; another attempt may succeed.</summary>
public sealed class MqttClientException(string message) : Exception(message);
