using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;
using SmartBlocks.Engine.Embedded.Calls;
using SmartBlocks.Engine.Embedded.Execution;
using SmartBlocks.Engine.Embedded.Observers;
using SmartBlocks.Engine.Embedded.Persistence;
using SmartBlocks.Engine.Embedded.Reminders;
using SmartBlocks.Engine.Embedded.Streams;

namespace SmartBlocks.Engine.Embedded;

/// <summary>The engine: runs grains in this process. The host starts and stops it; everyone else talks to <see cref="IClusterClient"/>.</summary>
public sealed class EmbeddedEngine : IAsyncDisposable
{
    readonly SqlTables? _tables;
    ITimer? _deadlineSweep;
    ITimer? _idleSweep;
    bool _started;
    volatile bool _stopping;

    /// <summary>Sets the engine up, and checks the grain classes.</summary>
    /// <exception cref="InvalidOperationException">The grain classes cannot be started; the message lists every reason.</exception>
    public EmbeddedEngine(
        EmbeddedEngineOptions options, IServiceProvider services, ILogger<EmbeddedEngine> log, IOptions<ReminderOptions> reminderOptions, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reminderOptions);
        (Options, Services, Log, Time) = (options, services, log, time);
        Classes = new(options.GrainAssemblies, options.CollectionAge);
        References = new(this);
        Crossing = new(this, options);
        Deadlines = new(time, options.ResponseTimeout);
        Directory = new(this);
        Streams = new(this);
        _tables = options.Database is { } database ? new(database) : null;
        Storage = _tables is null ? new MemoryGrainStorage(Crossing.Json) : new SqlGrainStorage(_tables, Crossing.Json);
        Reminders = new(this, _tables is null ? new MemoryReminderTable() : new SqlReminderTable(_tables), reminderOptions.Value);
    }

    internal EmbeddedEngineOptions Options { get; }

    internal IServiceProvider Services { get; }

    internal ILogger Log { get; }

    internal TimeProvider Time { get; }

    internal GrainClasses Classes { get; }

    internal References References { get; }

    internal Crossing Crossing { get; }

    internal CallDeadlines Deadlines { get; }

    internal ActivationDirectory Directory { get; }

    internal ObserverRegistry Observers { get; } = new();

    internal StreamHub Streams { get; }

    internal ReminderService Reminders { get; }

    internal IGrainStorage Storage { get; }

    internal bool IsStopping => _stopping;

    /// <summary>How many grain identities are in memory.</summary>
    public int ActiveGrains => Directory.Count;

    /// <summary>Whether values cross JSON between grains (see <see cref="EmbeddedEngineOptions.RoundTrip"/>).</summary>
    public bool RoundTrip => Options.RoundTrip;

    /// <summary>Creates the tables that are missing, starts the clocks and the stored reminders.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_started) throw new InvalidOperationException("The engine was started already.");
        if (_tables is not null) await _tables.CreateAsync(cancellationToken);
        var sweepPeriod = TimeSpan.FromTicks(Math.Max(Options.ResponseTimeout.Ticks / 20, TimeSpan.TicksPerMillisecond));
        _deadlineSweep = Time.CreateTimer(_ => Deadlines.Sweep(), null, sweepPeriod, sweepPeriod);
        _idleSweep = Time.CreateTimer(_ => Directory.CollectIdle(Time.GetTimestamp()), null, Options.CollectionPeriod, Options.CollectionPeriod);
        _started = true;
        await Reminders.StartAsync(cancellationToken);
    }

    /// <summary>Stops reminders and streams, then deactivates every grain; grains not gone when the token is cancelled are given up.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_started || _stopping) return;
        Reminders.Stop();
        Streams.Stop();
        _stopping = true;
        try
        {
            await Directory.DeactivateAllAsync(new(DeactivationReasonCode.ShuttingDown, "The host stops."), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Log.LogWarning("The engine stops although {Count} grains have not deactivated", Directory.Count);
        }

        _idleSweep?.Dispose();
        _deadlineSweep?.Dispose();
    }

    /// <summary>Deactivates a grain and waits until it is gone. For tests and operators; a grain's own code uses DeactivateOnIdle.</summary>
    public async Task DeactivateAsync(IAddressable grain)
    {
        if (Directory.Find(grain.GetGrainId()) is not { } home) return;
        foreach (var activation in home.Activations)
        {
            activation.Deactivate(new(DeactivationReasonCode.RuntimeRequested, "DeactivateAsync was called."));
            await activation.Deactivated;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync(new CancellationToken(canceled: true));

    internal object? Call(GrainId target, GrainMethod method, object?[] arguments)
    {
        var call = method.CreateCall(this, arguments);
        try
        {
            if (!_started) throw new InvalidOperationException($"{method.Name} was called before the engine was started.");
            if (!method.OneWay) Deadlines.Add(call);
            if (call.Prepare()) Send(target, call);
        }
        catch (Exception error) when (!method.OneWay)
        {
            call.Fail(error);
        }

        return call.Returned;
    }

    /// <summary>Sends a message to a grain, activating it when needed. An error is the message's own.</summary>
    internal void Send(GrainId target, Message message)
    {
        try
        {
            if (ObserverRegistry.IsObserver(target) && message is Call call) Observers.Send(target, call);
            else while (!Directory.Get(target).TryPost(message)) { }
        }
        catch (Exception error) when (error is OrleansException or ArgumentException)
        {
            message.Fail(error);
        }
    }
}
