namespace SmartBlocks.BlockMeter.Mqtt;

/// <summary>A connection that could not be made or has ended, and why; another attempt may succeed.</summary>
/// <param name="message">Why.</param>
/// <param name="loginRefused">Whether the server does not accept the login, so that only a person can help.</param>
public sealed class MqttClientException(string message, bool loginRefused = false) : Exception(message)
{
    /// <summary>Whether the server does not accept the login, so that only a person can help.</summary>
    public bool LoginRefused { get; } = loginRefused;
}
