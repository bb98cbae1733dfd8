namespace SmartBlocks.Mqtt;

/// <summary>Rules of topic names (MQTT 5.0 section 4.7): at least one character, no wildcards, at most 65,535 bytes of UTF-8.</summary>
public static class TopicName
{
    public static bool IsValid(string topic) => topic.Length > 0 && !topic.AsSpan().ContainsAny('+', '#', '\0');
}
