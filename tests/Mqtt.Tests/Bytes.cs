using System.Buffers;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Mqtt.Tests;

/// <summary>Bytes as the specification writes them, and sequences cut where a test wants the cut.</summary>
static class Bytes
{
    public const int Limit = 1 << 20;

    public static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    public static byte[] Write(Packet packet, ProtocolVersion version)
    {
        var output = new ArrayBufferWriter<byte>();
        MqttCodec.Write(output, packet, version);
        output.WrittenCount.ShouldBe(MqttCodec.Measure(packet, version));
        return output.WrittenSpan.ToArray();
    }

    public static Packet Read(byte[] bytes, ProtocolVersion version)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        MqttCodec.TryRead(ref buffer, version, Limit, out var packet).ShouldBeTrue("the packet is complete");
        buffer.Length.ShouldBe(0, "one packet, all of it taken");
        return packet!;
    }

    public static T Read<T>(string hex, ProtocolVersion version) where T : Packet => Read(Hex(hex), version).ShouldBeOfType<T>();

    public static MqttException Refused(string hex, ProtocolVersion version, int limit = Limit)
    {
        var buffer = new ReadOnlySequence<byte>(Hex(hex));
        return Should.Throw<MqttException>(() => MqttCodec.TryRead(ref buffer, version, limit, out _));
    }

    /// <summary>The bytes in segments of the given size, to cross every boundary.</summary>
    public static ReadOnlySequence<byte> InSegments(byte[] bytes, int size)
    {
        Segment? first = null, last = null;
        for (var i = 0; i < bytes.Length; i += size)
        {
            var next = new Segment(bytes.AsMemory(i, Math.Min(size, bytes.Length - i)), last);
            first ??= next;
            last = next;
        }
        return first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is null)
                return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
