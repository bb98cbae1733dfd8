using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using SmartBlocks.Engine.Embedded.Execution;

namespace SmartBlocks.Engine.Embedded.Calls;

/// <summary>A call of a grain's or observer's method, from its sending to its answer.</summary>
#pragma warning disable CA1001 // The source is never disposed: a cancellation may come late, and it holds no timer.
abstract class Call(EmbeddedEngine engine, GrainMethod method, object?[] arguments) : Message
#pragma warning restore CA1001
{
    CancellationTokenSource? _cancellation;
    CancellationTokenRegistration _callerToken;
    Activation? _activation;

    // The links of CallDeadlines.
    internal Call? Previous { get; set; }

    internal Call? Next { get; set; }

    internal int Stripe { get; set; } = -1;

    internal long SentAt { get; set; }

    internal GrainMethod Method => method;

    internal override bool AlwaysInterleave => method.AlwaysInterleave;

    internal override bool ReadOnly => method.ReadOnly;

    /// <summary>What the caller gets back at once: its task.</summary>
    internal abstract object? Returned { get; }

    protected EmbeddedEngine Engine => engine;

    protected abstract Task AnswerAsync(object? returned);

    protected abstract void TryFail(Exception error);

    protected abstract void TryCancel(CancellationToken token);

    /// <summary>Prepares the arguments for the crossing; false when the call has already been answered and must not be sent.</summary>
    internal bool Prepare()
    {
        foreach (var at in method.AddressableAt)
        {
            if (arguments[at] is IAddressable and not GrainReferenceProxy)
                arguments[at] = GrainExtensions.AsReference((IAddressable)arguments[at]!, method.Parameters[at]);
        }

        engine.Crossing.CopyArguments(method, arguments);
        if (method.CancellationAt < 0 || arguments[method.CancellationAt] is not CancellationToken { CanBeCanceled: true } token) return true;
        if (token.IsCancellationRequested)
        {
            TryCancel(token);
            return false;
        }

        _cancellation = new();
        arguments[method.CancellationAt] = _cancellation.Token;
        _callerToken = token.UnsafeRegister(static (call, token) => ((Call)call!).OnCallerCancelled(token), this);
        return true;
    }

    // The caller goes on at once; the callee hears of it in a turn of its own, as everything else.
    void OnCallerCancelled(CancellationToken token)
    {
        TryCancel(token);
        TellCallee();
    }

    void TellCallee()
    {
        if (_cancellation is { } source) Volatile.Read(ref _activation)?.Post(source.Cancel);
    }

    /// <summary>The caller has its answer: nothing needs to watch over the call any more.</summary>
    protected void OnAnswered()
    {
        engine.Deadlines.Remove(this);
        _callerToken.Unregister();
    }

    internal override async Task RunAsync(Activation activation, object grain)
    {
        Volatile.Write(ref _activation, activation);
        await RunOnAsync(grain, activation);
    }

    /// <summary>Calls the method and answers. Never fails.</summary>
    internal async Task RunOnAsync(object target, Activation? activation)
    {
        if (IsDone) return;
        try
        {
            var returned = method.Invoke(target, arguments);
            if (returned is null && !method.ReturnsNothing) throw new InvalidOperationException($"{method.Name} returned null instead of a task.");
            await AnswerAsync(returned);
        }
        catch (Exception error)
        {
            activation?.OnCallError(error);
            Fail(error);
        }
        finally
        {
            _callerToken.Unregister();
        }
    }

    internal sealed override void Fail(Exception error)
    {
        if (method.OneWay) engine.Log.LogWarning(error, "One-way call {Method} failed", method.Name);
        else TryFail(engine.Crossing.Copy(error));
    }

    internal void TimeOut(TimeSpan limit)
    {
        TryFail(new TimeoutException($"{method.Name} did not answer within {limit}."));
        TellCallee();
    }
}

/// <summary>A call whose result is of type <typeparamref name="T"/>.</summary>
sealed class Call<T> : Call
{
    readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    Call(EmbeddedEngine engine, GrainMethod method, object?[] arguments) : base(engine, method, arguments)
    {
        Context = RequestContext.Current;
        if (method.OneWay) _answer.TrySetResult(default!);
    }

    internal static Call Create(EmbeddedEngine engine, GrainMethod method, object?[] arguments) => new Call<T>(engine, method, arguments);

    internal override bool IsDone => _answer.Task.IsCompleted && !Method.OneWay;

    internal override object? Returned => Method switch
    {
        { ReturnsNothing: true } => null,
        { ReturnsValueTask: false } => _answer.Task,
        { Result: null } => new ValueTask(_answer.Task),
        _ => new ValueTask<T>(_answer.Task),
    };

    protected override async Task AnswerAsync(object? returned)
    {
        T result = default!;
        switch (returned)
        {
            case Task<T> task:
                result = await task;
                break;
            case ValueTask<T> task:
                result = await task;
                break;
            case Task task:
                await task;
                break;
            case ValueTask task:
                await task;
                break;
        }

        // A grain that returns itself means a reference to itself.
        if (result is IGrainBase and IAddressable self) result = self.AsReference<T>();
        if (_answer.TrySetResult(Method.Result is null ? result : Engine.Crossing.Copy(result))) OnAnswered();
    }

    protected override void TryFail(Exception error)
    {
        if (_answer.TrySetException(error)) OnAnswered();
    }

    protected override void TryCancel(CancellationToken token)
    {
        if (_answer.TrySetCanceled(token)) OnAnswered();
    }
}
