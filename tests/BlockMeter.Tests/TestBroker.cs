using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SmartBlocks.Ledger;
using SmartBlocks.Mqtt;

namespace SmartBlocks.BlockMeter.Tests;

/// <summary>
/// Stands in for the gateway: takes signed readings over real MQTT, remembers what it acknowledged, and misbehaves on demand.
/// </summary>
public sealed class TestBroker : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> connections = [];
    private readonly Task accepting;
    private int redelivered, mostAtOnce;

    public TestBroker()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Transactions "on the ledger", by id.</summary>
    public ConcurrentDictionary<string, Transaction> Committed { get; } = new();

    public ConcurrentQueue<ConnectPacket> Connects { get; } = new();

    public ConcurrentQueue<int> MessageSizes { get; } = new();

    public ConcurrentQueue<string> Subscriptions { get; } = new();

    /// <summary>Transactions that came again.</summary>
    public int Redelivered => redelivered;

    /// <summary>Most messages that waited for their acknowledgement at once.</summary>
    public int MostAtOnce => mostAtOnce;

    /// <summary>Why a transaction is refused; null takes it.</summary>
    public Func<Transaction, Rejection?> Judge { get; set; } = _ => null;

    /// <summary>Answers a message: true closes the connection instead of acknowledging it, after committing.</summary>
    public Func<int, bool> Hangup { get; set; } = _ => false;

    public Func<ReasonCode> Connack { get; set; } = () => ReasonCode.Success;

    /// <summary>What a refused message is answered with.</summary>
    public ReasonCode Refusal { get; set; } = ReasonCode.PayloadFormatInvalid;

    /// <summary>Whether refusals are also published on the device's rejected topic.</summary>
    public bool RejectedMessages { get; set; } = true;

    /// <summary>True takes a message and never answers.</summary>
    public Func<bool> Mute { get; set; } = () => false;

    public ushort ReceiveMaximum { get; set; } = 8;

    public TimeSpan Delay { get; set; }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(connections);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var reader = PipeReader.Create(stream);
            using var writing = new SemaphoreSlim(1, 1);
            var outstanding = 0;
            var answers = new List<Task>();
            try
            {
                while (await ReadAsync(reader) is { } packet)
                {
                    switch (packet)
                    {
                        case ConnectPacket connect:
                            Connects.Enqueue(connect);
                            await SendAsync(new ConnackPacket { ReasonCode = Connack(), Properties = new Properties { ReceiveMaximum = ReceiveMaximum } });
                            break;
                        case SubscribePacket subscribe:
                            subscribe.Subscriptions.ToList().ForEach(subscription => Subscriptions.Enqueue(subscription.Filter));
                            await SendAsync(new SubackPacket { PacketIdentifier = subscribe.PacketIdentifier, ReasonCodes = [ReasonCode.Success] });
                            break;
                        case PublishPacket publish:
                            InterlockedMax(ref mostAtOnce, Interlocked.Increment(ref outstanding));
                            answers.Add(AnswerAsync(publish));
                            break;
                        case PingreqPacket:
                            await SendAsync(PingrespPacket.Instance);
                            break;
                        case DisconnectPacket:
                            return;
                    }
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client, or this test, has had enough.
            }
            finally
            {
                client.Close();
                await Task.WhenAll(answers);
            }

            async Task AnswerAsync(PublishPacket publish)
            {
                try
                {
                    await Task.Yield();
                    if (Delay > TimeSpan.Zero)
                        await Task.Delay(Delay, stopping.Token);
                    var refused = await TakeAsync(publish, SendAsync);
                    if (Mute())
                        return;
                    if (Hangup(MessageSizes.Count))
                    {
                        client.Close();
                        return;
                    }
                    Interlocked.Decrement(ref outstanding);
                    var properties = refused is null ? null : new Properties { ReasonString = $"{refused.Code}: {refused.Detail}" };
                    await SendAsync(new PubackPacket { PacketIdentifier = publish.PacketIdentifier, ReasonCode = refused is null ? ReasonCode.Success : Refusal, Properties = properties });
                }
                catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
                {
                    // As above.
                }
            }

            async Task SendAsync(Packet packet)
            {
                var buffer = new ArrayBufferWriter<byte>();
                MqttCodec.Write(buffer, packet, ProtocolVersion.V5);
                await writing.WaitAsync(stopping.Token);
                try
                {
                    await stream.WriteAsync(buffer.WrittenMemory, stopping.Token);
                }
                finally
                {
                    writing.Release();
                }
            }
        }
    }

    private async Task<Rejection?> TakeAsync(PublishPacket publish, Func<Packet, Task> send)
    {
        var text = Encoding.ASCII.GetString(publish.Payload.Span);
        var compact = text[0] == '[' ? JsonSerializer.Deserialize<string[]>(text)! : [text];
        MessageSizes.Enqueue(compact.Length);
        Rejection? last = null;
        foreach (var one in compact)
        {
            Transaction.TryParse(one, out var transaction, out var why).ShouldBeTrue(why?.Detail);
            if (Judge(transaction!) is { } refusal)
            {
                last = refusal;
                if (!RejectedMessages)
                    continue;
                var message = JsonSerializer.SerializeToUtf8Bytes(new { id = transaction!.Id, code = refusal.Code, detail = refusal.Detail, field = refusal.Field }, JsonSerializerOptions.Web);
                await send(new PublishPacket { Topic = publish.Topic.Replace("/readings", "/rejected", StringComparison.Ordinal), Payload = message });
            }
            else if (!Committed.TryAdd(transaction!.Id, transaction))
                Interlocked.Increment(ref redelivered);
        }
        return last;
    }

    private async Task<Packet?> ReadAsync(PipeReader reader)
    {
        while (true)
        {
            var result = await reader.ReadAsync(stopping.Token);
            var buffer = result.Buffer;
            var found = MqttCodec.TryRead(ref buffer, ProtocolVersion.V5, 1_000_000, out var packet);
            reader.AdvanceTo(buffer.Start, found ? buffer.Start : buffer.End);
            if (found)
                return packet;
            if (result.IsCompleted)
                return null;
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
