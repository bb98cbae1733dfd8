namespace SmartBlocks.Gateway.Live;

/// <summary>
/// Who wants to hear of what. Kept here rather than in SignalR's groups, so that a client that watches both a site and one of its meters hears a reading
/// once, and so that nothing is put together that nobody wants.
/// </summary>
public sealed class LiveInterests
{
    /// <summary>Things that one connection may watch.</summary>
    public const int MostPerConnection = 2_000;

    readonly Lock gate = new();
    readonly Dictionary<string, HashSet<string>> connections = new(StringComparer.Ordinal);
    readonly Dictionary<string, HashSet<string>> topics = new(StringComparer.Ordinal);

    /// <summary>The topic of a ledger.</summary>
    public static string Ledger(string ledger) => "ledger:" + ledger;

    /// <summary>The topic of a site.</summary>
    public static string Site(string ledger, string site) => $"site:{ledger}/{site}";

    /// <summary>The topic of a meter.</summary>
    public static string Meter(string ledger, string meter) => $"meter:{ledger}/{meter}";

    /// <summary>Adds topics to a connection; false when that would be too many.</summary>
    public bool Add(string connection, IReadOnlyCollection<string> wanted)
    {
        lock (gate)
        {
            if (!topics.TryGetValue(connection, out var mine)) topics.Add(connection, mine = new HashSet<string>(StringComparer.Ordinal));
            if (mine.Count + wanted.Count > MostPerConnection) return false;
            foreach (var topic in wanted)
            {
                mine.Add(topic);
                if (!connections.TryGetValue(topic, out var who)) connections.Add(topic, who = new HashSet<string>(StringComparer.Ordinal));
                who.Add(connection);
            }
            return true;
        }
    }

    /// <summary>Takes topics from a connection.</summary>
    public void Remove(string connection, IEnumerable<string> unwanted)
    {
        lock (gate)
        {
            if (!topics.TryGetValue(connection, out var mine)) return;
            foreach (var topic in unwanted)
            {
                mine.Remove(topic);
                Forget(topic, connection);
            }
        }
    }

    /// <summary>Forgets a connection.</summary>
    public void Remove(string connection)
    {
        lock (gate)
        {
            if (!topics.Remove(connection, out var mine)) return;
            foreach (var topic in mine) Forget(topic, connection);
        }
    }

    /// <summary>The connections that want to hear of any of the topics, each once.</summary>
    public IReadOnlyList<string> Interested(params ReadOnlySpan<string> any)
    {
        lock (gate)
        {
            HashSet<string>? all = null;
            foreach (var topic in any)
                if (connections.TryGetValue(topic, out var who)) (all ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(who);
            return all is null ? [] : [.. all];
        }
    }

    void Forget(string topic, string connection)
    {
        if (connections.TryGetValue(topic, out var who) && who.Remove(connection) && who.Count == 0) connections.Remove(topic);
    }
}
