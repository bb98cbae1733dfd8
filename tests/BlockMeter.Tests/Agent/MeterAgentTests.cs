using System.Security.Cryptography;
using System.Text;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;
using SmartBlocks.BlockMeter.Mqtt;
using SmartBlocks.BlockMeter.Outbox;
using SmartBlocks.BlockMeter.Simulation;
using SmartBlocks.Energy;
using SmartBlocks.Ledger;
using SmartBlocks.Mqtt;

namespace SmartBlocks.BlockMeter.Tests.Agent;

public sealed class MeterAgentTests : IDisposable
{
    private static readonly DateTimeOffset From = new(2026, 11, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly SigningKey Key = SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    private readonly TempFolder folder = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        limit.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Simulated_readings_reach_the_ledger_signed_and_in_order()
    {
        await using var broker = new TestBroker();
        await RunAsync(broker, Simulated(days: 2));
        broker.Committed.Count.ShouldBe(2 * NimbusSite.Meters.Length);
        broker.Committed.Values.ShouldAllBe(transaction => transaction.Verify(Key.PublicKey) && transaction.Header.Ledger == "nimbus");
        var main = broker.Committed.Values.Where(t => Encoding.UTF8.GetString(t.Payload.Span).Contains("\"nimbus-main\"", StringComparison.Ordinal)).ToList();
        main.Count.ShouldBe(2);
        IntervalPayload.TryParse(main[0].Payload, out var payload, out _).ShouldBeTrue();
        payload.Values.Length.ShouldBe(96);
        broker.Connects.Single().UserName.ShouldBe("meter-1");
        broker.Subscriptions.ShouldContain("sb/nimbus/nimbus-main/rejected");
        OutboxLog.Inspect(folder.File("outbox"), 10).Waiting.ShouldBeEmpty();
    }

    [Fact]
    public async Task Connections_that_break_lose_nothing_and_double_nothing()
    {
        await using var broker = new TestBroker { Hangup = count => count % 7 == 3, ReceiveMaximum = 4 };
        await RunAsync(broker, Simulated(days: 6), options => options with { TransactionsPerMessage = 5 });
        broker.Committed.Count.ShouldBe(6 * NimbusSite.Meters.Length);
        broker.Connects.Count.ShouldBeGreaterThan(1);
        broker.Redelivered.ShouldBeGreaterThan(0);
        broker.MostAtOnce.ShouldBeLessThanOrEqualTo(4);
    }

    [Fact]
    public async Task A_server_that_is_not_there_yet_is_waited_for()
    {
        await using var broker = new TestBroker();
        var refusals = 3;
        broker.Connack = () => Interlocked.Decrement(ref refusals) >= 0 ? ReasonCode.ServerUnavailable : ReasonCode.Success;
        await RunAsync(broker, Simulated(days: 1));
        broker.Connects.Count.ShouldBe(4);
        broker.Committed.Count.ShouldBe(NimbusSite.Meters.Length);
    }

    [Fact]
    public async Task A_wrong_login_ends_what_somebody_waits_for_and_keeps_the_readings()
    {
        await using var broker = new TestBroker { Connack = () => ReasonCode.BadUserNameOrPassword };
        using (var agent = new MeterAgent(Options(broker, Simulated(days: 1, "nimbus-main"))))
            (await Should.ThrowAsync<AgentException>(() => agent.RunAsync(limit.Token))).Message.ShouldContain("BadUserNameOrPassword");
        broker.Connack = () => ReasonCode.Success;
        await RunAsync(broker, Simulated(days: 1, "nimbus-main"));
        broker.Committed.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(ReasonCode.PayloadFormatInvalid)]
    [InlineData(ReasonCode.NotAuthorized)]
    public async Task A_refused_reading_is_told_apart_from_those_it_travelled_with(ReasonCode code)
    {
        await using var broker = new TestBroker { Refusal = code };
        broker.Judge = transaction => Encoding.UTF8.GetString(transaction.Payload.Span).Contains("2026-11-12", StringComparison.Ordinal)
            ? new Rejection("reading.overlap", "start overlaps a recorded slot", "start") : null;
        await RunAsync(broker, Simulated(days: 4, "nimbus-main"));
        broker.Committed.Count.ShouldBe(3);
        var rejected = new RejectedLog(folder.File("outbox")).Read().ShouldHaveSingleItem();
        (rejected.Code, rejected.Field, rejected.Topic).ShouldBe(("reading.overlap", "start", "sb/nimbus/nimbus-main/readings"));
        Transaction.TryParse(rejected.Transaction, out var transaction, out _).ShouldBeTrue();
        transaction!.Id.ShouldBe(rejected.Id);
        OutboxLog.Inspect(folder.File("outbox"), 10).Waiting.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_server_cannot_take_now_is_tried_again()
    {
        await using var broker = new TestBroker { Refusal = ReasonCode.QuotaExceeded };
        var busy = 2;
        // No message on …/rejected: the transaction has no id there that the agent could take for final.
        broker.Judge = _ => Interlocked.Decrement(ref busy) >= 0 ? new Rejection("busy", "later") : null;
        broker.RejectedMessages = false;
        await RunAsync(broker, Simulated(days: 1, "nimbus-main"));
        broker.Committed.Count.ShouldBe(1);
        new RejectedLog(folder.File("outbox")).Read().ShouldBeEmpty();
    }

    [Fact]
    public async Task Silence_after_a_message_is_not_waited_out_for_ever()
    {
        await using var broker = new TestBroker();
        var silent = 1;
        broker.Mute = () => Interlocked.Decrement(ref silent) >= 0;
        await RunAsync(broker, Simulated(days: 1, "nimbus-main"), options => options with { AcknowledgeTimeout = TimeSpan.FromSeconds(0.3) });
        broker.Connects.Count.ShouldBe(2);
        broker.Redelivered.ShouldBe(1);
    }

    [Fact]
    public async Task An_agent_stopped_at_any_time_goes_on_where_it_was()
    {
        await using var broker = new TestBroker { Delay = TimeSpan.FromMilliseconds(15), ReceiveMaximum = 2 };
        for (var round = 0; round < 6; round++)
        {
            using var kill = new CancellationTokenSource(40 + 45 * round);
            using var agent = new MeterAgent(Options(broker, Simulated(days: 5)) with { TransactionsPerMessage = 3 });
            try
            {
                await agent.RunAsync(kill.Token);
            }
            catch (OperationCanceledException)
            {
                continue;
            }
        }
        broker.Delay = TimeSpan.Zero;
        await RunAsync(broker, Simulated(days: 5));
        broker.Committed.Values.Select(t => Encoding.UTF8.GetString(t.Payload.Span)).Distinct().Count().ShouldBe(5 * NimbusSite.Meters.Length);
        OutboxLog.Inspect(folder.File("outbox"), 10).Waiting.ShouldBeEmpty();
    }

    private SimulatedConnector Simulated(int days, params string[] meters) => new(
        new NimbusModel(1, new DateOnly(2026, 11, 1)), new SimulationOptions { From = From, Until = From.AddDays(days), Meters = meters.Length == 0 ? null : meters }, new Positions(folder.File("positions.json")),
        new FixedTime(From.AddDays(days + 1)));

    private async Task RunAsync(TestBroker broker, IConnector connector, Func<MeterAgentOptions, MeterAgentOptions>? change = null)
    {
        var options = Options(broker, connector);
        using var agent = new MeterAgent(change?.Invoke(options) ?? options);
        await agent.RunAsync(limit.Token);
        agent.Status.Waiting.ShouldBe(0);
    }

    private MeterAgentOptions Options(TestBroker broker, IConnector connector) => new()
    {
        Tenant = "nimbus", Ledger = "nimbus", DataFolder = folder.Path, Keys = _ => Key, Connectors = [connector], StopWhenDelivered = true,
        Mqtt = new MqttClientOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "agent", Username = "meter-1", Password = "secret" },
        FirstPause = TimeSpan.FromMilliseconds(10), LongestPause = TimeSpan.FromMilliseconds(50),
    };

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
