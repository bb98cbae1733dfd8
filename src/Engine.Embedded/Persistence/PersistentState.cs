using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Core;
using Orleans.Runtime;
using Orleans.Storage;
using SmartBlocks.Engine.Embedded.Execution;

namespace SmartBlocks.Engine.Embedded.Persistence;

/// <summary>Makes the state objects of one constructor parameter.</summary>
interface IPersistentStateFactory
{
    IStorage Create(Activation activation);
}

/// <inheritdoc />
sealed class PersistentStateFactory<T>(PersistentStateAttribute attribute) : IPersistentStateFactory
{
    public IStorage Create(Activation activation)
    {
        // A store registered under the name goes first; the engine's own serves every other name.
        var store = attribute.StorageName is { } name ? activation.ActivationServices.GetKeyedService<IGrainStorage>(name) : null;
        return new PersistentState<T>(attribute.StateName, activation.GrainId, store ?? activation.Engine.Storage);
    }
}

/// <summary>A piece of a grain's state between the grain and the store.</summary>
sealed class PersistentState<T>(string name, GrainId grain, IGrainStorage store) : IPersistentState<T>
{
    readonly GrainState<T> _state = new(Activator.CreateInstance<T>());

    public T State
    {
        get
        {
            DemandTurn();
            return _state.State;
        }
        set
        {
            DemandTurn();
            _state.State = value;
        }
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _state.RecordExists;

    public async Task ReadStateAsync()
    {
        await store.ReadStateAsync(name, grain, _state);
        if (!_state.RecordExists) _state.State = Activator.CreateInstance<T>();
    }

    public Task WriteStateAsync() => store.WriteStateAsync(name, grain, _state);

    public async Task ClearStateAsync()
    {
        await store.ClearStateAsync(name, grain, _state);
        _state.State = Activator.CreateInstance<T>();
    }

    // As Orleans does: work that a grain gave to the thread pool must not look at its state.
    static void DemandTurn()
    {
        if (RuntimeContext.Current is null)
            throw new InvalidOperationException("Activation access violation. A non-activation thread attempted to access activation services.");
    }
}
