using Orleans.Runtime;
using Orleans.Streams;

namespace SmartBlocks.Engine.Embedded.Streams;

/// <inheritdoc />
sealed class StreamProvider(string name, StreamHub hub) : IStreamProvider
{
    public string Name => name;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new AsyncStream<T>(name, hub, streamId);
}

/// <inheritdoc />
sealed class AsyncStream<T>(string provider, StreamHub hub, StreamId id) : IAsyncStream<T>
{
    public bool IsRewindable => false;

    public string ProviderName => provider;

    public StreamId StreamId => id;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        hub.Publish(id, item);
        return Task.CompletedTask;
    }

    public Task OnCompletedAsync() => throw new NotSupportedException("Streams do not end here, nor on Orleans' memory streams.");

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException("Streams carry items only, as Orleans' memory streams.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (token is not null) throw new ArgumentException("The stream cannot be rewound.", nameof(token));
        if (filterData is not null) throw new ArgumentException("The stream has no filters.", nameof(filterData));
        return Handle(hub.Subscribe(id, new StreamConsumer<T>(observer)));
    }

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles() => Task.FromResult<IList<StreamSubscriptionHandle<T>>>(
        [.. hub.Mine(id).Select(subscription => new SubscriptionHandle<T>(provider, hub, id, subscription))]);

    public bool Equals(IAsyncStream<T>? other) => other is not null && other.StreamId == id && other.ProviderName == provider;

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => id.GetHashCode();

    Task<StreamSubscriptionHandle<T>> Handle(Guid subscription) =>
        Task.FromResult<StreamSubscriptionHandle<T>>(new SubscriptionHandle<T>(provider, hub, id, subscription));
}

/// <inheritdoc />
sealed class SubscriptionHandle<T>(string provider, StreamHub hub, StreamId stream, Guid id) : StreamSubscriptionHandle<T>
{
    public override StreamId StreamId => stream;

    public override string ProviderName => provider;

    public override Guid HandleId => id;

    public override Task UnsubscribeAsync()
    {
        hub.Unsubscribe(stream, id);
        return Task.CompletedTask;
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (token is not null) throw new ArgumentException("The stream cannot be rewound.", nameof(token));
        hub.Resume(stream, id, new StreamConsumer<T>(observer));
        return Task.FromResult<StreamSubscriptionHandle<T>>(this);
    }

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other is not null && other.HandleId == id;

    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    public override int GetHashCode() => id.GetHashCode();
}
