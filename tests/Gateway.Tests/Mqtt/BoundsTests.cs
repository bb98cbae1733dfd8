using System.Text;
using SmartBlocks.Gateway.Mqtt;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Tests.Mqtt;

/// <summary>Every queue has an end, and reaching it harms nobody but whoever filled it.</summary>
public sealed class BoundsTests
{
    static readonly ConnectPacket Resuming = new()
    {
        ClientId = "c", UserName = "nimbus/main", Password = "secret"u8.ToArray(), CleanStart = false,
        Properties = new Properties { SessionExpiryInterval = 60 },
    };

    static PublishPacket Reading(ushort id) =>
        new() { Topic = "sb/nimbus/main/readings", QualityOfService = QualityOfService.AtLeastOnce, PacketIdentifier = id };

    [Fact]
    public async Task The_queue_of_an_absent_client_keeps_the_first_and_counts_the_rest()
    {
        await using var host = await MqttTestHost.StartAsync(o => o.MaximumQueuedMessages = 5);
        var client = await host.ConnectAsync(Resuming);
        await client.SubscribeAsync(new Subscription("sb/nimbus/#", QualityOfService.AtLeastOnce));
        await client.DisconnectAsync();
        for (var i = 0; i < 20; i++)
            await host.Broker.PublishAsync("sb/nimbus/a", Encoding.UTF8.GetBytes($"{i}"), QualityOfService.AtLeastOnce);
        await using var back = await host.ConnectAsync(Resuming);
        for (var i = 0; i < 5; i++)
            Encoding.UTF8.GetString((await back.ReceiveAsync<PublishPacket>()).Payload.Span).ShouldBe($"{i}");
        await back.ExpectNothingAsync();
    }

    [Fact]
    public async Task Subscriptions_and_retained_messages_have_a_number()
    {
        await using var host = await MqttTestHost.StartAsync(o => { o.MaximumSubscriptions = 2; o.MaximumRetainedMessages = 1; });
        await using var client = await host.ConnectAsync();
        (await client.SubscribeAsync(new Subscription("sb/a/#"), new Subscription("sb/b/#"), new Subscription("sb/c/#"), new Subscription("sb/a/#")))
            .ReasonCodes.ShouldBe([ReasonCode.Success, ReasonCode.Success, ReasonCode.QuotaExceeded, ReasonCode.Success]);
        await client.SendAsync(Retained("sb/nimbus/a", 1), Retained("sb/nimbus/b", 2), Retained("sb/nimbus/a", 3));
        (await client.ReceiveAsync<PubackPacket>()).ReasonCode.IsFailure().ShouldBeFalse();
        (await client.ReceiveAsync<PubackPacket>()).ReasonCode.ShouldBe(ReasonCode.QuotaExceeded);
        (await client.ReceiveAsync<PubackPacket>()).ReasonCode.IsFailure().ShouldBeFalse("it replaces the one before");

        static PublishPacket Retained(string topic, ushort id) => new()
        {
            Topic = topic, QualityOfService = QualityOfService.AtLeastOnce, PacketIdentifier = id, Retain = true, Payload = "x"u8.ToArray(),
        };
    }

    [Fact]
    public async Task A_client_kept_waiting_by_the_ledger_is_not_taken_for_silent()
    {
        await using var host = await MqttTestHost.StartAsync(o => o.ReceiveMaximum = 1);
        var ledger = new TaskCompletionSource<IngestAck>();
        host.Seams.Ledger = _ => ledger.Task;
        await using var client = await host.ConnectAsync(Resuming with { KeepAlive = 2 });
        await client.SendAsync(Reading(1));
        await Task.Delay(TimeSpan.FromSeconds(4)); // well beyond one and a half times the keep alive
        ledger.SetResult(IngestAck.Accepted);
        (await client.ReceiveAsync<PubackPacket>()).PacketIdentifier.ShouldBe((ushort)1);
    }

    [Fact]
    public async Task No_more_messages_are_worked_on_at_once_than_the_receive_maximum()
    {
        await using var host = await MqttTestHost.StartAsync(o => o.ReceiveMaximum = 3);
        var ledger = new TaskCompletionSource<IngestAck>();
        int atOnce = 0, most = 0;
        host.Seams.Ledger = async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref atOnce));
            await ledger.Task;
            await Task.Yield();
            Interlocked.Decrement(ref atOnce);
            return IngestAck.Accepted;
        };
        // 3.1.1 knows no receive maximum: its client may send all at once, and waits.
        await using var client = await host.ConnectAsync(Resuming with { ProtocolVersion = ProtocolVersion.V311, Properties = null });
        await client.SendAsync([.. Enumerable.Range(1, 30).Select(i => Reading((ushort)i))]);
        ledger.SetResult(IngestAck.Accepted);
        for (ushort id = 1; id <= 30; id++)
            (await client.ReceiveAsync<PubackPacket>()).PacketIdentifier.ShouldBe(id);
        most.ShouldBeLessThanOrEqualTo(3);
        host.Seams.Stored.Count.ShouldBe(30);
    }

    [Fact]
    public async Task A_message_still_being_stored_when_its_client_comes_back_is_acknowledged_to_the_new_connection()
    {
        await using var host = await MqttTestHost.StartAsync();
        var first = new TaskCompletionSource<IngestAck>();
        host.Seams.Ledger = _ => first.Task;
        await using var lost = await host.ConnectAsync(Resuming);
        await lost.SendAsync(Reading(9));
        await lost.ExpectNothingAsync();
        host.Seams.Ledger = _ => Task.FromResult(IngestAck.Accepted); // the ledger knows the transaction and answers at once
        await using var back = await host.ConnectAsync(Resuming);
        await back.SendAsync(Reading(9) with { Duplicate = true });
        (await back.ReceiveAsync<PubackPacket>()).PacketIdentifier.ShouldBe((ushort)9);
        first.SetResult(IngestAck.Accepted);
        await back.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_client_has_a_time_for_its_CONNECT()
    {
        await using var host = await MqttTestHost.StartAsync(o => o.ConnectTimeout = TimeSpan.FromMilliseconds(300));
        await using var idle = await TestClient.OpenAsync(host.Port);
        (await idle.ReceiveAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Connections_have_a_number()
    {
        await using var host = await MqttTestHost.StartAsync(o => o.MaximumConnections = 1);
        await using var one = await host.ConnectAsync();
        await using var two = await TestClient.OpenAsync(host.Port);
        (await two.ConnectAsync(Resuming with { ClientId = "two" })).ReasonCode.ShouldBe(ReasonCode.ServerBusy);
    }
}
