using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using SmartBlocks.Engine.Embedded.Streams;

namespace SmartBlocks.Engine.Embedded.Execution;

/// <summary>
/// A grain in memory: its instance, its turns and what waits for them. All fields but the idle clock are touched in the turn only.
/// </summary>
sealed partial class Activation : TurnScheduler, IGrainContext
{
    enum Phase
    {
        New,
        Activating,
        Active,
        Deactivating,
        Gone,
    }

    readonly GrainClass _class;
    readonly ActivationHome _home;
    readonly LinkedList<Message> _waiting = new();
    readonly List<Message> _running = [];
    readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Dictionary<Guid, int>? _reentrantSections;
    HashSet<GrainTimer>? _timers;
    Dictionary<Guid, IStreamConsumer>? _consumers;
    AsyncServiceScope? _scope;
    Phase _phase;
    DeactivationReason? _leaving;
    int _overtakers;
    long _lastUse;
    long _keepUntil;
    int _load;

    internal Activation(EmbeddedEngine engine, GrainClass grainClass, GrainId id, ActivationHome home)
    {
        (Engine, _class, GrainId, _home) = (engine, grainClass, id, home);
        _lastUse = engine.Time.GetTimestamp();
    }

    internal EmbeddedEngine Engine { get; }

    internal GrainClass Class => _class;

    public GrainId GrainId { get; }

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => _scope?.ServiceProvider
        ?? throw new InvalidOperationException($"Grain {GrainId} is not active.");

    public Task Deactivated => _gone.Task;

    /// <summary>Posted messages that keep it alive and have not ended; read from other threads to find idle activations.</summary>
    internal int Load => Volatile.Read(ref _load);

    protected override Activation Self => this;

    /// <summary>The activation of a grain instance.</summary>
    /// <exception cref="InvalidOperationException">The instance was made by hand, not by the engine.</exception>
    internal static Activation Of(IGrainBase grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain.GrainContext as Activation
            ?? throw new InvalidOperationException($"'{grain.GetType()}' was not created by the engine, so it has no timers, reminders, streams or identity.");
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => GrainId.ToString();

    /// <summary>Queues a message.</summary>
    internal void Post(Message message)
    {
        if (message.KeepsAlive) Interlocked.Increment(ref _load);
        Enqueue(message);
    }

    protected override void OnActionError(Exception error) => Engine.Log.LogError(error, "Grain {Grain}: an action in its turn failed", GrainId);

    protected override void Receive(Message message)
    {
        switch (_phase)
        {
            case Phase.Gone:
                Forward(message);
                break;
            case Phase.Active when MayRun(message):
                Run(message);
                break;
            default:
                Wait(message);
                if (_phase == Phase.New) Activate(message.Context);
                break;
        }
    }

    // One call at a time, except: always-interleaving methods, reentrant classes, readers beside readers, and calls of a chain that
    // was let back in. Once deactivation has been asked for, only what a running call may depend on still gets in.
    bool MayRun(Message message)
    {
        if (message.IsDone) return true;
        if (_running.Count == 0) return _leaving is null;
        if (IsOfReentrantChain(message) || message.AlwaysInterleave) return true;
        if (_leaving is not null) return false;
        if (_class.Reentrant) return true;
        foreach (var running in _running)
        {
            if (!running.AlwaysInterleave && !(running.ReadOnly && message.ReadOnly)) return false;
        }

        return true;
    }

    bool IsOfReentrantChain(Message message) =>
        _reentrantSections is not null && message.Context is { } context && _reentrantSections.ContainsKey(context.ReentrancyId);

    void Wait(Message message)
    {
        // Callers that gave up are at the front, since all wait equally long.
        while (_waiting.First is { Value: { IsDone: true } } first) Drop(Unwait(first));
        _waiting.AddLast(message);
        if (message.MayOvertake) _overtakers++;
    }

    Message Unwait(LinkedListNode<Message> node)
    {
        _waiting.Remove(node);
        if (node.Value.MayOvertake) _overtakers--;
        return node.Value;
    }

    void Drop(Message message)
    {
        if (message.KeepsAlive) Interlocked.Decrement(ref _load);
    }

    // An async method restores the ExecutionContext when it first returns, so no AsyncLocal leaks from a call into the next turn.
    void Run(Message message)
    {
        if (message.IsDone)
        {
            Drop(message);
            return;
        }

        message.RunningAt = _running.Count;
        _running.Add(message);
        var task = RunInContext(message);
        if (task.IsCompleted) Ended(message);
        else _ = EndLater(task, message);
    }

    async Task RunInContext(Message message)
    {
        RequestContext.Current = message.Context;
        await message.RunAsync(this, GrainInstance!);
    }

    async Task EndLater(Task task, Message message)
    {
        await task;
        Ended(message);
        Pump();
    }

    void Ended(Message message)
    {
        // The last takes its place: a reentrant grain may have thousands running.
        var last = _running[^1];
        (_running[message.RunningAt] = last).RunningAt = message.RunningAt;
        _running.RemoveAt(_running.Count - 1);
        Drop(message);
        if (message.KeepsAlive) Volatile.Write(ref _lastUse, Engine.Time.GetTimestamp());
        if (_leaving is { } reason && _running.Count == 0 && _phase == Phase.Active) _ = DeactivateAsync(reason);
    }

    void Pump()
    {
        var node = _waiting.First;
        while (node is not null && _phase == Phase.Active)
        {
            var next = node.Next;
            if (MayRun(node.Value))
            {
                Unwait(node);
                Run(node.Value);
                // The call may have come and gone, and with it the order of what waits.
                node = next?.List is null ? _waiting.First : next;
                continue;
            }

            if (_overtakers == 0) return;
            node = next;
        }
    }

    void Forward(Message message)
    {
        Drop(message);
        if (message.IsDone) return;
        if (message.IsLocal) message.Fail(new OrleansException($"Grain {GrainId} was deactivated."));
        else Engine.Send(GrainId, message);
    }

    internal void EnterReentrantSection(Guid id)
    {
        _reentrantSections ??= [];
        _reentrantSections[id] = _reentrantSections.GetValueOrDefault(id) + 1;
        // A call of the chain may wait already, sent before the section began.
        if (_overtakers > 0) Post(Pump);
    }

    internal void LeaveReentrantSection(Guid id)
    {
        if (_reentrantSections is null || !_reentrantSections.TryGetValue(id, out var count)) return;
        if (count > 1) _reentrantSections[id] = count - 1;
        else _reentrantSections.Remove(id);
    }

    /// <summary>A store told this activation that it is out of date: it must read again, so it ends.</summary>
    internal void OnCallError(Exception error)
    {
        if (error is not InconsistentStateException { IsSourceActivation: true } stale) return;
        stale.IsSourceActivation = false;
        Deactivate(new(DeactivationReasonCode.ApplicationError, error, "The stored state has another version than this activation."));
    }
}
