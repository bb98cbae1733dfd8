namespace SmartBlocks.Gateway.Mqtt;

/// <summary>Milliseconds since the endpoint started, monotonic: keep alive, expiry and delays count on it.</summary>
internal sealed class MqttClock(TimeProvider time)
{
    readonly long _start = time.GetTimestamp();

    public long Now => (long)time.GetElapsedTime(_start).TotalMilliseconds;
}
