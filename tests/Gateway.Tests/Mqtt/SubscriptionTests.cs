using System.Text;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Tests.Mqtt;

/// <summary>Who gets what: filters, options, retained messages, flow towards a client.</summary>
public sealed class SubscriptionTests
{
    static ConnectPacket Client(string id, Properties? properties = null) =>
        new() { ClientId = id, UserName = "nimbus/main", Password = "secret"u8.ToArray(), Properties = properties };

    static PublishPacket Event(string topic, string payload = "x", bool retain = false) =>
        new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(payload), Retain = retain };

    static string Text(PublishPacket packet) => Encoding.UTF8.GetString(packet.Payload.Span);

    [Fact]
    public async Task A_wildcard_yields_only_what_the_client_may_see()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var client = await host.ConnectAsync();
        (await client.SubscribeAsync(new Subscription("#"), new Subscription("sb/other/x"), new Subscription("bad/#/filter")))
            .ReasonCodes.ShouldBe([ReasonCode.Success, ReasonCode.NotAuthorized, ReasonCode.TopicFilterInvalid]);
        await host.Broker.PublishAsync("sb/other/readings", "theirs"u8.ToArray());
        await host.Broker.PublishAsync("sb/nimbus/accepted", "ours"u8.ToArray());
        Text(await client.ReceiveAsync<PublishPacket>()).ShouldBe("ours");
    }

    [Fact]
    public async Task Overlapping_subscriptions_bring_one_message_with_all_identifiers()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var client = await host.ConnectAsync();
        foreach (var (id, filter, qos) in new[] { (2u, "sb/nimbus/+", QualityOfService.AtMostOnce), (3u, "sb/nimbus/#", QualityOfService.AtLeastOnce) })
        {
            await client.SendAsync(new SubscribePacket { PacketIdentifier = 1, Subscriptions = [new(filter, qos)], Properties = new Properties { SubscriptionIdentifiers = [id] } });
            await client.ReceiveAsync<SubackPacket>();
        }
        await host.Broker.PublishAsync("sb/nimbus/a", "x"u8.ToArray(), QualityOfService.ExactlyOnce);
        var packet = await client.ReceiveAsync<PublishPacket>();
        packet.QualityOfService.ShouldBe(QualityOfService.AtLeastOnce);
        packet.Properties!.SubscriptionIdentifiers.Order().ShouldBe([2u, 3u]);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task No_local_and_retain_as_published_do_what_they_say()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var client = await host.ConnectAsync();
        await using var other = await host.ConnectAsync(Client("other"));
        await client.SubscribeAsync(new Subscription("sb/nimbus/a") { NoLocal = true, RetainAsPublished = true });
        await client.SendAsync(Event("sb/nimbus/a", "mine"));
        await client.ExpectNothingAsync();
        await other.SendAsync(Event("sb/nimbus/a", "theirs", retain: true));
        var packet = await client.ReceiveAsync<PublishPacket>();
        Text(packet).ShouldBe("theirs");
        packet.Retain.ShouldBeTrue();
    }

    [Fact]
    public async Task Retained_messages_come_as_retain_handling_asks_and_go_with_an_empty_payload()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var client = await host.ConnectAsync();
        await host.Broker.PublishAsync("sb/nimbus/a", "kept"u8.ToArray(), retain: true);
        await host.Broker.PublishAsync("sb/other/a", "hidden"u8.ToArray(), retain: true);
        var ifNew = new Subscription("sb/#") { RetainHandling = RetainHandling.SendIfNew };
        await client.SubscribeAsync(ifNew);
        var packet = await client.ReceiveAsync<PublishPacket>();
        Text(packet).ShouldBe("kept");
        packet.Retain.ShouldBeTrue();
        await client.SubscribeAsync(ifNew);
        await client.SubscribeAsync(new Subscription("sb/nimbus/+") { RetainHandling = RetainHandling.DoNotSend });
        await client.ExpectNothingAsync();
        await host.Broker.PublishAsync("sb/nimbus/a", default, retain: true);
        (await client.ReceiveAsync<PublishPacket>()).Payload.Length.ShouldBe(0);
        await using var late = await host.ConnectAsync(Client("late"));
        await late.SubscribeAsync(new Subscription("sb/#"));
        await late.ExpectNothingAsync();
    }

    [Fact]
    public async Task Unsubscribing_ends_it_and_says_whether_there_was_one()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var client = await host.ConnectAsync();
        await client.SubscribeAsync(new Subscription("sb/nimbus/a"));
        await client.SendAsync(new UnsubscribePacket { PacketIdentifier = 4, Filters = ["sb/nimbus/a", "sb/nimbus/b"] });
        (await client.ReceiveAsync<UnsubackPacket>()).ReasonCodes.ShouldBe([ReasonCode.Success, ReasonCode.NoSubscriptionExisted]);
        await host.Broker.PublishAsync("sb/nimbus/a", "x"u8.ToArray());
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_shared_subscription_gives_each_message_to_one_member()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var a = await host.ConnectAsync(Client("a"));
        await using var b = await host.ConnectAsync(Client("b"));
        foreach (var client in new[] { a, b })
            await client.SubscribeAsync(new Subscription("$share/workers/sb/nimbus/#"));
        for (var i = 0; i < 4; i++)
            await host.Broker.PublishAsync("sb/nimbus/a", Encoding.UTF8.GetBytes($"{i}"));
        string[] got = [Text(await a.ReceiveAsync<PublishPacket>()), Text(await a.ReceiveAsync<PublishPacket>()), Text(await b.ReceiveAsync<PublishPacket>()), Text(await b.ReceiveAsync<PublishPacket>())];
        got.Order().ShouldBe(["0", "1", "2", "3"]);
        await a.ExpectNothingAsync();
        await b.ExpectNothingAsync();
    }

    [Fact]
    public async Task The_clients_receive_maximum_is_kept()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var client = await host.ConnectAsync(Client("c", new Properties { ReceiveMaximum = 2 }));
        await client.SubscribeAsync(new Subscription("sb/nimbus/#", QualityOfService.AtLeastOnce));
        for (var i = 0; i < 3; i++)
            await host.Broker.PublishAsync("sb/nimbus/a", Encoding.UTF8.GetBytes($"{i}"), QualityOfService.AtLeastOnce);
        var first = await client.ReceiveAsync<PublishPacket>();
        await client.ReceiveAsync<PublishPacket>();
        await client.ExpectNothingAsync();
        await client.SendAsync(new PubackPacket { PacketIdentifier = first.PacketIdentifier });
        Text(await client.ReceiveAsync<PublishPacket>()).ShouldBe("2");
    }

    [Fact]
    public async Task The_clients_maximum_packet_size_and_topic_aliases_are_kept()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var client = await host.ConnectAsync(Client("c", new Properties { MaximumPacketSize = 64, TopicAliasMaximum = 1 }));
        await client.SubscribeAsync(new Subscription("sb/nimbus/#", QualityOfService.AtLeastOnce));
        await host.Broker.PublishAsync("sb/nimbus/a", new byte[100], QualityOfService.AtLeastOnce);
        await host.Broker.PublishAsync("sb/nimbus/a", "1"u8.ToArray(), QualityOfService.AtLeastOnce);
        await host.Broker.PublishAsync("sb/nimbus/a", "2"u8.ToArray(), QualityOfService.AtLeastOnce);
        await host.Broker.PublishAsync("sb/nimbus/b", "3"u8.ToArray(), QualityOfService.AtLeastOnce);
        var first = await client.ReceiveAsync<PublishPacket>();
        (first.Topic, first.Properties!.TopicAlias, Text(first)).ShouldBe(("sb/nimbus/a", (ushort)1, "1"));
        var second = await client.ReceiveAsync<PublishPacket>();
        (second.Topic, second.Properties!.TopicAlias, Text(second)).ShouldBe(("", (ushort)1, "2"));
        var third = await client.ReceiveAsync<PublishPacket>();
        (third.Topic, third.Properties?.TopicAlias).ShouldBe(("sb/nimbus/b", null));
    }

    [Fact]
    public async Task A_message_that_has_expired_is_not_delivered_and_others_tell_what_is_left()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using (var away = await host.ConnectAsync(Client("c", new Properties { SessionExpiryInterval = 60 }) with { CleanStart = false }))
        {
            await away.SubscribeAsync(new Subscription("sb/nimbus/#", QualityOfService.AtLeastOnce));
            await away.DisconnectAsync();
        }
        await host.Broker.PublishAsync("sb/nimbus/a", "short"u8.ToArray(), QualityOfService.AtLeastOnce, properties: new Properties { MessageExpiryInterval = 0 });
        await host.Broker.PublishAsync("sb/nimbus/a", "long"u8.ToArray(), QualityOfService.AtLeastOnce, properties: new Properties { MessageExpiryInterval = 100, ContentType = "text/plain" });
        await using var back = await host.ConnectAsync(Client("c", new Properties { SessionExpiryInterval = 60 }) with { CleanStart = false });
        var packet = await back.ReceiveAsync<PublishPacket>();
        Text(packet).ShouldBe("long");
        packet.Properties!.MessageExpiryInterval!.Value.ShouldBeInRange(1u, 100u);
        packet.Properties.ContentType.ShouldBe("text/plain");
    }

    [Fact]
    public async Task A_client_that_never_reads_holds_up_nobody_and_stays_within_bounds()
    {
        await using var host = await MqttTestHost.StartAsync(o => { o.MaximumQueuedMessages = 50; o.MaximumQueuedBytes = 1024 * 1024; });
        await using var stuck = await host.ConnectAsync(Client("stuck"));
        await using var reader = await host.ConnectAsync(Client("reader"));
        await stuck.SubscribeAsync(new Subscription("sb/nimbus/#"));
        await reader.SubscribeAsync(new Subscription("sb/nimbus/#", QualityOfService.AtLeastOnce));
        var payload = new byte[100_000];
        for (var i = 0; i < 300; i++) // 30 MB: more than any socket buffer takes
        {
            await host.Broker.PublishAsync("sb/nimbus/a", payload, QualityOfService.AtLeastOnce);
            var packet = await reader.ReceiveAsync<PublishPacket>();
            await reader.SendAsync(new PubackPacket { PacketIdentifier = packet.PacketIdentifier });
        }
    }

    [Fact]
    public async Task Pings_of_a_client_that_never_reads_are_not_hoarded()
    {
        await using var host = await MqttTestHost.StartAsync(o => { o.MaximumQueuedAnswers = 16; o.CloseTimeout = TimeSpan.FromMilliseconds(100); });
        await using var client = await host.ConnectAsync();
        var pings = new byte[64 * 1024];
        for (var i = 0; i < pings.Length; i += 2)
            pings[i] = 0xC0;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var sent = 0L;
        try
        {
            while (sent < 64L << 20)
            {
                await client.SendBytesAsync(pings).WaitAsync(patience.Token);
                sent += pings.Length;
            }
        }
        catch (OperationCanceledException)
        {
            // The endpoint stopped reading, which is the point.
        }
        sent.ShouldBeLessThan(64L << 20);
    }
}
