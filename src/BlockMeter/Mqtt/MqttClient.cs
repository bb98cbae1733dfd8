using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using SmartBlocks.Mqtt;

namespace SmartBlocks.BlockMeter.Mqtt;

/// <summary>
/// One MQTT 5.0 connection of a publisher (OASIS MQTT 5.0): QoS 1 out with the server's receive maximum (§3.3.4), QoS 0 and 1 in, keep alive (§3.1.2.10). It does
/// not reconnect and keeps no session: the outbox remembers what was not acknowledged, and the next connection sends it again.
/// </summary>
public sealed class MqttClient : IAsyncDisposable
{
    private const ProtocolVersion Version = ProtocolVersion.V5;
    private const int LargestInbound = 1024 * 1024;

    private readonly TcpClient socket;
    private readonly Stream stream;
    private readonly PipeReader reader;
    private readonly MqttClientOptions options;
    private readonly Func<PublishPacket, Task> received;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly PacketIdentifiers identifiers = new();
    private readonly ConcurrentDictionary<ushort, TaskCompletionSource<Packet>> waiting = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SemaphoreSlim window = new(1, 1);
    private long lastSent, lastReceived;

    private MqttClient(TcpClient socket, Stream stream, MqttClientOptions options, Func<PublishPacket, Task> received)
    {
        (this.socket, this.stream, this.options, this.received) = (socket, stream, options, received);
        reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
    }

    /// <summary>Completes when the connection has ended, with the reason as its exception.</summary>
    public Task Closed => closed.Task;

    /// <summary>The largest packet the server takes, bytes.</summary>
    public int MaximumPacketSize { get; private set; } = MqttCodec.LargestPacket;

    /// <summary>Messages that may be on their way at once.</summary>
    public int Window { get; private set; }

