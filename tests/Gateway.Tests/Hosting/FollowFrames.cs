using System.Globalization;
using System.Net.WebSockets;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Hosting;

/// <summary>The follow protocol on a WebSocket, frame by frame.</summary>
static class FollowFrames
{
    /// <summary>Connects to a ledger's follow address.</summary>
    public static async Task<ClientWebSocket> ConnectAsync(Uri host, string ledger, string? apiKey, long from, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(FollowMessage.Subprotocol);
        if (apiKey is not null) socket.Options.SetRequestHeader("Authorization", "Bearer " + apiKey);
        var address = new UriBuilder(host) { Scheme = "ws", Path = $"/api/v1/ledgers/{ledger}/follow", Query = "from=" + from.ToString(CultureInfo.InvariantCulture) };
        await socket.ConnectAsync(address.Uri, cancellation);
        return socket;
    }

    /// <summary>Connects as a validator and shows its key; the blocks from the first on come before what it is asked.</summary>
    public static async Task<ClientWebSocket> ConnectAsync(Uri host, string ledger, SigningKey key, CancellationToken cancellation)
    {
        var socket = await ConnectAsync(host, ledger, (string?)null, 0, cancellation);
        var hello = (FollowMessage.Hello)(await socket.ReceiveAsync(cancellation))!;
        await socket.SendAsync(new FollowMessage.FollowerHello(key.KeyId, HelloProof.Sign(key, ledger, hello.Genesis, hello.Challenge)), cancellation);
        return socket;
    }

    /// <summary>Sends a message.</summary>
    public static Task SendAsync(this WebSocket socket, FollowMessage message, CancellationToken cancellation) =>
        socket.SendAsync(FollowCodec.Write(message), WebSocketMessageType.Text, true, cancellation);

    /// <summary>The host's next message; null when it closes.</summary>
    public static async Task<FollowMessage?> ReceiveAsync(this WebSocket socket, CancellationToken cancellation)
    {
        if (await socket.ReceiveFrameAsync(cancellation) is not { } frame) return null;
        FollowCodec.TryReadHost(frame, out var message, out var why).ShouldBeTrue(why?.Detail);
        return message;
    }

    /// <summary>The next frame, whole; null when the other side closes.</summary>
    public static async Task<byte[]?> ReceiveFrameAsync(this WebSocket socket, CancellationToken cancellation)
    {
        var bytes = new List<byte>();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, cancellation);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            bytes.AddRange(buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage) return [.. bytes];
        }
    }
}
