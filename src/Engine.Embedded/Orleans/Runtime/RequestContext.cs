using SmartBlocks.Engine.Embedded.Execution;

namespace Orleans.Runtime;

/// <summary>Values that travel with calls: from caller to callee, never back.</summary>
public static class RequestContext
{
    static readonly AsyncLocal<RequestContextValues?> Local = new();

    /// <summary>What a call takes along; never changed once set.</summary>
    internal static RequestContextValues? Current
    {
        get => Local.Value;
        set
        {
            // Setting an AsyncLocal makes a new ExecutionContext, so calls without values skip it.
            if (!ReferenceEquals(Local.Value, value)) Local.Value = value;
        }
    }

    /// <summary>Names the call chain that may come back into its grains; empty when none may.</summary>
    public static Guid ReentrancyId
    {
        get => Current?.ReentrancyId ?? Guid.Empty;
        set => Current = new(value, Current?.Values);
    }

    /// <summary>The names of the values.</summary>
    public static IEnumerable<string> Keys => Current?.Values?.Keys ?? Enumerable.Empty<string>();

    /// <summary>The values with their names.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Current?.Values ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>Until disposed, calls made from here may come back to this grain while it waits for them.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var original = ReentrancyId;
        var section = original == Guid.Empty ? Guid.NewGuid() : original;
        if (section != original) ReentrancyId = section;
        return new(original, section);
    }

    /// <summary>Until disposed, calls made from here may not come back to this grain.</summary>
    public static ReentrancySection SuppressCallChainReentrancy()
    {
        var original = ReentrancyId;
        ReentrancyId = Guid.Empty;
        return new(original, Guid.Empty);
    }

    /// <summary>The value of this name, or null.</summary>
    public static object? Get(string key) => Current?.Values?.GetValueOrDefault(key);

    /// <summary>Sets a value for this flow of calls.</summary>
    public static void Set(string key, object value)
    {
        var values = Current?.Values is { } existing ? new Dictionary<string, object>(existing, StringComparer.Ordinal) : new(StringComparer.Ordinal);
        values[key] = value;
        Current = new(ReentrancyId, values);
    }

    /// <summary>Removes a value; false when there was none.</summary>
    public static bool Remove(string key)
    {
        if (Current?.Values is not { } existing || !existing.ContainsKey(key)) return false;
        var values = new Dictionary<string, object>(existing, StringComparer.Ordinal);
        values.Remove(key);
        Current = new(ReentrancyId, values);
        return true;
    }

    /// <summary>Removes all.</summary>
    public static void Clear() => Current = null;

    /// <summary>A stretch of code with its own rule on call-chain re-entrancy.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        readonly Guid _original;
        readonly Guid _section;

        /// <summary>Enters the stretch.</summary>
        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            (_original, _section) = (originalReentrancyId, newReentrancyId);
            if (_section != Guid.Empty) RuntimeContext.Current?.EnterReentrantSection(_section);
        }

        /// <summary>Leaves it.</summary>
        public void Dispose()
        {
            if (_section != Guid.Empty) RuntimeContext.Current?.LeaveReentrantSection(_section);
            if (ReentrancyId != _original) ReentrancyId = _original;
        }
    }
}
