using Orleans.Runtime;

namespace SmartBlocks.Engine.Embedded.Execution;

/// <summary>Where the directory keeps what serves one identity: one activation, or the workers of a stateless worker.</summary>
abstract class ActivationHome(ActivationDirectory directory, GrainId id)
{
    internal GrainId Id { get; } = id;

    protected ActivationDirectory Directory { get; } = directory;

    internal abstract IReadOnlyCollection<Activation> Activations { get; }

    /// <summary>False when this home has closed: ask the directory again.</summary>
    internal abstract bool TryPost(Message message);

    internal abstract void Remove(Activation activation);
}

/// <summary>One activation.</summary>
sealed class SingleHome : ActivationHome
{
    readonly Activation _activation;

    internal SingleHome(ActivationDirectory directory, EmbeddedEngine engine, GrainClass grainClass, GrainId id) : base(directory, id) =>
        _activation = new(engine, grainClass, id, this);

    internal override IReadOnlyCollection<Activation> Activations => [_activation];

    internal Activation Activation => _activation;

    internal override bool TryPost(Message message)
    {
        // Once gone, the activation itself sends it on.
        _activation.Post(message);
        return true;
    }

    internal override void Remove(Activation activation) => Directory.Remove(this);
}

/// <summary>The activations of a stateless worker: a message goes to an idle one, or to a new one, or to the least loaded.</summary>
sealed class WorkerHome(ActivationDirectory directory, EmbeddedEngine engine, GrainClass grainClass, GrainId id) : ActivationHome(directory, id)
{
    readonly Lock _gate = new();
    readonly List<Activation> _workers = [];
    bool _closed;

    internal override IReadOnlyCollection<Activation> Activations
    {
        get
        {
            lock (_gate) return [.. _workers];
        }
    }

    internal override bool TryPost(Message message)
    {
        lock (_gate)
        {
            if (_closed) return false;
            Choose().Post(message);
            return true;
        }
    }

    internal override void Remove(Activation activation)
    {
        lock (_gate)
        {
            _workers.Remove(activation);
            if (_workers.Count > 0) return;
            _closed = true;
            Directory.Remove(this);
        }
    }

    Activation Choose()
    {
        Activation? best = null;
        foreach (var worker in _workers)
        {
            if (best is null || worker.Load < best.Load) best = worker;
        }

        if (best is not null && (best.Load == 0 || _workers.Count >= grainClass.Workers)) return best;
        var added = new Activation(engine, grainClass, Id, this);
        _workers.Add(added);
        return added;
    }
}
