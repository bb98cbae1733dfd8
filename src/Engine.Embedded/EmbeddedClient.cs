using Orleans;
using Orleans.Runtime;
using SmartBlocks.Engine.Embedded.Calls;
using SmartBlocks.Engine.Embedded.Observers;

namespace SmartBlocks.Engine.Embedded;

/// <summary>The factory of references, for grains and for everyone else in the process.</summary>
sealed class EmbeddedClient(EmbeddedEngine engine) : IClusterClient
{
    public IServiceProvider ServiceProvider => engine.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        var type = engine.Classes.Resolve(typeof(TGrainInterface), grainClassNamePrefix);
        return (TGrainInterface)engine.References.Get(typeof(TGrainInterface), GrainId.Create(type, primaryKey));
    }

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)engine.References.Get(typeof(TGrainInterface), grainId);

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is IGrainBase or GrainReferenceProxy)
            throw new ArgumentException("A grain or a reference cannot be made an observer; use AsReference.", nameof(obj));
        if (obj is not TGrainObserverInterface)
            throw new ArgumentException($"'{obj.GetType()}' is not a {typeof(TGrainObserverInterface)}.", nameof(obj));
        return (TGrainObserverInterface)engine.References.Get(typeof(TGrainObserverInterface), engine.Observers.Add(obj));
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is not GrainReferenceProxy reference || !ObserverRegistry.IsObserver(reference.Target))
            throw new ArgumentException("Give the reference that CreateObjectReference returned, not the observer itself.", nameof(obj));
        engine.Observers.Remove(reference.Target);
    }
}
