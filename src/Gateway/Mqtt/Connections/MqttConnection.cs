using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using SmartBlocks.Gateway.Mqtt.Sessions;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Connections;

/// <summary>
/// One client's connection from its first byte to its last: CONNECT, then packets until either side ends it, then the
/// session and the will are taken care of.
/// </summary>
internal sealed class MqttConnection
{
    /// <summary>How long what a client still sends is read and thrown away after a DISCONNECT, lest a TCP reset destroy it on the way.</summary>
    static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    /// <summary>Bytes of the largest CONNECT: a will of 65,535 and some names. What nobody vouches for yet gets no more memory.</summary>
    const int MaximumConnectSize = 128 * 1024;

    readonly MqttBroker _broker;
    readonly ConnectionContext _context;
    readonly InboundWindow _window;
    readonly TopicCache _topics = new();
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    PacketDispatcher? _dispatcher;
    ConnectedClient? _client;
    ProtocolVersion _version = ProtocolVersion.V311;
    long _lastReceived;
    int _closed;
    bool _waiting, _lingers;

    public MqttConnection(MqttBroker broker, ConnectionContext context)
    {
        _broker = broker;
        _context = context;
        _lastReceived = broker.Clock.Now;
        Writer = new ConnectionWriter(context.Transport.Output, broker.Options, broker.Clock);
        _window = new InboundWindow(broker.Options, Writer);
    }

    public ConnectionWriter Writer { get; }

    /// <summary>Null before CONNECT has been accepted.</summary>
    public MqttIdentity? Identity => _client?.Session.Identity;

    /// <summary>Completes when the session has been let go.</summary>
    public Task Ended => _ended.Task;

    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    public async Task RunAsync(CancellationToken shuttingDown)
    {
        using var shutdown = shuttingDown.UnsafeRegister(
            static c => ((MqttConnection)c!).Close(ReasonCode.ServerShuttingDown, "the server is shutting down"), this);
        Task? writing = null;
        try
        {
            if (await ConnectAsync())
            {
                writing = WriteAsync();
                await ReadAsync();
            }
        }
        catch (MqttException exception)
        {
            _broker.Log.LogInformation("MQTT client {Client} at {Remote} broke the protocol: {Error}",
                _client?.Session.Key.ClientId, _context.RemoteEndPoint, exception.Message);
            Close(exception.ReasonCode, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or ConnectionAbortedException or OperationCanceledException)
        {
            _broker.Log.LogDebug("MQTT connection from {Remote} broke: {Error}", _context.RemoteEndPoint, exception.Message);
        }
        catch (Exception exception)
        {
            _broker.Log.LogError(exception, "The MQTT connection of {Client} failed", _client?.Session.Key.ClientId);
            Close(ReasonCode.ImplementationSpecificError, null);
        }
        finally
        {
            await EndAsync(writing ?? WriteAsync());
        }
    }

    /// <summary>Ends the connection, telling an MQTT 5.0 client why; may be called from anywhere, the first call counts.</summary>
    public void Close(ReasonCode code, string? reason)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        _window.Close();
        _lingers = _client is not null && _version == ProtocolVersion.V5;
        Writer.Complete(_lingers ? Farewell(code, reason) : null);
        _context.Transport.Input.CancelPendingRead();
    }

