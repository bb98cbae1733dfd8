using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;
using SmartBlocks.Gateway.Rest;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Follow;

/// <summary>
/// One follower's WebSocket after its hello: sends the blocks it lacks, then each new one, and passes on what the validators' consensus says. A slow follower
/// holds back nothing but itself: blocks wait in the store, and of the consensus only the newest height is kept.
/// </summary>
public sealed class FollowSession(WebSocket socket, string ledger, string? kid, bool hosted, long from, IGrainFactory grains, LedgerBook book) : IFollowConnection
{
    /// <summary>Consensus messages of one height that wait; a round has three.</summary>
    const int MostWaiting = 64;

    const int PageBlocks = 32;

    static readonly TimeSpan renewal = TimeSpan.FromSeconds(5);

    readonly IFollowGrain grain = grains.GetGrain<IFollowGrain>(ledger);
    readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    readonly Lock gate = new();
    readonly Queue<ReadOnlyMemory<byte>> waiting = new();
    long waitingFor = -1;
    BlockPoint? newest;
    long at = -1;
    long next = from;

    /// <inheritdoc/>
    public Task Hear(long number, ReadOnlyMemory<byte> frame)
    {
        lock (gate)
        {
            if (number > waitingFor) waiting.Clear();
            if (number >= waitingFor)
            {
                waitingFor = number;
                if (waiting.Count == MostWaiting) waiting.Dequeue();
                waiting.Enqueue(frame);
            }
        }
        signal.Writer.TryWrite(true);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Stored(BlockPoint head)
    {
        Raise(head);
        return Task.CompletedTask;
    }

    /// <summary>Serves the follower until either side ends it.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var me = grains.CreateObjectReference<IFollowConnection>(this);
        try
        {
            var tasks = new[] { SendAsync(stop.Token), ReceiveAsync(stop.Token), RenewAsync(me, stop.Token) };
            var first = await Task.WhenAny(tasks);
            await stop.CancelAsync();
            // Whatever ended it, the others end with it; their ends say nothing new.
            await Task.WhenAll(tasks).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await first;
        }
        finally
        {
            await grain.Unfollow(me);
            grains.DeleteObjectReference<IFollowConnection>(me);
            GC.KeepAlive(this);   // the engine holds observers weakly
        }
    }

    void Raise(BlockPoint known)
    {
        lock (gate)
        {
            if (newest is null || known.Number > newest.Number) newest = known;
        }
        signal.Writer.TryWrite(true);
    }

    async Task RenewAsync(IFollowConnection me, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(renewal);
        do
        {
            if (await grain.Follow(me, new FollowerState(kid, hosted, Volatile.Read(ref at))) is { } known) Raise(known);
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    async Task SendAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var (number, frame, upTo) = Take();
            if (upTo >= next) await SendBlocksAsync(upTo, cancellation);
            else if (frame is { } consensus) { if (number == next) await SendAsync(consensus, cancellation); }
            else if (!await WaitAsync(renewal, cancellation) && newest is { } head) await SendAsync(FollowCodec.Write(new FollowMessage.Progress(head)), cancellation);
        }
    }

    /// <summary>What is next: blocks up to a height, before the consensus of the height above, or a message of it.</summary>
    (long Number, ReadOnlyMemory<byte>? Frame, long UpTo) Take()
    {
        lock (gate)
        {
            var upTo = Math.Max(newest?.Number ?? -1, waiting.Count > 0 ? waitingFor - 1 : -1);
            return upTo < next && waiting.TryDequeue(out var frame) ? (waitingFor, frame, -1) : (0, null, upTo);
        }
    }

    async Task SendBlocksAsync(long upTo, CancellationToken cancellation)
    {
        var blocks = await book.Reader.Store.ReadBlocksAsync(ledger, next, (int)Math.Min(PageBlocks, upTo - next + 1), cancellation);
        foreach (var block in blocks)
        {
            var line = await LedgerExport.LineAsync(book, block, cancellation);
            await SendAsync(FollowCodec.Write(new FollowMessage.BlockLine(line[..^1])), cancellation);
            next = block.Number + 1;
        }
        // The store may be a moment behind what was said.
        if (blocks.Count == 0) await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
    }

    /// <summary>True when something has come; false when the time is over.</summary>
    async Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(longest);
        try
        {
            return await signal.Reader.ReadAsync(over.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation) =>
        socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, cancellation);

    async Task ReceiveAsync(CancellationToken cancellation)
    {
        // Who holds no validator's key has nothing long to say.
        while (await FollowFrames.ReceiveAsync(socket, kid is null ? FollowFrames.Short : FollowMessage.MaxBytes, cancellation) is { } frame)
        {
            if (!FollowCodec.TryReadFollower(frame, out var said, out var why)) throw new FollowException(why.Detail);
            switch (said)
            {
                case FollowMessage.At reached:
                    Volatile.Write(ref at, reached.Number);
                    break;
                case FollowMessage.FollowerHello:
                    throw new FollowException("hello is said once.");
                default:
                    if (kid is null) throw new FollowException("only a validator that has shown its key votes.");
                    await grain.Say(kid, frame);
                    break;
            }
        }
    }
}

/// <summary>The follower broke the protocol; the message says how, and closes the connection.</summary>
public sealed class FollowException(string message) : Exception(message);

/// <summary>Text frames of a WebSocket.</summary>
static class FollowFrames
{
    /// <summary>Longest frame of who has nothing long to say, bytes.</summary>
    public const int Short = 4 * 1024;

    /// <summary>The next text message, whole; null when the other side closes.</summary>
    /// <exception cref="FollowException">It is longer than <paramref name="limit"/>, or no text.</exception>
    public static async Task<byte[]?> ReceiveAsync(WebSocket socket, int limit, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.GetMemory(4 * 1024), cancellation);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            if (part.MessageType != WebSocketMessageType.Text) throw new FollowException("a frame must be text.");
            buffer.Advance(part.Count);
            if (buffer.WrittenCount > limit) throw new FollowException($"a frame has at most {limit} bytes.");
            if (part.EndOfMessage) return buffer.WrittenSpan.ToArray();
        }
    }
}
