using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Replica;

namespace SmartBlocks.Validator.Node;

/// <summary>A message of the host; of a block also what was read of it already.</summary>
/// <param name="Message">The message.</param>
/// <param name="Block">The block of a line, parsed while the one before it was executed.</param>
public sealed record Incoming(FollowMessage Message, PreparedBlock? Block);

/// <summary>
/// A WebSocket to the host of a ledger. Messages are received and parsed ahead of whoever takes them, within bounds: a host that sends faster
/// than the replica executes is held back by TCP.
/// </summary>
public sealed class HostConnection : IAsyncDisposable
{
    /// <summary>Messages and bytes received ahead.</summary>
    const int MostAhead = 64;

    static readonly TimeSpan alive = TimeSpan.FromSeconds(10), dead = TimeSpan.FromSeconds(20);

    readonly ClientWebSocket socket;
    readonly SemaphoreSlim sending = new(1, 1);
    readonly CancellationTokenSource stop;
    readonly Channel<Incoming> incoming = Channel.CreateBounded<Incoming>(MostAhead);
    readonly Task receiving;

    HostConnection(ClientWebSocket socket, CancellationToken cancellation)
    {
        this.socket = socket;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        receiving = ReceiveAsync(stop.Token);
    }

    /// <summary>What the host says, in its order. Completes with a <see cref="HostException"/> when the connection ends.</summary>
    public ChannelReader<Incoming> Messages => incoming.Reader;

    /// <summary>Connects.</summary>
    /// <param name="options">Which ledger at which host.</param>
    /// <param name="from">The first block wanted.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="HostException">It is not reachable, or refuses.</exception>
    public static async Task<HostConnection> OpenAsync(NodeOptions options, long from, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(FollowMessage.Subprotocol);
        socket.Options.KeepAliveInterval = alive;
        socket.Options.KeepAliveTimeout = dead;
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("User-Agent", "smartblocks-validator");
        if (options.ApiKey is { } apiKey) socket.Options.SetRequestHeader("Authorization", "Bearer " + apiKey);
        try
        {
            await socket.ConnectAsync(AddressOf(options.Url, options.Ledger, from), cancellation);
            return new HostConnection(socket, cancellation);
        }
        catch (Exception exception) when (exception is WebSocketException or HttpRequestException or IOException)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            throw new HostException(status switch
            {
                401 => "it does not accept the key (401): an API key that reads the ledger, or the key of one of its validators, is needed.",
                403 or 404 => FormattableString.Invariant($"it has no ledger '{options.Ledger}' that this key may follow ({status})."),
                >= 400 => FormattableString.Invariant($"it answers {status}."),
                _ => exception.InnerException?.Message ?? exception.Message,
            }, exception);
        }
    }

    /// <summary>Hears who the host is, and says who one is: a validator by its key, when the node has one.</summary>
    /// <param name="options">The node's.</param>
    /// <param name="check">Looks at the host's hello before anything is signed.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="HostException">The connection has ended, or begins with something else.</exception>
    public async Task<FollowMessage.Hello> GreetAsync(NodeOptions options, Action<FollowMessage.Hello> check, CancellationToken cancellation)
    {
        var hello = await FirstAsync(cancellation) as FollowMessage.Hello ?? throw new HostException("its first message is no hello.");
        check(hello);
        var proof = options.Key is { } key ? HelloProof.Sign(key, options.Ledger, hello.Genesis, hello.Challenge) : null;
        await SendAsync(new FollowMessage.FollowerHello(options.Key?.KeyId, proof), cancellation);
        return hello;
    }

    /// <summary>Sends a message.</summary>
    /// <exception cref="HostException">The connection has ended.</exception>
    public async Task SendAsync(FollowMessage message, CancellationToken cancellation)
    {
        var frame = FollowCodec.Write(message);
        await sending.WaitAsync(cancellation);
        try
        {
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, cancellation);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or InvalidOperationException)
        {
            throw new HostException(exception.Message, exception);
        }
        finally
        {
            sending.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        socket.Abort();
        await receiving;
        socket.Dispose();
        stop.Dispose();
        sending.Dispose();
    }

    /// <summary>The follow endpoint's address: <c>wss://host/api/v1/ledgers/L/follow?from=N</c>.</summary>
    static Uri AddressOf(string url, string ledger, long from)
    {
        var address = url.TrimEnd('/');
        if (!address.EndsWith("/api/v1", StringComparison.Ordinal)) address += "/api/v1";
        address = address.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? "wss" + address["https".Length..] : "ws" + address["http".Length..];
        return new Uri(FormattableString.Invariant($"{address}/ledgers/{Uri.EscapeDataString(ledger)}/follow?from={from}"));
    }

    async Task<FollowMessage> FirstAsync(CancellationToken cancellation)
    {
        try
        {
            return (await incoming.Reader.ReadAsync(cancellation)).Message;
        }
        catch (ChannelClosedException exception) when (exception.InnerException is HostException host)
        {
            throw new HostException(host.Message, host);
        }
    }

    async Task ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            while (await FrameAsync(cancellation) is { } frame)
            {
                if (!FollowCodec.TryReadHost(frame, out var message, out var why))
                    throw new HostException("it sent what is no message of the protocol: " + why.Detail);
                var block = message is FollowMessage.BlockLine line ? PreparedBlock.Of(line.Line) : null;
                await incoming.Writer.WriteAsync(new Incoming(message, block), cancellation);
            }

            var reason = socket.CloseStatusDescription;
            throw new HostException(string.IsNullOrEmpty(reason) ? "it closed the connection." : "it closed the connection: " + reason);
        }
        catch (HostException exception)
        {
            incoming.Writer.Complete(exception);
        }
        // A client's socket that was aborted between two frames says that it is disposed of, before it looks at the cancellation.
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            incoming.Writer.Complete(new HostException(exception.InnerException?.Message ?? exception.Message, exception));
        }
    }

    // One text frame, whole; null when the host closes.
    async Task<byte[]?> FrameAsync(CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.GetMemory(16 * 1024), cancellation);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            buffer.Advance(part.Count);
            if (buffer.WrittenCount > FollowMessage.MaxBytes) throw new HostException("it sent a message that is too long.");
            if (part.EndOfMessage) return buffer.WrittenSpan.ToArray();
        }
    }
}

/// <summary>The host is not reachable, refuses, or went away. The message completes “The host …: ”.</summary>
public sealed class HostException(string message, Exception? inner = null) : Exception(message, inner);