    /// <summary>Ends the connection without a word, as after the client's own DISCONNECT.</summary>
    public void CloseSilently()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        _window.Close();
        Writer.Complete(null);
        _context.Transport.Input.CancelPendingRead();
    }

    /// <summary>Closes it when the client has been silent for too long (MQTT-3.1.2-22 in 5.0: one and a half times the keep alive).</summary>
    public void CheckAlive(long now)
    {
        var silent = now - Volatile.Read(ref _lastReceived);
        if (_client is not { } client)
        {
            if (silent > _broker.Options.ConnectTimeout.TotalMilliseconds && !IsClosed)
            {
                Close(ReasonCode.KeepAliveTimeout, null);
                _context.Abort(new ConnectionAbortedException("No CONNECT in time."));
            }
            return;
        }
        // While the endpoint itself does not read, because it is at work, the client's silence means nothing.
        if (client.KeepAlive > 0 && silent > client.KeepAlive * 1500L && !Volatile.Read(ref _waiting))
            Close(ReasonCode.KeepAliveTimeout, "nothing received for one and a half times the keep alive");
    }

    DisconnectPacket Farewell(ReasonCode code, string? reason)
    {
        var listed = code.IsListedFor(PacketType.Disconnect) ? code : ReasonCode.UnspecifiedError;
        var packet = new DisconnectPacket
        {
            ReasonCode = listed,
            Properties = reason is null ? null : new Properties { ReasonString = ReasonText.Fit(reason) },
        };
        return MqttCodec.Measure(packet, _version) <= _client!.Limits.MaximumPacketSize ? packet : new DisconnectPacket { ReasonCode = listed };
    }

    /// <summary>Reads and answers CONNECT. False when the client was refused, in which case the answer is queued.</summary>
    async Task<bool> ConnectAsync()
    {
        if (await ReadFirstAsync() is not { } connect)
            return false;
        _version = connect.ProtocolVersion;
        _client = await new Handshake(_broker, _context, this).AcceptAsync(connect);
        if (_client is null)
        {
            _lingers = true;
            return false;
        }
        _window.Session = _client.Session;
        _dispatcher = new PacketDispatcher(_broker, this, _client, _window);
        Writer.Use(_client.Session);
        return true;
    }

    async Task<ConnectPacket?> ReadFirstAsync()
    {
        var input = _context.Transport.Input;
        while (!IsClosed)
        {
            var result = await input.ReadAsync();
            var buffer = result.Buffer;
            try
            {
                if (MqttCodec.TryRead(ref buffer, _version, Math.Min(_broker.Options.MaximumPacketSize, MaximumConnectSize), out var packet))
                {
                    Volatile.Write(ref _lastReceived, _broker.Clock.Now);
                    return packet as ConnectPacket
                        ?? throw new MqttException(ReasonCode.ProtocolError, "first packet", "CONNECT", packet.Type.ToString());
                }
            }
            catch (MqttException exception) when (exception.ReasonCode == ReasonCode.UnsupportedProtocolVersion)
            {
                // The return code of 3.1.1 is what clients of other versions understand (3.1.1 section 3.1.2.2).
                Writer.Complete(new ConnackPacket { ReasonCode = exception.ReasonCode });
                throw;
            }
            finally
            {
                input.AdvanceTo(buffer.Start, buffer.End);
            }
            if (result.IsCompleted)
                return null;
        }
        return null;
    }

    async Task ReadAsync()
    {
        var input = _context.Transport.Input;
        while (!IsClosed)
        {
            var result = await input.ReadAsync();
            Volatile.Write(ref _lastReceived, _broker.Clock.Now);
            var buffer = result.Buffer;
            try
            {
                while (!IsClosed && MqttCodec.TryRead(ref buffer, _version, _broker.Options.MaximumPacketSize, out var packet, _topics))
                {
                    _dispatcher!.Handle(packet);
                    if (_window.IsFull || Writer.IsFull)
                        await WaitForRoomAsync();
                }
            }
            finally
            {
                input.AdvanceTo(buffer.Start, buffer.End);
            }
            if (result.IsCompleted)
                return;
        }
    }

    async ValueTask WaitForRoomAsync()
    {
        Volatile.Write(ref _waiting, true);
        await _window.WaitForRoomAsync();
        await Writer.WaitForRoomAsync();
        Volatile.Write(ref _lastReceived, _broker.Clock.Now);
        Volatile.Write(ref _waiting, false);
    }

    async Task EndAsync(Task writing)
    {
        CloseSilently();
        try
        {
            await writing.WaitAsync(_broker.Options.CloseTimeout);
        }
        catch (TimeoutException)
        {
            _context.Abort(new ConnectionAbortedException("The client did not take its last packets in time."));
            await writing;
        }
        finally
        {
            if (_client is { } client)
                _broker.Sessions.Release(client.Session, client.Will, client.WillDelay);
            _ended.SetResult();
        }
        if (_lingers)
            await LingerAsync();
    }

    /// <summary>The sending half; when it fails, so does the connection.</summary>
    async Task WriteAsync()
    {
        try
        {
            await Writer.RunAsync();
        }
        catch (Exception exception)
        {
            _broker.Log.LogDebug(exception, "Sending to MQTT client {Client} failed", _client?.Session.Key.ClientId);
        }
        CloseSilently();
    }

    async Task LingerAsync()
    {
        var input = _context.Transport.Input;
        using var limit = new CancellationTokenSource(Linger);
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(limit.Token);
                input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            _context.Abort(new ConnectionAbortedException("The client kept sending after DISCONNECT."));
        }
        catch (Exception exception) when (exception is IOException or ConnectionAbortedException)
        {
            _broker.Log.LogDebug("MQTT connection from {Remote} broke while closing: {Error}", _context.RemoteEndPoint, exception.Message);
        }
    }
}

/// <summary>What is known of a client once its CONNECT has been accepted.</summary>
internal sealed class ConnectedClient
{
    public required MqttSession Session { get; init; }

    public required ClientLimits Limits { get; init; }

    /// <summary>Seconds; 0 turns the check off.</summary>
    public required ushort KeepAlive { get; init; }

    /// <summary>As CONNECT said it, in seconds.</summary>
    public required uint SessionExpiry { get; init; }

    /// <summary>Cleared by a proper DISCONNECT.</summary>
    public MqttMessage? Will { get; set; }

    /// <summary>Seconds.</summary>
    public uint WillDelay { get; init; }
}
