using Orleans.Runtime;

namespace Orleans;

/// <summary>Gives references to grains and observers.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain with this key. The grain need not exist: it is activated by its first call.</summary>
    /// <param name="primaryKey">The key; not null or empty.</param>
    /// <param name="grainClassNamePrefix">Chooses between several classes of one interface by the beginning of the class's full name.</param>
    /// <exception cref="ArgumentException">No grain class, or more than one, implements the interface.</exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>A reference to the grain with this identity, as the given interface.</summary>
    TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable;

    /// <summary>Makes a local object callable as an observer. The engine keeps it by weak reference only: the caller holds on to it.</summary>
    TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;

    /// <summary>Ends what <see cref="CreateObjectReference{TGrainObserverInterface}"/> began; takes the reference it gave.</summary>
    void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;
}

/// <summary>The door to the grains for code that is not a grain.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The host's services.</summary>
    IServiceProvider ServiceProvider { get; }
}
