using System.Diagnostics.CodeAnalysis;

namespace SmartBlocks.Mqtt;

/// <summary>
/// A topic filter (MQTT 5.0 section 4.7) with its share name when it is a shared subscription (section 4.8.2,
/// <c>$share/{name}/{filter}</c>).
/// </summary>
public sealed record TopicFilter
{
    /// <summary>What a shared subscription begins with.</summary>
    public const string SharePrefix = "$share/";

    /// <summary>More levels are refused, so that a filter cannot make a tree as deep as its 65,535 bytes. Names may have more.</summary>
    public const int MaximumLevels = 128;

    TopicFilter(string text, string? shareName, string levels)
    {
        Text = text;
        ShareName = shareName;
        Levels = levels;
    }

    /// <summary>As the client wrote it.</summary>
    public string Text { get; }

    /// <summary>Null when not shared.</summary>
    public string? ShareName { get; }

    /// <summary>What topic names are matched against: <see cref="Text"/> without the share.</summary>
    public string Levels { get; }

    public bool HasWildcards => Levels.AsSpan().ContainsAny('+', '#');

    /// <summary>
    /// False when the text breaks a rule: empty, <c>+</c> or <c>#</c> not alone in its level, <c>#</c> not last, a bad share
    /// name, too many levels.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TopicFilter? filter)
    {
        filter = null;
        string? shareName = null;
        var levels = text;
        if (text.StartsWith(SharePrefix, StringComparison.Ordinal))
        {
            var end = text.IndexOf('/', SharePrefix.Length);
            if (end <= SharePrefix.Length)
                return false;
            shareName = text[SharePrefix.Length..end];
            levels = text[(end + 1)..];
            if (shareName.AsSpan().ContainsAny('+', '#'))
                return false;
        }
        if (!AreValid(levels))
            return false;
        filter = new TopicFilter(text, shareName, levels);
        return true;
    }

    /// <summary>Whether a topic name is one this filter asks for. A leading wildcard does not match <c>$…</c> (MQTT-4.7.2-1).</summary>
    public bool Matches(string topic) => Matches(Levels, topic);

    /// <inheritdoc cref="Matches(string)"/>
    public static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        if (topic.StartsWith('$') && filter.Length > 0 && filter[0] is '+' or '#')
            return false;
        return MatchesLevels(filter, topic);
    }

    /// <summary>As <see cref="Matches(string)"/>, but a leading wildcard covers <c>$…</c> topics as well: for permissions.</summary>
    public bool Covers(string topic) => MatchesLevels(Levels, topic);

    static bool MatchesLevels(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        while (true)
        {
            var filterLevel = Level(filter, out var filterRest, out var filterMore);
            if (filterLevel is "#")
                return true;
            var topicLevel = Level(topic, out var topicRest, out var topicMore);
            if (filterLevel is not "+" && !filterLevel.SequenceEqual(topicLevel))
                return false;
            if (!topicMore)
                return !filterMore || filterRest is "#"; // "a/#" also means "a" itself
            if (!filterMore)
                return false;
            filter = filterRest;
            topic = topicRest;
        }
    }

    static ReadOnlySpan<char> Level(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest, out bool more)
    {
        var slash = text.IndexOf('/');
        more = slash >= 0;
        rest = more ? text[(slash + 1)..] : default;
        return more ? text[..slash] : text;
    }

    static bool AreValid(ReadOnlySpan<char> levels)
    {
        if (levels.IsEmpty || levels.Contains('\0') || levels.Count('/') >= MaximumLevels)
            return false;
        while (true)
        {
            var level = Level(levels, out var rest, out var more);
            if (level.Contains('#') && (level.Length > 1 || more))
                return false;
            if (level.Contains('+') && level.Length > 1)
                return false;
            if (!more)
                return true;
            levels = rest;
        }
    }
}
