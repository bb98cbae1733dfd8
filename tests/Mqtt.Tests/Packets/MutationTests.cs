using System.Buffers;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Mqtt.Tests.Packets;

/// <summary>Foreign bytes: whatever they are, the reader answers with a packet or with its one exception, and keeps nothing.</summary>
public sealed class MutationTests
{
    const int Mutations = 10_000;

    [Theory]
    [InlineData(ProtocolVersion.V311, 1)]
    [InlineData(ProtocolVersion.V5, 2)]
    public void Ten_thousand_mutations_are_packets_or_clear_rejections(ProtocolVersion version, int seed)
    {
        var random = new Random(seed);
        byte[][] seeds = [.. Samples.Of(version).Select(p => Bytes.Write(p, version))];
        int read = 0, incomplete = 0, refused = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = Mutate(seeds[random.Next(seeds.Length)], random);
            var buffer = Bytes.InSegments(bytes, random.Next(1, 64));
            try
            {
                if (!MqttCodec.TryRead(ref buffer, version, Bytes.Limit, out var packet))
                    incomplete++;
                else
                {
                    read++;
                    // What was accepted can be said again, and means the same.
                    Describe.Members(Bytes.Read(Bytes.Write(packet, VersionOf(packet, version)), version)).ShouldBe(Describe.Members(packet));
                }
            }
            catch (MqttException exception)
            {
                refused++;
                exception.ReasonCode.IsFailure().ShouldBeTrue();
                exception.Field.ShouldNotBeEmpty();
            }
        }
        (read + incomplete + refused).ShouldBe(Mutations);
        read.ShouldBeGreaterThan(100);
        refused.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Refusing_costs_no_more_memory_than_the_bytes_deserve()
    {
        // A header that promises a quarter of a gigabyte, and lists that promise more than there is.
        byte[][] liars = [Bytes.Hex("30FFFFFF7F0001"), Bytes.Hex("3005 FFFF 61 0301"), Bytes.Hex("9003000190")];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            foreach (var bytes in liars)
            {
                var buffer = new ReadOnlySequence<byte>(bytes);
                Should.Throw<MqttException>(() => MqttCodec.TryRead(ref buffer, ProtocolVersion.V5, Bytes.Limit, out _));
            }
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 3000;
        each.ShouldBeLessThan(16_384);
    }

    static ProtocolVersion VersionOf(Packet packet, ProtocolVersion version) => packet is ConnectPacket connect ? connect.ProtocolVersion : version;

    static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.Insert(at, (byte)random.Next(256)); break;
                case 3 when bytes.Count > 2: bytes.RemoveAt(at); break;
                default: bytes[at] = random.Next(2) == 0 ? (byte)0 : (byte)0xFF; break;
            }
        }
        if (random.Next(2) == 0 && bytes.Count is > 2 and < 130)
            bytes[1] = (byte)(bytes.Count - 2); // mend the length, to get past the header
        return [.. bytes];
    }
}
