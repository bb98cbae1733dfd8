using System.Net;
using System.Net.WebSockets;
using System.Text;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>The WebSocket that validators and other followers connect to.</summary>
public sealed class FollowTests(GatewayHost host)
{
    [Fact]
    public async Task Who_may_read_a_ledger_gets_its_blocks_as_the_export_has_them()
    {
        using var client = host.Client(host.AuditorKey);
        var export = (await client.GetStringAsync("/api/v1/ledgers/acme/export")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var socket = await ConnectAsync(host.AuditorKey, 0);
        var hello = (FollowMessage.Hello)(await ReceiveAsync(socket))!;
        hello.Ledger.ShouldBe("acme");
        await SendAsync(socket, new FollowMessage.FollowerHello(null, null));

        for (var number = 0; number < export.Length; number++)
        {
            var block = await NextAsync<FollowMessage.BlockLine>(socket);
            // A dropped payload or a block that came meanwhile aside, byte for byte.
            Encoding.UTF8.GetString(block.Line.Span).ShouldBe(export[number]);
        }

        using var late = await ConnectAsync(host.AuditorKey, export.Length - 1);
        await ReceiveAsync(late);
        await SendAsync(late, new FollowMessage.FollowerHello(null, null));
        Encoding.UTF8.GetString((await NextAsync<FollowMessage.BlockLine>(late)).Line.Span).ShouldBe(export[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_may_not_read_it_and_has_no_validators_key_hears_no_block(bool signedIn)
    {
        using var socket = await ConnectAsync(signedIn ? host.OtherKey : null, 0);
        await ReceiveAsync(socket);
        await SendAsync(socket, new FollowMessage.FollowerHello(null, null));

        (await ReceiveAsync(socket)).ShouldBeNull();
        socket.CloseStatusDescription.ShouldBe("sign in, or show the key of a validator of this ledger");
    }

    [Fact]
    public async Task A_key_that_is_no_validators_is_no_way_in()
    {
        using var key = SigningKey.FromECDsa(System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256));
        using var socket = await ConnectAsync(null, 0);
        var hello = (FollowMessage.Hello)(await ReceiveAsync(socket))!;
        await SendAsync(socket, new FollowMessage.FollowerHello(key.PublicKey.KeyId, HelloProof.Sign(key, "acme", hello.Genesis, hello.Challenge)));

        (await ReceiveAsync(socket)).ShouldBeNull();
        socket.CloseStatusDescription.ShouldBe("the key is no validator's of this ledger, or its proof does not hold");
    }

    [Fact]
    public async Task A_follower_without_a_validators_key_has_no_voice()
    {
        using var socket = await ConnectAsync(host.AuditorKey, 1_000_000);
        await ReceiveAsync(socket);
        await SendAsync(socket, new FollowMessage.FollowerHello(null, null));
        await SendAsync(socket, new FollowMessage.BlockSigned(3, default(Hash256).ToString(), new byte[64]));
        while (await ReceiveAsync(socket) is { } message) message.ShouldBeOfType<FollowMessage.Progress>();
        socket.CloseStatusDescription.ShouldBe("only validators have a voice");
    }

    [Fact]
    public async Task What_is_no_WebSocket_is_told_so()
    {
        using var client = host.Client(host.AuditorKey);
        using var answer = await client.GetAsync("/api/v1/ledgers/acme/follow");
        answer.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(FollowMessage.Subprotocol);
    }

    Task<ClientWebSocket> ConnectAsync(string? key, long from) => FollowFrames.ConnectAsync(host.Address, "acme", key, from, TestContext.Current.CancellationToken);

    static async Task<T> NextAsync<T>(ClientWebSocket socket) where T : FollowMessage
    {
        while (true)
        {
            var message = await ReceiveAsync(socket);
            if (message is T wanted) return wanted;
            message.ShouldBeOfType<FollowMessage.Progress>();
        }
    }

    static Task SendAsync(ClientWebSocket socket, FollowMessage message) => socket.SendAsync(message, TestContext.Current.CancellationToken);

    static Task<FollowMessage?> ReceiveAsync(ClientWebSocket socket) => socket.ReceiveAsync(TestContext.Current.CancellationToken);
}
