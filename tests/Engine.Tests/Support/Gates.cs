using System.Collections.Concurrent;

namespace SmartBlocks.Engine.Tests.Support;

/// <summary>Where grains wait for tests and tell them how far they are, by name.</summary>
static class Gates
{
    static readonly ConcurrentDictionary<string, TaskCompletionSource> All = new();
    static readonly ConcurrentDictionary<string, int> Counts = new();

    internal static Task Wait(string name) => Source(name).Task;

    internal static void Open(string name) => Source(name).TrySetResult();

    internal static void Count(string name) => Counts.AddOrUpdate(name, 1, (_, count) => count + 1);

    internal static int Counted(string name) => Counts.GetValueOrDefault(name);

    static TaskCompletionSource Source(string name) => All.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
