namespace Orleans;

/// <summary>A grain's state as a store sees it.</summary>
public interface IGrainState<T>
{
    /// <summary>The value.</summary>
    T State { get; set; }

    /// <summary>The version in the store, null when it has none.</summary>
    string? ETag { get; set; }

    /// <summary>Whether the store has it.</summary>
    bool RecordExists { get; set; }
}

/// <summary>A grain's state as a store sees it.</summary>
public sealed class GrainState<T> : IGrainState<T>
{
    /// <summary>An empty one.</summary>
    public GrainState() => State = default!;

    /// <summary>One with a value.</summary>
    public GrainState(T state) => State = state;

    /// <summary>One with a value and a version.</summary>
    public GrainState(T state, string? eTag) => (State, ETag) = (state, eTag);

    /// <inheritdoc />
    public T State { get; set; }

    /// <inheritdoc />
    public string? ETag { get; set; }

    /// <inheritdoc />
    public bool RecordExists { get; set; }
}
