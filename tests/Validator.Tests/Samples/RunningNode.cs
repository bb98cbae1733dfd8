using SmartBlocks.Validator.Node;

namespace SmartBlocks.Validator.Tests.Samples;

/// <summary>A node at work, until it is disposed of.</summary>
public sealed class RunningNode : IAsyncDisposable
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(30);

    readonly CancellationTokenSource stop = new();
    readonly List<string> said = [];
    readonly Task<bool> running;

    /// <summary>Starts a node.</summary>
    public RunningNode(NodeOptions options, TimeSpan? longestPause = null, TimeProvider? time = null)
    {
        Node = new ValidatorNode(
            options with { FirstPause = TimeSpan.FromMilliseconds(20), LongestPause = longestPause ?? TimeSpan.FromMilliseconds(200), Say = Hear }, time ?? TimeProvider.System);
        running = Task.Run(() => Node.RunAsync(stop.Token));
    }

    /// <summary>The node.</summary>
    public ValidatorNode Node { get; }

    /// <summary>What it said.</summary>
    public IReadOnlyList<string> Said { get { lock (said) return [.. said]; } }

    /// <summary>Waits until the node's state is as wanted.</summary>
    public async Task UntilAsync(Func<NodeStatus, bool> wanted)
    {
        for (var began = DateTime.UtcNow; !wanted(Node.Status); await Task.Delay(10))
        {
            if (running.IsFaulted) await running;
            if (DateTime.UtcNow - began > patience) throw new TimeoutException($"{Node.Status}\n{string.Join('\n', Said)}");
        }
    }

    /// <summary>Waits for a height.</summary>
    public Task UntilAsync(long height) => UntilAsync(status => status.Height >= height);

    /// <summary>Ends it.</summary>
    /// <returns>Whether the host's history was the replica's.</returns>
    public async Task<bool> StopAsync()
    {
        await stop.CancelAsync();
        var right = await running;
        Node.Dispose();
        return right;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!stop.IsCancellationRequested) await StopAsync();
        stop.Dispose();
    }

    void Hear(string text)
    {
        lock (said) said.Add(text);
    }
}
