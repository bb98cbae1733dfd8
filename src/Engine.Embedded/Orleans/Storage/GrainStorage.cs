using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A store of grain state.</summary>
public interface IGrainStorage
{
    /// <summary>Reads; leaves the state empty when the store has none.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Writes when the store still has the version in <see cref="IGrainState{T}.ETag"/>, and sets the new one.</summary>
    /// <exception cref="InconsistentStateException">The store has another version.</exception>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Removes when the store still has the version in <see cref="IGrainState{T}.ETag"/>.</summary>
    /// <exception cref="InconsistentStateException">The store has another version.</exception>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
}

/// <summary>The store's version is not the one the grain read: another activation wrote in between.</summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>An error without words.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>An error.</summary>
    public InconsistentStateException(string message) : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    public InconsistentStateException(string message, Exception? innerException) : base(message, innerException!)
    {
    }

    /// <summary>An error with both versions.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag) : base(errorMsg) =>
        (StoredEtag, CurrentEtag) = (storedEtag, currentEtag);

    /// <summary>The version in the store, null when unknown or none.</summary>
    public string? StoredEtag { get; }

    /// <summary>The version the grain had.</summary>
    public string? CurrentEtag { get; }

    /// <summary>Whether the activation that receives this in its own turn is the one that is out of date.</summary>
    internal bool IsSourceActivation { get; set; } = true;
}
