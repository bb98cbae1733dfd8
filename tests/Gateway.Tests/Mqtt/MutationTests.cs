using System.Buffers;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Tests.Mqtt;

/// <summary>Foreign bytes on real connections: the endpoint stays up, closes what is wrong, and keeps nothing of it.</summary>
public sealed class MutationTests
{
    const int Mutations = 10_000;

    [Fact]
    public async Task Ten_thousand_mutated_packets_leave_the_endpoint_well()
    {
        await using var host = await MqttTestHost.StartAsync();
        var random = new Random(11);
        var seeds = Seeds();
        int taken = 0, refused = 0;
        var client = await OpenAsync(host);
        for (var i = 0; i < Mutations; i++)
        {
            await client.SendBytesAsync(Mutate(seeds[random.Next(seeds.Length)], random));
            if (await IsAliveAsync(client))
            {
                taken++;
                continue;
            }
            refused++;
            await client.DisposeAsync();
            client = await OpenAsync(host);
        }
        await client.DisposeAsync();
        taken.ShouldBeGreaterThan(1000);
        refused.ShouldBeGreaterThan(1000);
        await using var well = await host.ConnectAsync();
        await well.ExpectNothingAsync();
        host.Broker.SessionCount.ShouldBeLessThanOrEqualTo(2);
    }

    static async Task<TestClient> OpenAsync(MqttTestHost host) =>
        await host.ConnectAsync(new ConnectPacket { ClientId = "mutant", UserName = "nimbus/main", Password = "secret"u8.ToArray() });

    /// <summary>False when the endpoint has closed the connection on what it was sent.</summary>
    static async Task<bool> IsAliveAsync(TestClient client)
    {
        try
        {
            await client.SendAsync(PingreqPacket.Instance);
        }
        catch (IOException)
        {
            return false;
        }
        while (true)
            switch (await client.ReceiveAsync())
            {
                case PingrespPacket: return true;
                case null or DisconnectPacket: return false;
            }
    }

    static byte[][] Seeds()
    {
        Packet[] packets =
        [
            new PublishPacket { Topic = "sb/nimbus/main/readings", QualityOfService = QualityOfService.AtLeastOnce, PacketIdentifier = 1, Payload = new byte[40], Properties = new Properties { TopicAlias = 2, ContentType = "x" } },
            new PublishPacket { Topic = "sb/nimbus/x", QualityOfService = QualityOfService.ExactlyOnce, PacketIdentifier = 2, Retain = true, Payload = new byte[4] },
            new SubscribePacket { PacketIdentifier = 3, Subscriptions = [new("sb/nimbus/#", QualityOfService.ExactlyOnce), new("$share/a/b", QualityOfService.AtLeastOnce)] },
            new UnsubscribePacket { PacketIdentifier = 4, Filters = ["sb/nimbus/#"] },
            new PubrelPacket { PacketIdentifier = 2 }, new PubackPacket { PacketIdentifier = 1 }, new PubrecPacket { PacketIdentifier = 1 }, new PubcompPacket { PacketIdentifier = 1 },
            PingreqPacket.Instance, new ConnectPacket { ClientId = "again", Will = new Will { Topic = "w" } },
            new AuthPacket(),
        ];
        return [.. packets.Select(packet =>
        {
            var output = new ArrayBufferWriter<byte>();
            MqttCodec.Write(output, packet, ProtocolVersion.V5);
            return output.WrittenSpan.ToArray();
        })];
    }

    static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = (byte[])seed.Clone();
        for (var n = random.Next(1, 4); n > 0; n--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        bytes[1] = (byte)(bytes.Length - 2); // whole, so that the endpoint does not wait for more
        return bytes;
    }
}