    /// <summary>Connects.</summary>
    /// <param name="options">Where and as whom.</param>
    /// <param name="received">Called for each message that arrives, one at a time.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="MqttClientException">The server cannot be reached, or refuses.</exception>
    public static async Task<MqttClient> ConnectAsync(MqttClientOptions options, Func<PublishPacket, Task> received, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.ConnectTimeout);
        var socket = new TcpClient { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, limit.Token);
            Stream stream = socket.GetStream();
            if (options.Tls)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = options.Host }, limit.Token);
                stream = tls;
            }
            var client = new MqttClient(socket, stream, options, received);
            await client.HandshakeAsync(limit.Token);
            client.Start();
            return client;
        }
        catch (Exception e) when (e is SocketException or IOException or MqttException or MqttClientException or System.Security.Authentication.AuthenticationException)
        {
            socket.Dispose();
            throw e as MqttClientException ?? new MqttClientException($"cannot connect to {options.Host}:{options.Port}: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            socket.Dispose();
            throw new MqttClientException($"{options.Host}:{options.Port} did not answer within {options.ConnectTimeout.TotalSeconds:0} s");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Publishes with QoS 1 once the window has room; the answer completes with the server's PUBACK.</summary>
    /// <exception cref="MqttClientException">The connection ended; whether the message arrived is unknown.</exception>
    public async Task<Task<PubackPacket>> PublishAsync(string topic, ReadOnlyMemory<byte> payload, string contentType, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping.Token);
        try
        {
            await window.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Lost();
        }
        var (id, answer) = Expect();
        await SendAsync(new PublishPacket
        {
            Topic = topic, Payload = payload, QualityOfService = QualityOfService.AtLeastOnce, PacketIdentifier = id,
            Properties = new Properties { ContentType = contentType },
        }, cancellation);
        return AcknowledgedAsync(answer);
    }

    /// <summary>Subscribes; completes with the server's answer.</summary>
    public async Task<SubackPacket> SubscribeAsync(string filter, CancellationToken cancellation)
    {
        var (id, answer) = Expect();
        await SendAsync(new SubscribePacket { PacketIdentifier = id, Subscriptions = [new Subscription(filter, QualityOfService.AtLeastOnce)] }, cancellation);
        return (SubackPacket)await answer;
    }

    /// <summary>Says goodbye and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!stopping.IsCancellationRequested)
        {
            try
            {
                using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                await SendAsync(new DisconnectPacket(), soon.Token);
            }
            catch (Exception e) when (e is MqttClientException or OperationCanceledException)
            {
                // It was gone already, which is what we want.
            }
        }
        Close(new MqttClientException("the connection was closed"));
        await reader.CompleteAsync();
        socket.Dispose();
    }

    private async Task HandshakeAsync(CancellationToken cancellation)
    {
        await SendAsync(new ConnectPacket
        {
            ProtocolVersion = Version, CleanStart = true, ClientId = options.ClientId, KeepAlive = (ushort)options.KeepAlive.TotalSeconds,
            UserName = options.Username, Password = options.Password is null ? null : Encoding.UTF8.GetBytes(options.Password),
            Properties = new Properties { MaximumPacketSize = LargestInbound },
        }, cancellation);
        var answer = await ReadPacketAsync(cancellation) as ConnackPacket ?? throw new MqttClientException($"{options.Host} did not answer CONNECT with CONNACK");
        if (answer.ReasonCode.IsFailure())
        {
            throw new MqttClientException(
                $"{options.Host} refused the connection: {answer.ReasonCode} {answer.Properties?.ReasonString}".TrimEnd(),
                answer.ReasonCode is ReasonCode.BadUserNameOrPassword or ReasonCode.NotAuthorized);
        }
        Window = Math.Min(options.Window, answer.Properties?.ReceiveMaximum ?? ushort.MaxValue);
        window = new SemaphoreSlim(Window, Window);
        MaximumPacketSize = (int)Math.Min(answer.Properties?.MaximumPacketSize ?? int.MaxValue, MqttCodec.LargestPacket);
    }

    private void Start()
    {
        lastReceived = lastSent = Environment.TickCount64;
        _ = ReceiveAsync();
        _ = KeepAliveAsync();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (await ReadPacketAsync(stopping.Token) is { } packet)
            {
                Volatile.Write(ref lastReceived, Environment.TickCount64);
                await HandleAsync(packet);
            }
            Close(new MqttClientException("the server closed the connection"));
        }
        catch (Exception e)
        {
            Close(e as MqttClientException ?? new MqttClientException($"the connection broke: {e.Message}"));
        }
    }

    private async Task HandleAsync(Packet packet)
    {
        switch (packet)
        {
            case PubackPacket puback:
                Complete(puback.PacketIdentifier, puback);
                window.Release();
                break;
            case SubackPacket suback:
                Complete(suback.PacketIdentifier, suback);
                break;
            case PublishPacket message:
                await received(message);
                if (message.QualityOfService == QualityOfService.AtLeastOnce)
                    await SendAsync(new PubackPacket { PacketIdentifier = message.PacketIdentifier }, stopping.Token);
                break;
            case DisconnectPacket goodbye:
                throw new MqttClientException($"the server closed the connection: {goodbye.ReasonCode} {goodbye.Properties?.ReasonString}".TrimEnd());
        }
    }

    private async Task<Packet?> ReadPacketAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellation);
            var buffer = result.Buffer;
            var found = MqttCodec.TryRead(ref buffer, Version, LargestInbound, out var packet);
            reader.AdvanceTo(buffer.Start, found ? buffer.Start : buffer.End);
            if (found)
                return packet;
            if (result.IsCompleted)
                return null;
        }
    }

    private async Task KeepAliveAsync()
    {
        var interval = (long)options.KeepAlive.TotalMilliseconds;
        if (interval == 0)
            return;
        try
        {
            while (true)
            {
                await Task.Delay(Math.Max(50, (int)(interval / 4)), stopping.Token);
                var now = Environment.TickCount64;
                if (now - Volatile.Read(ref lastReceived) > interval * 3 / 2)
                    Close(new MqttClientException($"the server has been silent for more than {options.KeepAlive.TotalSeconds:0} s"));
                else if (now - Volatile.Read(ref lastSent) > interval / 2 || now - Volatile.Read(ref lastReceived) > interval / 2)
                    await SendAsync(PingreqPacket.Instance, stopping.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or MqttClientException)
        {
            // The connection has ended; who waits for it knows.
        }
    }

    private async Task SendAsync(Packet packet, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        MqttCodec.Write(buffer, packet, Version);
        await writing.WaitAsync(cancellation);
        try
        {
            await stream.WriteAsync(buffer.WrittenMemory, cancellation);
            Volatile.Write(ref lastSent, Environment.TickCount64);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            var lost = new MqttClientException($"the connection broke: {e.Message}");
            Close(lost);
            throw lost;
        }
        finally
        {
            writing.Release();
        }
    }

    private (ushort Id, Task<Packet> Answer) Expect()
    {
        var answer = new TaskCompletionSource<Packet>(TaskCreationOptions.RunContinuationsAsynchronously);
        ushort id;
        lock (identifiers)
            id = identifiers.Take();
        waiting[id] = answer;
        if (stopping.IsCancellationRequested)
            answer.TrySetException(Lost());
        return (id, answer.Task);
    }

    private static async Task<PubackPacket> AcknowledgedAsync(Task<Packet> answer) => (PubackPacket)await answer;

    private void Complete(ushort id, Packet answer)
    {
        if (!waiting.TryRemove(id, out var who))
            throw new MqttClientException($"the server acknowledged packet {id}, which is not on its way");
        lock (identifiers)
            identifiers.Release(id);
        who.TrySetResult(answer);
    }

    private void Close(MqttClientException why)
    {
        if (!closed.TrySetException(why))
            return;
        _ = closed.Task.Exception;
        stopping.Cancel();
        foreach (var answer in waiting.Values)
        {
            answer.TrySetException(why);
            _ = answer.Task.Exception;
        }
        socket.Close();
    }

    private MqttClientException Lost() => closed.Task.Exception?.InnerException as MqttClientException ?? new MqttClientException("the connection has ended");
}
