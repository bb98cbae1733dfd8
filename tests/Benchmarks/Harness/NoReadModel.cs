using System.Reflection;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Benchmarks.Harness;

/// <summary>A read model that says it has followed every ledger to its end for ever: who measures a ledger alone has no follower beside it.</summary>
public class NoReadModel : DispatchProxy
{
    /// <summary>Makes one.</summary>
    public static IReadingStore Create() => Create<IReadingStore, NoReadModel>();

    /// <inheritdoc />
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
    {
        nameof(IReadingStore.ReadCursorAsync) => Task.FromResult(long.MaxValue - 1),
        nameof(IReadingStore.ReadLatestAsync) => Task.FromResult<IReadOnlyList<ReadingRow>>([]),
        _ => throw new NotSupportedException($"There is no read model here: {targetMethod?.Name}."),
    };
}
