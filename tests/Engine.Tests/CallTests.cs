using SmartBlocks.Engine.Tests.Grains;
using SmartBlocks.Engine.Tests.Support;

namespace SmartBlocks.Engine.Tests;

public abstract class CallTests(bool roundTrip) : EngineTest(roundTrip)
{
    static readonly TimeSpan PastTheLimit = TimeSpan.FromSeconds(33);

    // IProbe has two classes, so a reference names its own.
    IProbe Probe(string? key = null) => Engine.Client.GetGrain<IProbe>(key ?? TestEngine.NewKey(), "SmartBlocks.Engine.Tests.Grains.ProbeGrain");

    IReentrantProbe Reentrant() => Engine.Grain<IReentrantProbe>();

    [Fact]
    public async Task Arguments_and_results_arrive()
    {
        var reading = new Reading("nimbus-main", 12.50m, new(2026, 11, 21, 0, 15, 0, TimeSpan.FromHours(1)));
        (await Probe().Echo(reading)).ShouldBe(reading);
        (await Probe().Many([reading, reading])).Count.ShouldBe(2);
        (await Probe().Add(3)).ShouldBe(3);
        await Probe().Nothing();
    }

    [Fact]
    public async Task One_call_at_a_time()
    {
        var probe = Probe();
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => probe.Add(1).AsTask()));
        (await probe.Add(0)).ShouldBe(1000);
    }

    [Fact]
    public async Task Code_after_await_stays_in_the_turn() => (await Probe().StaysInTurn()).ShouldBeTrue();

    [Fact]
    public async Task A_call_to_oneself_waits_until_the_time_limit()
    {
        var call = Probe().CallMyself();
        await AWhile();
        call.IsCompleted.ShouldBeFalse();
        Time.Advance(PastTheLimit);
        await Should.ThrowAsync<TimeoutException>(call);
    }

    [Fact]
    public async Task A_call_that_comes_back_waits_until_the_time_limit()
    {
        var call = Probe().CallBack(Probe(), allowChain: false);
        await AWhile();
        call.IsCompleted.ShouldBeFalse();
        Time.Advance(PastTheLimit);
        await Should.ThrowAsync<TimeoutException>(call);
    }

    [Fact]
    public async Task A_call_chain_that_is_allowed_back_comes_back()
    {
        var key = TestEngine.NewKey();
        (await Probe(key).CallBack(Probe(), allowChain: true)).ShouldBe(key);
    }

    [Fact]
    public async Task A_reentrant_class_is_called_back_and_by_itself()
    {
        var probe = Reentrant();
        (await probe.CallBack(Reentrant(), allowChain: false)).ShouldBe(probe.GetPrimaryKeyString());
        (await probe.CallMyself()).ShouldBe(1);
    }

    [Fact]
    public async Task Always_interleaving_methods_run_beside_a_call_and_others_wait()
    {
        var (probe, gate) = (Probe(), TestEngine.NewKey());
        var waiting = probe.Wait(gate);
        (await probe.PingBeside()).ShouldBe(probe.GetPrimaryKeyString());
        var ping = probe.Ping();
        await AWhile();
        ping.IsCompleted.ShouldBeFalse();
        Gates.Open(gate);
        await waiting;
        await ping;
    }

    [Fact]
    public async Task Readers_run_beside_readers_and_not_beside_writers()
    {
        var (probe, gate) = (Probe(), TestEngine.NewKey());
        var readers = Task.WhenAll(probe.Read(gate), probe.Read(gate), probe.Read(gate));
        await Eventually(() => Gates.Counted(gate) == 3);
        var writer = probe.Ping();
        await AWhile();
        writer.IsCompleted.ShouldBeFalse();
        Gates.Open(gate);
        await readers;
        await writer;

        var (write, read) = (TestEngine.NewKey(), TestEngine.NewKey());
        var writing = probe.Wait(write);
        var reading = probe.Read(read);
        await AWhile();
        Gates.Counted(read).ShouldBe(0);
        Gates.Open(read);
        Gates.Open(write);
        await Task.WhenAll(writing, reading);
    }

    [Fact]
    public async Task A_reader_overtakes_a_waiting_writer_and_later_calls_keep_their_order()
    {
        var (probe, gate) = (Probe(), TestEngine.NewKey());
        var first = probe.Read(gate);
        var writer = probe.Add(5);
        var second = probe.Read(gate);
        await Eventually(() => Gates.Counted(gate) == 2);
        writer.IsCompleted.ShouldBeFalse();
        Gates.Open(gate);
        await Task.WhenAll(first, second);
        (await writer).ShouldBe(5);
    }

    [Fact]
    public async Task One_way_calls_return_at_once_and_hide_errors()
    {
        var (probe, gate) = (Probe(), TestEngine.NewKey());
        var waiting = probe.Wait(gate);
        await probe.Fail1Way();
        Gates.Counted(probe.GetPrimaryKeyString()).ShouldBe(0);
        Gates.Open(gate);
        await waiting;
        await Eventually(() => Gates.Counted(probe.GetPrimaryKeyString()) == 1);
        (await probe.Ping()).ShouldBe(probe.GetPrimaryKeyString());
    }

    [Fact]
    public async Task Only_the_request_context_flows_and_only_forward()
    {
        ProbeBase.Ambient.Value = "mine";
        RequestContext.Set("tenant", "nimbus");
        (await Probe().AmbientValue()).ShouldBeNull();
        (await Probe().RequestValue("tenant")).ShouldBe("nimbus");
        (await Probe().RequestValueThrough(Probe(), "tenant")).ShouldBe("nimbus");
        RequestContext.Get("tenant").ShouldBe("nimbus");
        RequestContext.Clear();
        (await Probe().RequestValue("tenant")).ShouldBeNull();
    }

    [Fact]
    public async Task Errors_reach_the_caller()
    {
        (await Should.ThrowAsync<ArgumentException>(() => Probe().Fail("no such meter"))).Message.ShouldBe("no such meter");
        var error = await Should.ThrowAsync<MeterException>(() => Probe().FailWithPayload());
        error.Message.ShouldBe("meter is off");
        // An exception's own properties do not survive the way between two machines.
        error.Code.ShouldBe(RoundTrip ? 0 : 7);
    }

    [Fact]
    public async Task A_cancelled_caller_goes_on_at_once_and_the_callee_is_told()
    {
        var (probe, gate) = (Probe(), TestEngine.NewKey());
        using var source = new CancellationTokenSource();
        var call = probe.WaitForToken(gate, source.Token);
        await Eventually(() => Gates.Counted(gate) == 1);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        await Gates.Wait(gate);
    }

    [Fact]
    public async Task A_call_cancelled_while_it_waits_never_runs()
    {
        var (probe, gate, other) = (Probe(), TestEngine.NewKey(), TestEngine.NewKey());
        var waiting = probe.Wait(gate);
        using var source = new CancellationTokenSource();
        var call = probe.WaitForToken(other, source.Token);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        await Should.ThrowAsync<OperationCanceledException>(probe.WaitForToken(other, source.Token));
        Gates.Open(gate);
        await waiting;
        await probe.Ping();
        Gates.Counted(other).ShouldBe(0);
    }

    [Fact]
    public async Task A_late_answer_is_a_timeout_and_the_grain_lives_on()
    {
        var (probe, gate) = (Probe(), TestEngine.NewKey());
        var call = probe.Wait(gate);
        var queued = probe.Ping();
        await Eventually(() => Gates.Counted(gate) == 1);
        Time.Advance(PastTheLimit);
        (await Should.ThrowAsync<TimeoutException>(call)).Message.ShouldContain("IProbe.Wait");
        await Should.ThrowAsync<TimeoutException>(queued);
        Gates.Open(gate);
        await probe.Ping();
    }

    [Fact]
    public async Task A_stateless_worker_has_several_activations()
    {
        var (worker, gate) = (Engine.Grain<IWorker>(), TestEngine.NewKey());
        var calls = Enumerable.Range(0, 3).Select(_ => worker.Work(gate)).ToList();
        await Eventually(() => Gates.Counted(gate) == 2);
        await AWhile();
        Gates.Counted(gate).ShouldBe(2);
        Gates.Open(gate);
        (await Task.WhenAll(calls)).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task References_are_equal_by_identity_and_cross()
    {
        var probe = Probe();
        var self = await probe.Self();
        self.ShouldBe(probe);
        self.GetGrainId().ShouldBe(GrainId.Create("test-probe", probe.GetPrimaryKeyString()));
        (await self.Ping()).ShouldBe(probe.GetPrimaryKeyString());
        Probe().ShouldNotBe(probe);
        probe.AsReference<IRelay>().GetPrimaryKeyString().ShouldBe(probe.GetPrimaryKeyString());
    }

    [Fact]
    public void An_interface_without_one_class_is_refused()
    {
        Should.Throw<ArgumentException>(() => Engine.Grain<IUnimplemented>()).Message.ShouldContain("IUnimplemented");
        Should.Throw<ArgumentException>(() => Engine.Grain<IProbe>()).Message.ShouldContain("ReentrantProbeGrain");
        Should.Throw<ArgumentException>(() => Engine.Client.GetGrain<IReentrantProbe>(" "));
    }
}

public sealed class CallTestsInPlace() : CallTests(false);

public sealed class CallTestsAcrossJson() : CallTests(true);
