namespace SmartBlocks.Mqtt;

/// <summary>
/// Values under topic filters, found by topic name: the work of a look-up depends on the levels of the name, not on the
/// number of filters. Not thread-safe.
/// </summary>
/// <typeparam name="T">What is kept under a filter, compared by the default equality.</typeparam>
public sealed class TopicTrie<T> where T : notnull
{
    readonly Node _root = new();

    /// <summary>Values kept.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a value under a filter without a share (<see cref="TopicFilter.Levels"/>). False when it is there already.</summary>
    public bool Add(string filter, T value)
    {
        var node = _root;
        foreach (var range in filter.AsSpan().Split('/'))
            node = node.GetOrAdd(filter.AsSpan()[range]);
        if (node.Values?.Contains(value) == true)
            return false;
        (node.Values ??= []).Add(value);
        Count++;
        return true;
    }

    /// <summary>Removes it and the branches it leaves empty. False when it was not there.</summary>
    public bool Remove(string filter, T value)
    {
        if (!Remove(_root, filter, value))
            return false;
        Count--;
        return true;
    }

    /// <summary>Adds to <paramref name="matches"/> every value whose filter matches the topic name, once a filter.</summary>
    public void Match(string topic, List<T> matches) =>
        // A leading wildcard does not match a topic that begins with $ (MQTT-4.7.2-1).
        Match(_root, topic, wildcards: topic is not ['$', ..], matches);

    static void Match(Node node, ReadOnlySpan<char> topic, bool wildcards, List<T> matches)
    {
        if (node.Children is null)
            return;
        if (wildcards && node.Many?.Values is { } many)
            matches.AddRange(many);
        var slash = topic.IndexOf('/');
        var level = slash < 0 ? topic : topic[..slash];
        if (wildcards && node.One is { } one)
            Step(one, slash < 0, topic[(slash + 1)..], matches);
        if (node.Children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out var child))
            Step(child, slash < 0, topic[(slash + 1)..], matches);
    }

    static void Step(Node node, bool last, ReadOnlySpan<char> rest, List<T> matches)
    {
        if (!last)
        {
            Match(node, rest, wildcards: true, matches);
            return;
        }
        if (node.Values is { } values)
            matches.AddRange(values);
        if (node.Many?.Values is { } many) // "a/#" also means "a" itself
            matches.AddRange(many);
    }

    static bool Remove(Node node, ReadOnlySpan<char> filter, T value)
    {
        var slash = filter.IndexOf('/');
        var level = slash < 0 ? filter : filter[..slash];
        if (node.Children is null || !node.Children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out var child))
            return false;
        var removed = slash < 0 ? child.Values?.Remove(value) == true : Remove(child, filter[(slash + 1)..], value);
        if (removed && child.IsEmpty)
            node.Remove(level);
        return removed;
    }

    sealed class Node
    {
        public Dictionary<string, Node>? Children;
        public List<T>? Values;

        /// <summary>The children <c>+</c> and <c>#</c>, which every look-up wants.</summary>
        public Node? One, Many;

        public bool IsEmpty => Children is not { Count: > 0 } && Values is not { Count: > 0 };

        public Node GetOrAdd(ReadOnlySpan<char> level)
        {
            Children ??= new Dictionary<string, Node>(StringComparer.Ordinal);
            var lookup = Children.GetAlternateLookup<ReadOnlySpan<char>>();
            if (lookup.TryGetValue(level, out var child))
                return child;
            child = new Node();
            lookup[level] = child;
            if (level is "+")
                One = child;
            else if (level is "#")
                Many = child;
            return child;
        }

        public void Remove(ReadOnlySpan<char> level)
        {
            Children!.GetAlternateLookup<ReadOnlySpan<char>>().Remove(level);
            if (level is "+")
                One = null;
            else if (level is "#")
                Many = null;
        }
    }
}
