namespace SmartBlocks.Mqtt;

/// <summary>Rules of topic names (MQTT 5.0 section 4.7): at least one character, no wildcards, at most 65,535 bytes of UTF-8.</summary>
public static class TopicName
{
    public static bool IsValid(string topic) => topic.Length > 0 && !topic.AsSpan().ContainsAny('+', '#', '\0') && IsWritable(topic);

    /// <summary>Whether it fits an MQTT string: no lone surrogates, within two length bytes (section 1.5.4).</summary>
    static bool IsWritable(string topic)
    {
        var bytes = 0;
        for (var i = 0; i < topic.Length; i++)
        {
            if (!char.IsSurrogate(topic[i]))
                bytes += topic[i] < 0x80 ? 1 : topic[i] < 0x800 ? 2 : 3;
            else if (i + 1 < topic.Length && char.IsSurrogatePair(topic[i], topic[i + 1]))
            {
                bytes += 4;
                i++;
            }
            else
                return false;
        }
        return bytes <= ushort.MaxValue;
    }
}
