using System.Net.WebSockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>
/// One follower's connection: sends the blocks from a height on, then each as it comes, as fast as the follower takes them; passes on what the ledger
/// asks of a validator, after the block below it; and what the validator answers.
/// </summary>
public sealed class FollowSession(
    string ledger, long from, string? kid, bool hosted, FollowSocket socket, LedgerBook book, IGrainFactory grains, TimeProvider time, ILogger<FollowSession> log)
    : IFollowConnection, IDisposable
{
    /// <summary>Heartbeat, and renewal at the ledger's grain, which forgets who has not renewed for a minute.</summary>
    static readonly TimeSpan heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>Frames that wait for their block. A height has a handful a round; who is further behind is asked again in a later one.</summary>
    const int MostFrames = 256;

    const int BlocksAtOnce = 32;

    /// <summary>
    /// What a validator may say at a time and in a second, counted in frames of up to 16 KiB: many times what an honest one has to. One that says more is
    /// read no faster; the ledger's grain hears nothing of the flood.
    /// </summary>
    const int MostAtOnce = 2_000, MostPerSecond = 1_000, FrameUnit = 16 * 1024;

    readonly Lock gate = new();
    readonly Queue<(long Number, ReadOnlyMemory<byte> Frame)> frames = new();
    readonly SemaphoreSlim woken = new(0, 1);
    BlockPoint newest = new(-1, "");
    long next = from, at = -1;

    /// <inheritdoc/>
    public Task Hear(long number, ReadOnlyMemory<byte> frame)
    {
        lock (gate)
        {
            if (frames.Count == MostFrames) frames.Dequeue();
            frames.Enqueue((number, frame));
        }
        Wake();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Stored(BlockPoint head)
    {
        lock (gate)
        {
            if (head.Number > newest.Number) newest = head;
        }
        Wake();
        return Task.CompletedTask;
    }

    /// <summary>Runs until either side ends it.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var grain = grains.GetGrain<IFollowGrain>(ledger);
        var me = grains.CreateObjectReference<IFollowConnection>(this);
        var hearing = HearAsync(grain, stop);
        try
        {
            await TellAsync(grain, me, stop.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            log.LogDebug("A follower of {Ledger} is gone", ledger);
        }
        finally
        {
            await stop.CancelAsync();
            await hearing;
            await grain.Unfollow(me);
            grains.DeleteObjectReference<IFollowConnection>(me);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => woken.Dispose();

    async Task TellAsync(IFollowGrain grain, IFollowConnection me, CancellationToken cancellation)
    {
        var renewed = long.MinValue;
        while (true)
        {
            if (renewed == long.MinValue || time.GetElapsedTime(renewed) >= heartbeat)
            {
                renewed = time.GetTimestamp();
                if (await grain.Follow(me, new FollowerState(kid, hosted, Volatile.Read(ref at))) is { } head) await Stored(head);
                await SendBlocksAsync(cancellation);
                await socket.SendAsync(FollowCodec.Write(new FollowMessage.Progress(Head)), cancellation);
            }
            await SendBlocksAsync(cancellation);
            foreach (var frame in TakeFrames()) await socket.SendAsync(frame, cancellation);
            await woken.WaitAsync(heartbeat, cancellation);
        }
    }

    BlockPoint Head { get { lock (gate) return newest; } }

    async Task SendBlocksAsync(CancellationToken cancellation)
    {
        while (next <= Head.Number)
        {
            var blocks = await book.Reader.Store.ReadBlocksAsync(ledger, next, BlocksAtOnce, cancellation);
            if (blocks.Count == 0) return;
            foreach (var block in blocks)
            {
                var line = await LedgerExport.LineAsync(book, block, cancellation);
                await socket.SendAsync(FollowCodec.Write(new FollowMessage.BlockLine(line[..^1])), cancellation);
                next = block.Number + 1;
            }
        }
    }

    /// <summary>What may be said now: about the height that follows the blocks sent. What is about lower ones has lost its use, what is about higher ones waits.</summary>
    List<ReadOnlyMemory<byte>> TakeFrames()
    {
        var now = new List<ReadOnlyMemory<byte>>();
        lock (gate)
        {
            for (var left = frames.Count; left > 0; left--)
            {
                var (number, frame) = frames.Dequeue();
                if (number == next) now.Add(frame);
                else if (number > next) frames.Enqueue((number, frame));
            }
        }
        return now;
    }

    async Task HearAsync(IFollowGrain grain, CancellationTokenSource stop)
    {
        try
        {
            await using var pace = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
            {
                TokenLimit = MostAtOnce, TokensPerPeriod = MostPerSecond / 10, ReplenishmentPeriod = TimeSpan.FromMilliseconds(100), QueueLimit = MostAtOnce,
            });
            // Only validators have more to say than where they are: a status brings a block along.
            while (await socket.ReceiveAsync(kid is null ? FollowSocket.MostShort : FollowMessage.MaxBytes, stop.Token) is { } frame)
            {
                using (await pace.AcquireAsync(1 + frame.Length / FrameUnit, stop.Token)) { }
                if (Objection(frame, out var message) is { } objection)
                {
                    await socket.CloseAsync(objection);
                    return;
                }
                if (message is FollowMessage.At reached) Volatile.Write(ref at, reached.Number);
                if (kid is not null) await grain.Say(kid, frame);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            log.LogDebug("A follower of {Ledger} says no more", ledger);
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    /// <summary>Why a follower is not to be listened to any longer; null when it may say this.</summary>
    string? Objection(ReadOnlyMemory<byte> frame, out FollowMessage? message) =>
        !FollowCodec.TryReadFollower(frame, out message, out var why) ? why.Detail
        : message is FollowMessage.FollowerHello ? "one hello is enough"
        : message is not FollowMessage.At && kid is null ? "only validators have a voice"
        : null;

    void Wake()
    {
        lock (gate)
        {
            if (woken.CurrentCount == 0) woken.Release();
        }
    }
}
