using System.Diagnostics.CodeAnalysis;

namespace SmartBlocks.Mqtt;

/// <summary>
/// The topics a connection used last, so that a device that publishes to the same few topics does not cost a new string
/// for every message. Give each connection its own; not thread-safe.
/// </summary>
public sealed class TopicCache
{
    /// <summary>Topics kept, a power of two. More serves gateways with many meters; each costs its text twice.</summary>
    const int Slots = 16;

    /// <summary>Longer topics are not kept, so that the cache has a bound of a few kilobytes.</summary>
    const int LongestKept = 256;

    readonly byte[]?[] _bytes = new byte[Slots][];
    readonly string?[] _topics = new string[Slots];

    internal bool TryGet(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? topic)
    {
        var slot = Slot(utf8);
        topic = _bytes[slot] is { } known && utf8.SequenceEqual(known) ? _topics[slot] : null;
        return topic is not null;
    }

    internal void Add(ReadOnlySpan<byte> utf8, string topic)
    {
        if (utf8.Length > LongestKept)
            return;
        var slot = Slot(utf8);
        _bytes[slot] = utf8.ToArray();
        _topics[slot] = topic;
    }

    static int Slot(ReadOnlySpan<byte> utf8)
    {
        var hash = 2166136261u; // FNV-1a: enough to spread sixteen slots
        foreach (var b in utf8)
            hash = (hash ^ b) * 16777619u;
        return (int)((hash ^ (hash >> 16)) & (Slots - 1));
    }
}
