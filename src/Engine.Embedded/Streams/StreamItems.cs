using Orleans.Runtime;
using Orleans.Streams;
using SmartBlocks.Engine.Embedded.Execution;

namespace SmartBlocks.Engine.Embedded.Streams;

/// <summary>The place of an item in a stream: its number since the engine started.</summary>
sealed class SequenceToken(long number) : StreamSequenceToken
{
    public override long SequenceNumber { get; protected set; } = number;

    public override int EventIndex { get; protected set; }

    public override bool Equals(StreamSequenceToken? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as StreamSequenceToken);

    public override int GetHashCode() => HashCode.Combine(SequenceNumber, EventIndex);

    public override int CompareTo(StreamSequenceToken? other) => other is null ? 1
        : SequenceNumber != other.SequenceNumber ? SequenceNumber.CompareTo(other.SequenceNumber) : EventIndex.CompareTo(other.EventIndex);
}

/// <summary>An observer of items whose type the hub does not know.</summary>
interface IStreamConsumer
{
    Task OnNextAsync(object item, StreamSequenceToken token);

    Task OnErrorAsync(Exception error);
}

/// <inheritdoc />
sealed class StreamConsumer<T>(IAsyncObserver<T> observer) : IStreamConsumer
{
    public Task OnNextAsync(object item, StreamSequenceToken token) => item is T typed
        ? observer.OnNextAsync(typed, token)
        : throw new InvalidCastException($"The stream carries {item.GetType()}, the subscription expects {typeof(T)}.");

    public Task OnErrorAsync(Exception error) => observer.OnErrorAsync(error);
}

/// <summary>An observer made of delegates.</summary>
sealed class DelegateObserver<T>(
    Func<T, StreamSequenceToken?, Task> onNext, Func<Exception, Task>? onError, Func<Task>? onCompleted) : IAsyncObserver<T>
{
    public Task OnNextAsync(T item, StreamSequenceToken? token = null) => onNext(item, token);

    public Task OnErrorAsync(Exception ex) => onError?.Invoke(ex) ?? Task.CompletedTask;

    public Task OnCompletedAsync() => onCompleted?.Invoke() ?? Task.CompletedTask;
}

/// <summary>An item on its way to a grain; completes when the grain has worked on it.</summary>
sealed class StreamDelivery(Subscription subscription, object item, StreamSequenceToken token) : Message
{
    readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task Completion => _done.Task;

    internal override bool IsDone => _done.Task.IsCompleted;

    internal override async Task RunAsync(Activation activation, object grain)
    {
        try
        {
            // A grain that was activated for this item and did not take its subscription up does not want it.
            if (activation.Consumer(subscription.Id) is { } consumer) await subscription.DeliverAsync(consumer, item, token);
        }
        finally
        {
            _done.TrySetResult();
        }
    }

    internal override void Fail(Exception error) => _done.TrySetException(error);
}
