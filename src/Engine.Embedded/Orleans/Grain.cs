using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using SmartBlocks.Engine.Embedded.Execution;

namespace Orleans;

/// <summary>What the engine needs of a grain instance: its context and its life-cycle hooks.</summary>
public interface IGrainBase
{
    /// <summary>The activation the instance lives in.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first call.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the last call.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}

/// <summary>Base class of grains.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Takes the activation that is being set up on this thread; null when a test constructs the grain by itself.</summary>
    protected Grain() => GrainContext = RuntimeContext.Current!;

    /// <inheritdoc />
    public IGrainContext GrainContext { get; }

    /// <summary>Gives references to other grains.</summary>
    protected IGrainFactory GrainFactory => ServiceProvider.GetRequiredService<IGrainFactory>();

    /// <summary>The services of this activation.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    /// <summary>Text form of the grain's identity.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>Deactivates this activation as soon as no call runs in it.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>Keeps this activation for at least <paramref name="timeSpan"/> from now; zero or less takes that back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.Of(this).DelayDeactivation(timeSpan);

    /// <inheritdoc />
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;
}
