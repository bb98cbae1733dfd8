using System.Buffers;
using System.Net.WebSockets;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Frames of the follow protocol on a WebSocket: one sender at a time, bounded receipt, and an end with a reason.</summary>
public sealed class FollowSocket(WebSocket socket) : IAsyncDisposable
{
    /// <summary>Longest frame of a follower that is no validator, in bytes.</summary>
    public const int MostShort = 64 * 1024;

    /// <summary>How long a follower may take over its first frame, and over taking in any.</summary>
    static readonly TimeSpan patience = TimeSpan.FromSeconds(10), sluggish = TimeSpan.FromMinutes(1), farewell = TimeSpan.FromSeconds(2);

    readonly SemaphoreSlim sending = new(1, 1);

    /// <summary>Says hello and hears who is there; null when it does not answer as it should.</summary>
    public async Task<FollowMessage.FollowerHello?> GreetAsync(FollowMessage.Hello hello, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            await SendAsync(FollowCodec.Write(hello), limit.Token);
            if (await ReceiveAsync(MostShort, limit.Token) is not { } frame) return null;
            if (FollowCodec.TryReadFollower(frame, out var message, out var why) && message is FollowMessage.FollowerHello answer) return answer;
            await CloseAsync(why?.Detail ?? "the first frame must be a hello");
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    /// <summary>Sends a frame.</summary>
    /// <exception cref="WebSocketException">The connection has ended.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or the follower takes nothing in.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        await sending.WaitAsync(cancellation);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(sluggish);
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, limit.Token);
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>One text frame, whole; null when the follower closes, or sends one that is too long.</summary>
    public async Task<byte[]?> ReceiveAsync(int limit, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(4 * 1024);
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.GetMemory(4 * 1024), cancellation);
            if (part.MessageType != WebSocketMessageType.Text) return null;
            buffer.Advance(part.Count);
            if (buffer.WrittenCount > limit)
            {
                await CloseAsync("the frame is too long");
                return null;
            }
            if (part.EndOfMessage) return buffer.WrittenSpan.ToArray();
        }
    }

    /// <summary>Ends the connection for a reason that the follower may be told.</summary>
    public Task CloseAsync(string reason) => EndAsync(WebSocketCloseStatus.PolicyViolation, reason);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(WebSocketCloseStatus.EndpointUnavailable, "the host ends the connection");
        sending.Dispose();
    }

    async Task EndAsync(WebSocketCloseStatus status, string reason)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        using var limit = new CancellationTokenSource(farewell);
        try
        {
            // A close frame holds 123 bytes of reason (RFC 6455 §5.5).
            await socket.CloseOutputAsync(status, reason.Length <= 120 ? reason : reason[..120], limit.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            socket.Abort();
        }
    }
}
