using System.Text;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Tests.Mqtt;

/// <summary>CONNECT and what outlives a connection.</summary>
public sealed class SessionTests
{
    static readonly ConnectPacket Main = new() { ClientId = "c", UserName = "nimbus/main", Password = "secret"u8.ToArray() };

    static readonly ConnectPacket Resuming = Main with { CleanStart = false, Properties = new Properties { SessionExpiryInterval = 60 } };

    static readonly ConnectPacket Publisher = Main with { ClientId = "publisher" };

    static PublishPacket Event(int i, QualityOfService qos = QualityOfService.AtLeastOnce) => new()
    {
        Topic = "sb/nimbus/events", Payload = Encoding.UTF8.GetBytes($"{i}"), QualityOfService = qos,
        PacketIdentifier = qos == QualityOfService.AtMostOnce ? (ushort)0 : (ushort)(i + 1),
    };

    static string Text(PublishPacket packet) => Encoding.UTF8.GetString(packet.Payload.Span);

    [Fact]
    public async Task A_wrong_password_is_told_in_the_words_of_each_version()
    {
        await using var host = await MqttTestHost.StartAsync();
        foreach (var version in Enum.GetValues<ProtocolVersion>())
        {
            await using var client = await TestClient.OpenAsync(host.Port);
            var connack = await client.ConnectAsync(Main with { ProtocolVersion = version, Password = "wrong"u8.ToArray() });
            connack.ReasonCode.ShouldBe(ReasonCode.BadUserNameOrPassword);
            connack.Properties?.ReasonString.ShouldBe("wrong password");
            (await client.ReceiveAsync()).ShouldBeNull();
        }
    }

