using System.Collections.Concurrent;
using Orleans;
using Orleans.Runtime;

namespace SmartBlocks.Engine.Embedded.Execution;

/// <summary>Which grains are in memory. Only those: an idle grain that was collected leaves nothing here.</summary>
sealed class ActivationDirectory(EmbeddedEngine engine)
{
    readonly ConcurrentDictionary<GrainId, ActivationHome> _homes = new();

    /// <summary>How many identities are in memory.</summary>
    internal int Count => _homes.Count;

    /// <summary>The home of an identity; a new one unless the engine is stopping.</summary>
    internal ActivationHome Get(GrainId id)
    {
        if (_homes.TryGetValue(id, out var home)) return home;
        if (engine.IsStopping) throw new OrleansException($"The engine is stopping: grain {id} is not activated any more.");
        // The loser of a race here is garbage: an activation does nothing before its first message.
        return _homes.GetOrAdd(id, Create);
    }

    internal ActivationHome? Find(GrainId id) => _homes.GetValueOrDefault(id);

    internal void Remove(ActivationHome home) => _homes.TryRemove(new(home.Id, home));

    /// <summary>Lets idle activations leave.</summary>
    internal void CollectIdle(long now)
    {
        foreach (var (_, home) in _homes)
        {
            if (home is SingleHome single)
            {
                single.Activation.CollectIfIdle(now);
                continue;
            }

            foreach (var worker in home.Activations) worker.CollectIfIdle(now);
        }
    }

    /// <summary>Lets all activations leave; those not gone when the token is cancelled are given up.</summary>
    internal async Task DeactivateAllAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        var leaving = new List<Task>();
        foreach (var (_, home) in _homes)
        {
            foreach (var activation in home.Activations)
            {
                activation.Deactivate(reason, cancellationToken);
                leaving.Add(activation.Deactivated);
            }
        }

        await Task.WhenAll(leaving).WaitAsync(cancellationToken);
    }

    ActivationHome Create(GrainId id)
    {
        var grainClass = engine.Classes.Of(id.Type);
        return grainClass.Workers > 1 ? new WorkerHome(this, engine, grainClass, id) : new SingleHome(this, engine, grainClass, id);
    }
}
