using System.Buffers;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Mqtt.Tests.Packets;

public sealed class RoundTripTests
{
    [Theory]
    [InlineData(ProtocolVersion.V311)]
    [InlineData(ProtocolVersion.V5)]
    public void Every_packet_reads_back_as_it_was_written(ProtocolVersion version)
    {
        foreach (var packet in Samples.Of(version))
        {
            var bytes = Bytes.Write(packet, version);
            var read = Bytes.Read(bytes, version);
            Describe.Members(read).ShouldBe(Describe.Members(packet));
            Bytes.Write(read, version).ShouldBe(bytes);
        }
    }

    [Theory]
    [InlineData(ProtocolVersion.V311)]
    [InlineData(ProtocolVersion.V5)]
    public void A_packet_cut_anywhere_is_incomplete_and_in_any_segments_the_same(ProtocolVersion version)
    {
        foreach (var packet in Samples.Of(version))
        {
            var bytes = Bytes.Write(packet, version);
            for (var length = 0; length < bytes.Length; length++)
            {
                var part = new ReadOnlySequence<byte>(bytes, 0, length);
                MqttCodec.TryRead(ref part, version, Bytes.Limit, out _).ShouldBeFalse();
                part.Length.ShouldBe(length, "an incomplete packet stays in the buffer");
            }
            for (var size = 1; size < 8; size++)
            {
                var pieces = Bytes.InSegments(bytes, size);
                MqttCodec.TryRead(ref pieces, version, Bytes.Limit, out var read).ShouldBeTrue();
                Bytes.Write(read!, version).ShouldBe(bytes);
            }
        }
    }

    [Fact]
    public void Packets_behind_each_other_are_taken_one_by_one()
    {
        byte[] bytes = [.. Samples.V5.SelectMany(p => Bytes.Write(p, ProtocolVersion.V5))];
        var buffer = new ReadOnlySequence<byte>(bytes);
        foreach (var packet in Samples.V5)
        {
            MqttCodec.TryRead(ref buffer, ProtocolVersion.V5, Bytes.Limit, out var read).ShouldBeTrue();
            read!.Type.ShouldBe(packet.Type);
        }
        buffer.Length.ShouldBe(0);
    }

    [Fact]
    public void A_topic_seen_before_is_the_same_string()
    {
        var bytes = Bytes.Write(new PublishPacket { Topic = "sb/nimbus/main/readings" }, ProtocolVersion.V311);
        var topics = new TopicCache();
        Read().ShouldBeSameAs(Read());

        string Read()
        {
            var buffer = new ReadOnlySequence<byte>(bytes);
            MqttCodec.TryRead(ref buffer, ProtocolVersion.V311, Bytes.Limit, out var packet, topics).ShouldBeTrue();
            return packet.ShouldBeOfType<PublishPacket>().Topic;
        }
    }

    [Theory]
    [InlineData(PacketType.Puback)]
    [InlineData(PacketType.Pubrec)]
    [InlineData(PacketType.Pubrel)]
    [InlineData(PacketType.Pubcomp)]
    public void The_short_way_to_acknowledge_writes_the_same_bytes(PacketType type)
    {
        foreach (var version in Enum.GetValues<ProtocolVersion>())
            foreach (var code in new[] { ReasonCode.Success, ReasonCode.PacketIdentifierNotFound, ReasonCode.QuotaExceeded })
            {
                if (!code.IsListedFor(type))
                    continue;
                AcknowledgementPacket packet = type switch
                {
                    PacketType.Puback => new PubackPacket { PacketIdentifier = 513, ReasonCode = code },
                    PacketType.Pubrec => new PubrecPacket { PacketIdentifier = 513, ReasonCode = code },
                    PacketType.Pubrel => new PubrelPacket { PacketIdentifier = 513, ReasonCode = code },
                    _ => new PubcompPacket { PacketIdentifier = 513, ReasonCode = code },
                };
                var output = new ArrayBufferWriter<byte>();
                MqttCodec.WriteAcknowledgement(output, type, 513, code, version);
                output.WrittenSpan.ToArray().ShouldBe(Bytes.Write(packet, version));
            }
    }
}
