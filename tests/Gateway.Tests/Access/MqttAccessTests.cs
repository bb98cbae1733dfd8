using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Gateway.Access;
using SmartBlocks.Gateway.Mqtt;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Tests.Access;

public sealed class MqttAccessTests(GatewayHost host)
{
    MqttAccess Access => host.Services.GetRequiredService<MqttAccess>();

    static MqttCaller Device(params string[] meters) => new(Caller.Of(new DeviceGrant("d", "acme", [.. meters])));

    static MqttCaller Reader(string role) => new(Caller.Of(new Grant("k", "acme", role, [])));

    [Theory]
    [InlineData("sb/acme/m1/readings", true)]
    [InlineData("sb/acme/m1/readings/p1", true)]
    [InlineData("sb/acme/m1/status", true)]
    [InlineData("sb/acme/m1/readings/xml", false)]
    [InlineData("sb/acme/m2/readings", false)]
    [InlineData("sb/other/m1/readings", false)]
    [InlineData("sb/acme/m1/accepted", false)]
    [InlineData("sb/acme/m1/rejected", false)]
    [InlineData("sb/acme//readings", false)]
    [InlineData("sb//m1/readings", false)]
    [InlineData("sb/acme/m1/", false)]
    [InlineData("anything", false)]
    public void A_device_publishes_on_its_own_topics(string topic, bool may) =>
        Access.CanPublish(Device("m1"), topic).ShouldBe(may ? ReasonCode.Success : ReasonCode.NotAuthorized);

    [Theory]
    [InlineData("sb/acme/+/accepted", true)]
    [InlineData("sb/acme/#", true)]
    [InlineData("#", true)]
    [InlineData("sb/+/+/accepted", true)]
    [InlineData("sb/acme/m1/accepted", true)]
    [InlineData("sb/other/#", false)]
    [InlineData("sb/other/m1/accepted", false)]
    [InlineData("sb/acme/m1/rejected", false)]
    [InlineData("elsewhere/#", false)]
    public void A_partner_follows_inside_its_tenant(string filter, bool may)
    {
        TopicFilter.TryParse(filter, out var parsed).ShouldBeTrue();
        Access.CanSubscribe(Reader("partner"), parsed!).ShouldBe(may ? ReasonCode.Success : ReasonCode.NotAuthorized);
    }

    [Theory]
    [InlineData("sb/acme/m1/accepted", true, true)]
    [InlineData("sb/acme/m2/accepted", true, false)]
    [InlineData("sb/acme/m1/rejected", false, true)]
    [InlineData("sb/other/m1/accepted", false, false)]
    [InlineData("sb/acme/m1/readings", false, false)]
    public void A_wildcard_brings_only_what_one_may_see(string topic, bool partner, bool device)
    {
        Access.CanReceive(Reader("partner"), topic).ShouldBe(partner);
        Access.CanReceive(Device("m1"), topic).ShouldBe(device);
    }

    [Theory]
    [InlineData("acme-device", true)]
    [InlineData("nobody", false)]
    [InlineData("cert/ABCD", false)]
    public async Task A_device_signs_in_with_its_own_token(string username, bool may)
    {
        await host.Grains.GetGrain<IDeviceGrain>("cert/ABCD").Create(new NewDevice("acme", ["*"], host.DeviceToken));
        var answer = await Access.AuthenticateAsync(Credentials(username, host.DeviceToken), TestContext.Current.CancellationToken);
        (answer.Identity is MqttCaller).ShouldBe(may);
        (await Access.AuthenticateAsync(Credentials(username, "wrong"), TestContext.Current.CancellationToken)).Identity.ShouldBeNull();
    }

    [Fact]
    public async Task An_API_key_signs_its_holder_in_under_any_name()
    {
        var answer = await Access.AuthenticateAsync(Credentials("whoever", host.PartnerKey), TestContext.Current.CancellationToken);
        answer.Identity.ShouldBeOfType<MqttCaller>().Caller.Role.ShouldBe("partner");
    }

    static MqttCredentials Credentials(string username, string password) => new() { ClientId = "c", UserName = username, Password = Encoding.UTF8.GetBytes(password) };
}
