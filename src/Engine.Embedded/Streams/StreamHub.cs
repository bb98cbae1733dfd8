using System.Security.Cryptography;
using System.Text;
using Orleans.Runtime;
using Orleans.Streams;
using SmartBlocks.Engine.Embedded.Execution;

namespace SmartBlocks.Engine.Embedded.Streams;

/// <summary>
/// The streams of the process: who is subscribed, and the hand-over of items. In memory only; a stream is a hint, so nothing is kept
/// for subscribers that come later or for a restart.
/// </summary>
sealed class StreamHub
{
    readonly EmbeddedEngine _engine;
    readonly Dictionary<string, StreamProvider> _providers;
    readonly ILookup<string, GrainType> _implicit;
    readonly Lock _gate = new();
    readonly Dictionary<StreamId, List<Subscription>> _explicit = [];
    readonly Dictionary<Guid, Subscription> _implicitInUse = [];
    long _published;
    volatile bool _stopped;

    internal StreamHub(EmbeddedEngine engine)
    {
        _engine = engine;
        _providers = engine.Options.StreamProviders.ToDictionary(name => name, name => new StreamProvider(name, this), StringComparer.Ordinal);
        _implicit = engine.Classes.All
            .SelectMany(grainClass => grainClass.StreamNamespaces.Select(ns => (Namespace: ns, grainClass.Name)))
            .ToLookup(pair => pair.Namespace, pair => pair.Name, StringComparer.Ordinal);
    }

    internal EmbeddedEngine Engine => _engine;

    internal IStreamProvider Provider(string name) => _providers.TryGetValue(name, out var provider) ? provider
        : throw new KeyNotFoundException($"There is no stream provider '{name}'; there is {string.Join(", ", _providers.Keys)}.");

    internal void Stop() => _stopped = true;

    internal void Publish<T>(StreamId stream, T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (_stopped) return;
        var token = new SequenceToken(Interlocked.Increment(ref _published));
        foreach (var subscription in ExplicitOf(stream)) subscription.TryEnqueue(_engine.Crossing.Copy(item)!, token);
        foreach (var type in _implicit[stream.GetNamespace() ?? ""])
        {
            while (!Implicit(stream, type).TryEnqueue(_engine.Crossing.Copy(item)!, token)) { }
        }
    }

    /// <summary>Subscribes the grain whose turn runs, or the client.</summary>
    internal Guid Subscribe(StreamId stream, IStreamConsumer consumer)
    {
        var activation = RuntimeContext.Current;
        if (activation is not null && IsImplicit(activation.GrainId, stream))
        {
            var implicitId = ImplicitId(stream, activation.GrainId.Type);
            activation.Attach(implicitId, consumer);
            return implicitId;
        }

        var subscription = new Subscription(_engine, Guid.NewGuid(), stream, activation?.GrainId);
        Attach(subscription, activation, consumer);
        lock (_gate)
        {
            if (!_explicit.TryGetValue(stream, out var ofStream)) _explicit[stream] = ofStream = [];
            ofStream.Add(subscription);
        }

        return subscription.Id;
    }

    internal void Resume(StreamId stream, Guid id, IStreamConsumer consumer)
    {
        var activation = RuntimeContext.Current;
        if (activation is not null && id == ImplicitId(stream, activation.GrainId.Type))
        {
            activation.Attach(id, consumer);
            return;
        }

        var subscription = ExplicitOf(stream).FirstOrDefault(found => found.Id == id && found.Grain == activation?.GrainId)
            ?? throw new InvalidOperationException($"Stream {stream}: this subscription has ended or is another's.");
        Attach(subscription, activation, consumer);
    }

    internal void Unsubscribe(StreamId stream, Guid id)
    {
        RuntimeContext.Current?.Detach(id);
        lock (_gate)
        {
            if (!_explicit.TryGetValue(stream, out var ofStream)) return;
            foreach (var subscription in ofStream.Where(found => found.Id == id)) subscription.Close();
            ofStream.RemoveAll(found => found.Id == id);
            if (ofStream.Count == 0) _explicit.Remove(stream);
        }
    }

    /// <summary>The subscriptions of the grain whose turn runs, or of the client.</summary>
    internal IEnumerable<Guid> Mine(StreamId stream)
    {
        var grain = RuntimeContext.Current?.GrainId;
        var mine = ExplicitOf(stream).Where(found => found.Grain == grain).Select(found => found.Id);
        return grain is { } id && IsImplicit(id, stream) ? mine.Prepend(ImplicitId(stream, id.Type)) : mine;
    }

    Subscription[] ExplicitOf(StreamId stream)
    {
        lock (_gate) return _explicit.TryGetValue(stream, out var found) ? [.. found] : [];
    }

    // Kept only while items wait, so that streams nobody writes to cost nothing.
    Subscription Implicit(StreamId stream, GrainType type)
    {
        var id = ImplicitId(stream, type);
        lock (_gate)
        {
            if (_implicitInUse.TryGetValue(id, out var found)) return found;
            return _implicitInUse[id] = new(_engine, id, stream, GrainId.Create(type, stream.GetKeyAsString())) { Drained = Release };
        }
    }

    void Release(Subscription drained)
    {
        lock (_gate) _implicitInUse.Remove(drained.Id);
    }

    bool IsImplicit(GrainId grain, StreamId stream) =>
        grain.Key.ToString() == stream.GetKeyAsString() && _implicit[stream.GetNamespace() ?? ""].Contains(grain.Type);

    static void Attach(Subscription subscription, Activation? activation, IStreamConsumer consumer)
    {
        if (activation is null) subscription.ClientConsumer = consumer;
        else activation.Attach(subscription.Id, consumer);
    }

    static Guid ImplicitId(StreamId stream, GrainType type) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{type}\n{stream.GetNamespace()}\n{stream.GetKeyAsString()}")).AsSpan(0, 16));
}
