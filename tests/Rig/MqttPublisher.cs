using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace SmartBlocks.Rig;

/// <summary>
/// One MQTT 3.1.1 connection that publishes with QoS 1 as fast as its window allows. Written on the bare socket and independent of the
/// product's own
/// packets, so that the same publisher measures any broker.
/// </summary>
public sealed class MqttPublisher : IAsyncDisposable
{
    readonly TcpClient client;
    readonly NetworkStream stream;

    MqttPublisher(TcpClient client)
    {
        this.client = client;
        stream = client.GetStream();
    }

    /// <summary>Connects; throws when the broker refuses.</summary>
    public static async Task<MqttPublisher> ConnectAsync(int port, string clientId, string? username = null, string? password = null)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port);
        var publisher = new MqttPublisher(client);
        await publisher.stream.WriteAsync(Connect(clientId, username, password, level: 4));
        var answer = new byte[4];
        await publisher.stream.ReadExactlyAsync(answer);
        if (answer is [0x20, 2, _, 0]) return publisher;
        await publisher.DisposeAsync();
        throw new InvalidOperationException($"The broker refused {clientId} with code {answer[3]}.");
    }

    /// <summary>
    /// Publishes messages with at most <paramref name="window"/> (≤ 65,535) unacknowledged at a time, and returns when the last one is
    /// acknowledged.
    /// </summary>
    /// <param name="topic">The topic of all of them.</param>
    /// <param name="messages">The payloads.</param>
    /// <param name="window">How many may be under way.</param>
    /// <param name="acknowledged">Called with the number of a message when its PUBACK has come.</param>
    /// <param name="cancellation">Stops at once.</param>
    public async Task PublishAsync(string topic, IReadOnlyList<ReadOnlyMemory<byte>> messages, int window, Action<int>? acknowledged = null,
        CancellationToken cancellation = default)
    {
        using var free = new SemaphoreSlim(window);
        var reading = ReadAcknowledgementsAsync(messages.Count, free, acknowledged, cancellation);
        for (var number = 0; number < messages.Count; number++)
        {
            await free.WaitAsync(cancellation);
            if (reading.IsFaulted) await reading;
            await stream.WriteAsync(Publish(topic, PacketId(number), messages[number].Span), cancellation);
        }

        await reading;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    // Packet ids run 1…65,535 over and over; with a window below that none is in use twice.
    static ushort PacketId(int number) => (ushort)(number % 65_535 + 1);

    async Task ReadAcknowledgementsAsync(int count, SemaphoreSlim free, Action<int>? acknowledged, CancellationToken cancellation)
    {
        // Acknowledgements come in order of publishing from some brokers and in order of completion from others: the id says which.
        var numbers = new Dictionary<ushort, Queue<int>>();
        for (var number = 0; number < count; number++)
        {
            var id = PacketId(number);
            if (!numbers.TryGetValue(id, out var queue)) numbers[id] = queue = new Queue<int>();
            queue.Enqueue(number);
        }

        var packet = new byte[4];
        for (var received = 0; received < count;)
        {
            await stream.ReadExactlyAsync(packet.AsMemory(0, 2), cancellation);
            var length = packet[1];
            var body = new byte[length];
            await stream.ReadExactlyAsync(body, cancellation);
            if (packet[0] != 0x40) continue;
            acknowledged?.Invoke(numbers[BinaryPrimitives.ReadUInt16BigEndian(body)].Dequeue());
            received++;
            free.Release();
        }
    }

    /// <summary>A CONNECT packet with a clean session; <paramref name="level"/> is 4 for MQTT 3.1.1 and 5 for 5.0.</summary>
    public static byte[] Connect(string clientId, string? username, string? password, byte level)
    {
        var flags = (byte)(0x02 | (username is null ? 0 : 0x80) | (password is null ? 0 : 0x40));
        var body = new List<byte> { 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', level, flags, 0, 0 };
        if (level == 5) body.Add(0);
        AddText(body, clientId);
        if (username is not null) AddText(body, username);
        if (password is not null) AddText(body, password);
        return Packet(0x10, body);
    }

    /// <summary>A PUBLISH packet with QoS 1.</summary>
    public static byte[] Publish(string topic, ushort id, ReadOnlySpan<byte> payload)
    {
        var body = new List<byte>(payload.Length + topic.Length + 4);
        AddText(body, topic);
        body.Add((byte)(id >> 8));
        body.Add((byte)id);
        body.AddRange(payload);
        return Packet(0x32, body);
    }

    static byte[] Packet(byte first, List<byte> body)
    {
        var packet = new List<byte>(body.Count + 5) { first };
        var rest = body.Count;
        do
        {
            var digit = (byte)(rest % 128);
            rest /= 128;
            packet.Add(rest > 0 ? (byte)(digit | 0x80) : digit);
        }
        while (rest > 0);
        packet.AddRange(body);
        return [.. packet];
    }

    static void AddText(List<byte> body, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        body.Add((byte)(bytes.Length >> 8));
        body.Add((byte)bytes.Length);
        body.AddRange(bytes);
    }
}
