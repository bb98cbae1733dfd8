using System.Net;
using SmartBlocks.Gateway.Mqtt;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Tests.Mqtt;

public sealed class OpenTopicsTests
{
    static readonly ConnectPacket Anonymous = new() { ClientId = "anyone" };

    static Task<MqttTestHost> StartAsync(params string[] open) => MqttTestHost.StartAsync(o =>
    {
        foreach (var filter in open)
            o.OpenTopics.Add(filter);
    });

    [Fact]
    public async Task Without_open_topics_nobody_comes_in_without_a_name()
    {
        await using var host = await StartAsync();
        await using var client = await TestClient.OpenAsync(host.Port);
        (await client.ConnectAsync(Anonymous)).ReasonCode.ShouldBe(ReasonCode.BadUserNameOrPassword);
    }

    [Fact]
    public async Task With_them_a_local_client_uses_them_and_nothing_else()
    {
        await using var host = await StartAsync("test/#", "!test/closed");
        await using var client = await host.ConnectAsync(Anonymous);
        (await client.SubscribeAsync(new Subscription("#"), new Subscription("test/closed"), new Subscription("sb/nimbus/a")))
            .ReasonCodes.ShouldBe([ReasonCode.Success, ReasonCode.UnspecifiedError, ReasonCode.UnspecifiedError]);
        await client.SendAsync(new PublishPacket { Topic = "sb/nimbus/main/readings", QualityOfService = QualityOfService.AtLeastOnce, PacketIdentifier = 1 });
        (await client.ReceiveAsync<PubackPacket>()).ReasonCode.ShouldBe(ReasonCode.NotAuthorized);
        await client.SendAsync(new PublishPacket { Topic = "test/open" });
        (await client.ReceiveAsync<PublishPacket>()).Topic.ShouldBe("test/open");
    }

    [Fact]
    public async Task They_are_a_world_apart_from_the_tenants()
    {
        await using var host = await StartAsync("#");
        await using var anyone = await host.ConnectAsync(Anonymous);
        await using var tenant = await host.ConnectAsync();
        await anyone.SubscribeAsync(new Subscription("#"));
        await tenant.SubscribeAsync(new Subscription("sb/nimbus/#"));
        await host.Broker.PublishAsync("sb/nimbus/main/accepted", "secret"u8.ToArray(), retain: true);
        (await tenant.ReceiveAsync<PublishPacket>()).Topic.ShouldBe("sb/nimbus/main/accepted");
        await anyone.ExpectNothingAsync();
        await anyone.SendAsync(new PublishPacket { Topic = "sb/nimbus/main/readings" });
        await anyone.ReceiveAsync<PublishPacket>();
        await tenant.ExpectNothingAsync();
        host.Seams.Stored.ShouldBeEmpty("what is open never reaches the ledger");
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("192.168.1.2", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    public void Only_the_loopback_interface_is_local(string address, bool expected) =>
        OpenTopics.IsLoopback(new IPEndPoint(IPAddress.Parse(address), 1883)).ShouldBe(expected);

    [Fact]
    public void An_unknown_address_is_not_local() => OpenTopics.IsLoopback(null).ShouldBeFalse();

    [Fact]
    public void A_bad_filter_is_named()
    {
        Should.Throw<ArgumentException>(() => new OpenTopics(["a/#/b"])).Message.ShouldContain("a/#/b");
    }
}