    [Fact]
    public async Task An_authentication_method_and_AUTH_are_refused()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using (var client = await TestClient.OpenAsync(host.Port))
            (await client.ConnectAsync(Main with { Properties = new Properties { AuthenticationMethod = "SCRAM-SHA-1" } })).ReasonCode.ShouldBe(ReasonCode.BadAuthenticationMethod);
        await using var connected = await host.ConnectAsync();
        await connected.SendAsync(new AuthPacket { ReasonCode = ReasonCode.ReAuthenticate });
        (await connected.ReceiveAsync<DisconnectPacket>()).ReasonCode.ShouldBe(ReasonCode.ProtocolError);
    }

    [Fact]
    public async Task An_unknown_protocol_level_is_answered_in_3_1_1()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var client = await TestClient.OpenAsync(host.Port);
        await client.SendBytesAsync(Convert.FromHexString("100D00044D5154540602000000" + "0000"));
        var connack = await Connack311(client);
        connack.ReasonCode.ShouldBe(ReasonCode.UnsupportedProtocolVersion);
    }

    static async Task<ConnackPacket> Connack311(TestClient client)
    {
        client.SpeakAs(ProtocolVersion.V311);
        return await client.ReceiveAsync<ConnackPacket>();
    }

    [Fact]
    public async Task The_server_tells_its_limits_and_assigns_an_identifier()
    {
        await using var host = await MqttTestHost.StartAsync(o => { o.MaximumKeepAlive = 60; o.ReceiveMaximum = 12; o.TopicAliasMaximum = 3; o.MaximumPacketSize = 5000; });
        await using var client = await TestClient.OpenAsync(host.Port);
        var granted = (await client.ConnectAsync(Main with { ClientId = "", KeepAlive = 120 })).Properties!;
        granted.AssignedClientIdentifier.ShouldNotBeNullOrEmpty();
        granted.ServerKeepAlive.ShouldBe((ushort)60);
        granted.ReceiveMaximum.ShouldBe((ushort)12);
        granted.TopicAliasMaximum.ShouldBe((ushort)3);
        granted.MaximumPacketSize.ShouldBe(5000u);
    }

    [Fact]
    public async Task A_3_1_1_session_needs_an_identifier()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var client = await TestClient.OpenAsync(host.Port);
        (await client.ConnectAsync(Main with { ProtocolVersion = ProtocolVersion.V311, ClientId = "", CleanStart = false })).ReasonCode.ShouldBe(ReasonCode.ClientIdentifierNotValid);
    }

    [Fact]
    public async Task What_came_while_a_client_was_away_waits_for_it_in_order()
    {
        await using var host = await MqttTestHost.StartAsync();
        var client = await host.ConnectAsync(Resuming);
        await client.SubscribeAsync(new Subscription("sb/nimbus/#", QualityOfService.ExactlyOnce));
        await client.DisconnectAsync();

        await using var publisher = await host.ConnectAsync(Publisher);
        for (var i = 0; i < 3; i++)
        {
            await publisher.SendAsync(Event(i));
            await publisher.ReceiveAsync<PubackPacket>();
        }

        await using var again = await TestClient.OpenAsync(host.Port);
        (await again.ConnectAsync(Resuming)).SessionPresent.ShouldBeTrue();
        for (var i = 0; i < 3; i++)
            Text(await again.ReceiveAsync<PublishPacket>()).ShouldBe($"{i}");
    }

    [Fact]
    public async Task Deliveries_not_acknowledged_are_sent_again_first_and_marked()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var publisher = await host.ConnectAsync(Publisher);
        ushort released;
        await using (var client = await host.ConnectAsync(Resuming))
        {
            await client.SubscribeAsync(new Subscription("sb/nimbus/events", QualityOfService.ExactlyOnce));
            await publisher.SendAsync(Event(0, QualityOfService.ExactlyOnce), Event(1));
            var first = await client.ReceiveAsync<PublishPacket>();
            await client.ReceiveAsync<PublishPacket>();
            await client.SendAsync(new PubrecPacket { PacketIdentifier = released = first.PacketIdentifier });
            await client.ReceiveAsync<PubrelPacket>();
        }
        await using var again = await host.ConnectAsync(Resuming);
        (await again.ReceiveAsync<PubrelPacket>()).PacketIdentifier.ShouldBe(released);
        var repeated = await again.ReceiveAsync<PublishPacket>();
        repeated.Duplicate.ShouldBeTrue();
        Text(repeated).ShouldBe("1");
    }

    [Fact]
    public async Task A_session_that_has_expired_or_was_given_up_is_gone()
    {
        await using var host = await MqttTestHost.StartAsync();
        var client = await host.ConnectAsync(Resuming with { Properties = null });
        await client.DisconnectAsync();
        host.Broker.SessionCount.ShouldBe(0);

        client = await host.ConnectAsync(Resuming);
        await client.SendAsync(new DisconnectPacket { Properties = new Properties { SessionExpiryInterval = 0 } });
        (await client.ReceiveAsync()).ShouldBeNull();
        host.Broker.SessionCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_second_connection_takes_the_session_over()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var first = await host.ConnectAsync(Resuming);
        await first.SubscribeAsync(new Subscription("sb/nimbus/events", QualityOfService.AtLeastOnce));
        await using var second = await TestClient.OpenAsync(host.Port);
        (await second.ConnectAsync(Resuming)).SessionPresent.ShouldBeTrue();
        (await first.ReceiveAsync<DisconnectPacket>()).ReasonCode.ShouldBe(ReasonCode.SessionTakenOver);
        (await first.ReceiveAsync()).ShouldBeNull();
        await host.Broker.PublishAsync("sb/nimbus/events", "x"u8.ToArray(), QualityOfService.AtLeastOnce);
        await second.ReceiveAsync<PublishPacket>();
    }

    [Fact]
    public async Task Another_account_with_the_same_client_identifier_has_a_session_of_its_own()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var first = await host.ConnectAsync(Resuming);
        await using var other = await TestClient.OpenAsync(host.Port);
        (await other.ConnectAsync(Resuming with { UserName = "rival/main" })).SessionPresent.ShouldBeFalse();
        await first.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_silent_client_is_disconnected_and_its_will_published()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var watcher = await host.ConnectAsync(Publisher);
        await watcher.SubscribeAsync(new Subscription("sb/nimbus/gone", QualityOfService.AtLeastOnce));
        await using var silent = await host.ConnectAsync(Main with { KeepAlive = 1, Will = new Will { Topic = "sb/nimbus/gone", Payload = "main"u8.ToArray() } });
        (await silent.ReceiveAsync<DisconnectPacket>()).ReasonCode.ShouldBe(ReasonCode.KeepAliveTimeout);
        Text(await watcher.ReceiveAsync<PublishPacket>()).ShouldBe("main");
    }

    [Fact]
    public async Task A_will_is_dropped_by_DISCONNECT_and_by_a_client_back_in_time()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var watcher = await host.ConnectAsync(Publisher);
        await watcher.SubscribeAsync(new Subscription("sb/nimbus/gone"));
        var willing = Resuming with { Will = new Will { Topic = "sb/nimbus/gone", Properties = new Properties { WillDelayInterval = 3 } } };
        var proper = await host.ConnectAsync(willing);
        await proper.DisconnectAsync();
        var lost = await host.ConnectAsync(willing);
        await lost.DisposeAsync();
        await using var back = await host.ConnectAsync(Resuming);
        await Task.Delay(TimeSpan.FromSeconds(4));
        await watcher.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_will_one_may_not_publish_is_refused_at_once()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var client = await TestClient.OpenAsync(host.Port);
        (await client.ConnectAsync(Main with { Will = new Will { Topic = "sb/other/x" } })).ReasonCode.ShouldBe(ReasonCode.NotAuthorized);
    }

    [Fact]
    public async Task A_shutdown_says_so()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var stopping = host.StopAsync();
        (await client.ReceiveAsync<DisconnectPacket>()).ReasonCode.ShouldBe(ReasonCode.ServerShuttingDown);
        await client.DisposeAsync();
        await stopping;
    }

    [Fact]
    public async Task A_revoked_account_is_disconnected()
    {
        await using var host = await MqttTestHost.StartAsync();
        await using var client = await host.ConnectAsync();
        host.Broker.Disconnect(i => i.Name == "nimbus/main", ReasonCode.NotAuthorized, "key revoked");
        (await client.ReceiveAsync<DisconnectPacket>()).Properties!.ReasonString.ShouldBe("key revoked");
    }

    [Fact]
    public async Task Too_many_sessions_of_an_account_are_refused()
    {
        await using var host = await MqttTestHost.StartAsync(o => o.MaximumSessionsPerIdentity = 2);
        await using var a = await host.ConnectAsync(Main with { ClientId = "a" });
        await using var b = await host.ConnectAsync(Main with { ClientId = "b" });
        await using var c = await TestClient.OpenAsync(host.Port);
        (await c.ConnectAsync(Main with { ClientId = "c" })).ReasonCode.ShouldBe(ReasonCode.QuotaExceeded);
    }
}
