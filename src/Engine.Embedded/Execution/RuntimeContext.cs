namespace SmartBlocks.Engine.Embedded.Execution;

/// <summary>The activation whose turn runs on this thread, if any.</summary>
static class RuntimeContext
{
    [ThreadStatic]
    static Activation? _current;

    internal static Activation? Current
    {
        get => _current;
        set => _current = value;
    }
}

/// <summary>What <see cref="Orleans.Runtime.RequestContext"/> carries; immutable, so a call takes it along without a copy.</summary>
sealed class RequestContextValues(Guid reentrancyId, Dictionary<string, object>? values)
{
    internal Guid ReentrancyId { get; } = reentrancyId;

    internal Dictionary<string, object>? Values { get; } = values;
}
