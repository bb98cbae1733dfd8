using System.Text;
using SmartBlocks.Gateway.Mqtt;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Tests.Mqtt;

/// <summary>What is acknowledged, when, and with what: the promise that PUBACK means "on the ledger".</summary>
public sealed class PublishTests
{
    const string Readings = "sb/nimbus/main/readings";

    static PublishPacket Reading(ushort id, string payload = "r", QualityOfService qos = QualityOfService.AtLeastOnce, string topic = Readings) =>
        new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(payload), QualityOfService = qos, PacketIdentifier = id };

    static ConnectPacket V311(string id = "c") =>
        new() { ProtocolVersion = ProtocolVersion.V311, ClientId = id, UserName = "nimbus/main", Password = "secret"u8.ToArray() };

    [Fact]
    public async Task Puback_waits_for_the_ledger()
    {
        await using var host = await MqttTestHost.StartAsync();
        var ledger = new TaskCompletionSource<IngestAck>();
        host.Seams.Ledger = _ => ledger.Task;
        await using var client = await host.ConnectAsync();
        await client.SendAsync(Reading(7));
        await client.ExpectNothingAsync();
        ledger.SetResult(IngestAck.Accepted);
        var puback = await client.ReceiveAsync<PubackPacket>();
        puback.PacketIdentifier.ShouldBe((ushort)7);
        puback.ReasonCode.ShouldBe(ReasonCode.Success);
    }

    [Fact]
    public async Task Messages_are_worked_on_side_by_side_and_acknowledged_in_order_of_receipt()
    {
        await using var host = await MqttTestHost.StartAsync();
        var fates = Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource<IngestAck>()).ToArray();
        var asked = 0;
        host.Seams.Ledger = m => { Interlocked.Increment(ref asked); return fates[int.Parse(Encoding.UTF8.GetString(m.Payload.Span), System.Globalization.CultureInfo.InvariantCulture)].Task; };
        await using var client = await host.ConnectAsync();
        await client.SendAsync([.. Enumerable.Range(0, 5).Select(i => Reading((ushort)(i + 1), $"{i}"))]);
        await client.ExpectNothingAsync();
        asked.ShouldBe(5, "all at once, none waiting for another");
        foreach (var i in new[] { 4, 2, 1, 3 })
            fates[i].SetResult(IngestAck.Accepted);
        await client.ExpectNothingAsync();
        fates[0].SetResult(IngestAck.Accepted);
        for (ushort id = 1; id <= 5; id++)
            (await client.ReceiveAsync<PubackPacket>()).PacketIdentifier.ShouldBe(id);
    }

    [Fact]
    public async Task A_rejection_in_5_0_is_a_reason_code_a_reason_and_a_message()
    {
        await using var host = await MqttTestHost.StartAsync();
        host.Seams.Ledger = _ => Task.FromResult(IngestAck.Rejected(ReasonCode.QuotaExceeded, "register going backwards", "sb/nimbus/main/rejected", "{}"u8.ToArray()));
        await using var client = await host.ConnectAsync();
        await client.SubscribeAsync(new Subscription("sb/nimbus/main/rejected", QualityOfService.AtLeastOnce));
        await client.SendAsync(Reading(1), Reading(2, qos: QualityOfService.ExactlyOnce));
        var received = new List<Packet>();
        for (var i = 0; i < 4; i++)
            received.Add((await client.ReceiveAsync())!);
        var puback = received.OfType<PubackPacket>().ShouldHaveSingleItem();
        puback.ReasonCode.ShouldBe(ReasonCode.QuotaExceeded);
        puback.Properties!.ReasonString.ShouldBe("register going backwards");
        received.OfType<PubrecPacket>().ShouldHaveSingleItem().ReasonCode.ShouldBe(ReasonCode.QuotaExceeded);
        received.OfType<PublishPacket>().Select(p => p.Topic).ShouldBe(["sb/nimbus/main/rejected", "sb/nimbus/main/rejected"]);
    }

    [Fact]
    public async Task A_client_that_wants_no_problem_information_gets_only_the_code()
    {
        await using var host = await MqttTestHost.StartAsync();
        host.Seams.Ledger = _ => Task.FromResult(IngestAck.Rejected(ReasonCode.QuotaExceeded, "no"));
        await using var client = await host.ConnectAsync(new ConnectPacket
        {
            ClientId = "c", UserName = "nimbus/main", Password = "secret"u8.ToArray(), Properties = new Properties { RequestProblemInformation = false },
        });
        await client.SendAsync(Reading(1));
        var puback = await client.ReceiveAsync<PubackPacket>();
        puback.ReasonCode.ShouldBe(ReasonCode.QuotaExceeded);
        puback.Properties.ShouldBeNull();
    }

    [Fact]
    public async Task A_rejection_in_3_1_1_is_acknowledged_and_told_on_the_rejected_topic()
    {
        await using var host = await MqttTestHost.StartAsync();
        host.Seams.Ledger = _ => Task.FromResult(IngestAck.Rejected(ReasonCode.NotAuthorized, "wrong key", "sb/nimbus/main/rejected", "{\"reason\":\"wrong key\"}"u8.ToArray()));
        await using var client = await host.ConnectAsync(V311());
        await client.SubscribeAsync(new Subscription("sb/nimbus/main/rejected"));
        await client.SendAsync(Reading(1));
        var received = new[] { (await client.ReceiveAsync())!, (await client.ReceiveAsync())! };
        received.OfType<PubackPacket>().ShouldHaveSingleItem();
        Encoding.UTF8.GetString(received.OfType<PublishPacket>().ShouldHaveSingleItem().Payload.Span).ShouldContain("wrong key");
    }

    [Theory]
    [InlineData(ProtocolVersion.V311)]
    [InlineData(ProtocolVersion.V5)]
    public async Task What_could_not_be_stored_is_never_acknowledged_and_accepted_when_sent_again(ProtocolVersion version)
    {
        await using var host = await MqttTestHost.StartAsync();
        host.Seams.Ledger = _ => Task.FromException<IngestAck>(new IOException("disk full"));
        var connect = V311() with { ProtocolVersion = version, CleanStart = false };
        await using (var client = await host.ConnectAsync(connect))
        {
            await client.SendAsync(Reading(1));
            if (version == ProtocolVersion.V5)
                (await client.ReceiveAsync<DisconnectPacket>()).ReasonCode.ShouldBe(ReasonCode.ServerBusy);
            (await client.ReceiveAsync()).ShouldBeNull("closed, not acknowledged");
        }
        host.Seams.Ledger = _ => Task.FromResult(IngestAck.Accepted);
        await using var again = await host.ConnectAsync(connect);
        await again.SendAsync(Reading(1) with { Duplicate = true });
        (await again.ReceiveAsync<PubackPacket>()).PacketIdentifier.ShouldBe((ushort)1);
        host.Seams.Stored.Count.ShouldBe(1);
    }

    [Fact]
    public async Task QoS_2_is_on_the_ledger_before_pubrec_and_a_repeated_publish_is_not_stored_twice()
    {
        await using var host = await MqttTestHost.StartAsync();
        var connect = new ConnectPacket
        {
            ClientId = "c", UserName = "nimbus/main", Password = "secret"u8.ToArray(), CleanStart = false, Properties = new Properties { SessionExpiryInterval = 60 },
        };
        await using (var client = await host.ConnectAsync(connect))
        {
            await client.SendAsync(Reading(5, qos: QualityOfService.ExactlyOnce));
            (await client.ReceiveAsync<PubrecPacket>()).ReasonCode.ShouldBe(ReasonCode.Success);
            host.Seams.Stored.Count.ShouldBe(1);
        } // the connection is lost before PUBREL
        await using var again = await host.ConnectAsync(connect);
        await again.SendAsync(Reading(5, qos: QualityOfService.ExactlyOnce) with { Duplicate = true });
        await again.ReceiveAsync<PubrecPacket>();
        host.Seams.Stored.Count.ShouldBe(1);
        await again.SendAsync(new PubrelPacket { PacketIdentifier = 5 });
        (await again.ReceiveAsync<PubcompPacket>()).ReasonCode.ShouldBe(ReasonCode.Success);
        await again.SendAsync(new PubrelPacket { PacketIdentifier = 5 });
        (await again.ReceiveAsync<PubcompPacket>()).ReasonCode.ShouldBe(ReasonCode.PacketIdentifierNotFound);
    }

    [Fact]
    public async Task Publishing_elsewhere_is_refused_in_5_0_and_ends_a_3_1_1_connection()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var v5 = await host.ConnectAsync();
        await v5.SendAsync(Reading(1, topic: "sb/other/main/readings"));
        (await v5.ReceiveAsync<PubackPacket>()).ReasonCode.ShouldBe(ReasonCode.NotAuthorized);
        await using var v3 = await host.ConnectAsync(V311("d"));
        await v3.SendAsync(Reading(1, topic: "sb/other/main/readings"));
        (await v3.ReceiveAsync()).ShouldBeNull();
        host.Seams.Stored.ShouldBeEmpty();
    }

    [Fact]
    public async Task Topic_aliases_stand_for_their_topic_until_the_connection_ends()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using (var client = await host.ConnectAsync())
        {
            await client.SendAsync(Reading(1) with { Properties = new Properties { TopicAlias = 3 } }, Reading(2, topic: "") with { Properties = new Properties { TopicAlias = 3 } });
            await client.ReceiveAsync<PubackPacket>();
            await client.ReceiveAsync<PubackPacket>();
            host.Seams.Stored.Select(m => m.Topic).ShouldBe([Readings, Readings]);
        }
        await using var again = await host.ConnectAsync();
        await again.SendAsync(Reading(1, topic: "") with { Properties = new Properties { TopicAlias = 3 } });
        (await again.ReceiveAsync<DisconnectPacket>()).ReasonCode.ShouldBe(ReasonCode.ProtocolError);
    }

    [Fact]
    public async Task More_than_the_receive_maximum_ends_the_connection()
    {
        await using var host = await MqttTestHost.StartAsync(o => o.ReceiveMaximum = 4);
        await using var client = await host.ConnectAsync();
        await client.SendAsync([.. Enumerable.Range(1, 5).Select(i => Reading((ushort)i, qos: QualityOfService.ExactlyOnce))]);
        for (var i = 0; i < 4; i++)
            await client.ReceiveAsync<PubrecPacket>();
        (await client.ReceiveAsync<DisconnectPacket>()).ReasonCode.ShouldBe(ReasonCode.ReceiveMaximumExceeded);
    }

    [Fact]
    public async Task A_packet_too_large_ends_the_connection_before_it_is_buffered()
    {
        await using var host = await MqttTestHost.StartAsync(o => o.MaximumPacketSize = 1024);
        await using var client = await host.ConnectAsync();
        await client.SendBytesAsync([0x32, 0xFF, 0xFF, 0x03]);
        (await client.ReceiveAsync<DisconnectPacket>()).ReasonCode.ShouldBe(ReasonCode.PacketTooLarge);
    }
}
