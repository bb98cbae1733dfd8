using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Streams;

namespace SmartBlocks.Engine.Embedded.Streams;

/// <summary>One subscriber of one stream, and the items that wait for it. Items go out one at a time and in order.</summary>
sealed class Subscription(EmbeddedEngine engine, Guid id, StreamId stream, GrainId? grain)
{
    readonly Queue<(object Item, StreamSequenceToken Token)> _items = new();
    bool _running;
    bool _closed;

    internal Guid Id { get; } = id;

    internal StreamId Stream { get; } = stream;

    /// <summary>The subscribed grain, null for the client.</summary>
    internal GrainId? Grain { get; } = grain;

    /// <summary>The client's observer; a grain's lives with its activation.</summary>
    internal IStreamConsumer? ClientConsumer { get; set; }

    /// <summary>Tells that nothing waits any more; called under the lock of the items.</summary>
    internal Action<Subscription>? Drained { get; init; }

    /// <summary>False when the subscription has just been dropped after its last item, and a new one must be made.</summary>
    internal bool TryEnqueue(object item, StreamSequenceToken token)
    {
        lock (_items)
        {
            if (_closed) return Drained is null;
            if (_items.Count >= engine.Options.StreamQueueLimit)
            {
                _items.Dequeue();
                engine.Log.LogWarning("Stream {Stream}: a slow subscriber ({Grain}) loses its oldest item", Stream, Grain);
            }

            _items.Enqueue((item, token));
            if (_running) return true;
            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.RunAsync(), this, preferLocal: false);
        return true;
    }

    internal void Close()
    {
        lock (_items)
        {
            _closed = true;
            _items.Clear();
        }
    }

    /// <summary>Hands an item to an observer; its error goes to the observer's own handler and to the log. Never fails.</summary>
    internal async Task DeliverAsync(IStreamConsumer consumer, object item, StreamSequenceToken token)
    {
        try
        {
            await consumer.OnNextAsync(item, token);
        }
        catch (Exception error)
        {
            engine.Log.LogWarning(error, "Stream {Stream}: subscriber {Grain} failed on an item", Stream, Grain);
            await TellAsync(consumer, error);
        }
    }

    async Task TellAsync(IStreamConsumer consumer, Exception error)
    {
        try
        {
            await consumer.OnErrorAsync(error);
        }
        catch (Exception again)
        {
            engine.Log.LogWarning(again, "Stream {Stream}: the error handler of {Grain} failed", Stream, Grain);
        }
    }

    async Task RunAsync()
    {
        while (!engine.IsStopping && Next() is { } next)
        {
            if (Grain is { } grain) await SendAsync(grain, next.Item, next.Token);
            else if (ClientConsumer is { } consumer) await DeliverAsync(consumer, next.Item, next.Token);
        }
    }

    (object Item, StreamSequenceToken Token)? Next()
    {
        lock (_items)
        {
            if (_items.TryDequeue(out var next)) return next;
            _running = false;
            if (Drained is not null) _closed = true;
            Drained?.Invoke(this);
            return null;
        }
    }

    async Task SendAsync(GrainId grain, object item, StreamSequenceToken token)
    {
        var delivery = new StreamDelivery(this, item, token);
        engine.Send(grain, delivery);
        try
        {
            await delivery.Completion.WaitAsync(engine.Options.ResponseTimeout, engine.Time);
        }
        catch (Exception error)
        {
            engine.Log.LogWarning(error, "Stream {Stream}: an item could not be delivered to {Grain}", Stream, grain);
        }
    }
}
