using System.Collections.Concurrent;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Node;
using SmartBlocks.Validator.Tests.Samples;

namespace SmartBlocks.Validator.Tests.Node;

/// <summary>How long a node waits before it connects again.</summary>
public sealed class ReconnectTests : IDisposable
{
    readonly SampleFiles files = new();
    readonly SigningKey host = HostLedger.NewKey();

    [Fact]
    public async Task A_host_that_was_of_use_until_it_was_cut_off_is_called_again_without_delay_however_often()
    {
        await using var served = await FollowHost.StartAsync(new HostLedger(host, []));
        var pauses = new Pauses();
        await using var node = new RunningNode(
            new NodeOptions { Ledger = served.Ledger.Name, Url = served.Url, Folder = files.Path("node") }, TimeSpan.FromHours(1), pauses);
        for (var height = 1; height < 9; height++)
        {
            served.AddSolo();
            await node.UntilAsync(height);
            served.Drop();
        }

        // The first pause and a quarter: it never doubles.
        pauses.Asked.ShouldNotBeEmpty();
        pauses.Asked.ShouldAllBe(pause => pause <= TimeSpan.FromMilliseconds(25));
    }

    [Fact]
    public async Task Nobody_there_is_called_ever_more_rarely()
    {
        var pauses = new Pauses();
        await using var node = new RunningNode(
            new NodeOptions { Ledger = "nimbus", Url = SampleService.Nowhere, Folder = files.Path("node") }, TimeSpan.FromSeconds(30), pauses);
        while (pauses.Asked.Count < 5) await Task.Delay(10, TestContext.Current.CancellationToken);
        foreach (var (pause, doubled) in pauses.Asked.Zip(Enumerable.Range(0, 5).Select(n => TimeSpan.FromMilliseconds(20 << n))))
            pause.ShouldBeInRange(doubled * 0.75, doubled * 1.25);
    }

    [Fact]
    public async Task A_connection_may_be_let_go_between_any_two_frames()
    {
        await using var served = await FollowHost.StartAsync(new HostLedger(host, []));
        for (var n = 0; n < 20; n++) served.AddSolo();
        var options = new NodeOptions { Ledger = served.Ledger.Name, Url = served.Url, Folder = files.Path("node") };
        for (var n = 0; n < 300; n++)
        {
            var connection = await HostConnection.OpenAsync(options, 0, TestContext.Current.CancellationToken);
            await connection.GreetAsync(options, _ => { }, TestContext.Current.CancellationToken);
            for (var taken = n % 4; taken > 0; taken--) await connection.Messages.ReadAsync(TestContext.Current.CancellationToken);
            await connection.DisposeAsync();
            while (connection.Messages.TryRead(out var _)) { }
            await Should.ThrowAsync<HostException>(() => connection.Messages.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask());
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        files.Dispose();
        host.Dispose();
    }

    /// <summary>The real clock, which remembers what it was asked to wait.</summary>
    sealed class Pauses : TimeProvider
    {
        public ConcurrentQueue<TimeSpan> Asked { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Asked.Enqueue(dueTime);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
