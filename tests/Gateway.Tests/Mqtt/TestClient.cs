using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Tests.Mqtt;

/// <summary>A client that sends exactly what a test says and answers nothing by itself.</summary>
sealed class TestClient : IAsyncDisposable
{
    /// <summary>Long enough for a busy machine; only a failing test waits for it.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly TcpClient _tcp;
    readonly Stream _stream;
    readonly PipeReader _input;
    readonly PipeWriter _output;

    TestClient(TcpClient tcp, Stream stream)
    {
        _tcp = tcp;
        _stream = stream;
        _input = PipeReader.Create(stream);
        _output = PipeWriter.Create(stream);
    }

    public ProtocolVersion Version { get; private set; } = ProtocolVersion.V5;

    public static async Task<TestClient> OpenAsync(int port, X509Certificate2? certificate = null)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync("127.0.0.1", port);
        if (certificate is null)
            return new TestClient(tcp, tcp.GetStream());
#pragma warning disable CA5359 // the server's certificate is the test's own
        var tls = new SslStream(tcp.GetStream(), false, (_, _, _, _) => true, (_, _, _, _, _) => certificate);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync("localhost");
        return new TestClient(tcp, tls);
    }

    public async Task<ConnackPacket> ConnectAsync(ConnectPacket connect)
    {
        Version = connect.ProtocolVersion;
        await SendAsync(connect);
        return await ReceiveAsync<ConnackPacket>();
    }

    public async Task SendAsync(params Packet[] packets)
    {
        foreach (var packet in packets)
            MqttCodec.Write(_output, packet, Version);
        await _output.FlushAsync();
    }

    /// <summary>Reads what comes as packets of this version.</summary>
    public void SpeakAs(ProtocolVersion version) => Version = version;

    public async Task SendBytesAsync(byte[] bytes) => await _output.WriteAsync(bytes);

    public async Task<T> ReceiveAsync<T>() where T : Packet
    {
        var packet = await ReceiveAsync();
        return packet.ShouldBeOfType<T>(packet?.ToString());
    }

    /// <summary>The next packet, or null when the server has closed.</summary>
    public async Task<Packet?> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            ReadResult result;
            try
            {
                result = await _input.ReadAsync(patience.Token);
            }
            catch (IOException)
            {
                return null;
            }
            var buffer = result.Buffer;
            var complete = MqttCodec.TryRead(ref buffer, Version, int.MaxValue, out var packet);
            _input.AdvanceTo(buffer.Start, complete ? buffer.Start : buffer.End);
            if (complete)
                return packet;
            if (result.IsCompleted)
                return null;
        }
    }

    /// <summary>True when nothing has come by the time a ping has been answered.</summary>
    public async Task ExpectNothingAsync()
    {
        await SendAsync(PingreqPacket.Instance);
        await ReceiveAsync<PingrespPacket>();
    }

    public async Task<SubackPacket> SubscribeAsync(params Subscription[] subscriptions)
    {
        await SendAsync(new SubscribePacket { PacketIdentifier = 99, Subscriptions = subscriptions });
        return await ReceiveAsync<SubackPacket>();
    }

    public async Task DisconnectAsync()
    {
        await SendAsync(new DisconnectPacket());
        (await ReceiveAsync()).ShouldBeNull("the server closes after DISCONNECT");
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _tcp.Dispose();
    }
}
