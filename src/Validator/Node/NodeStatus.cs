using System.Globalization;

namespace SmartBlocks.Validator.Node;

/// <summary>How a node is, at one moment. Immutable; the node replaces it.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Host">The host it follows.</param>
/// <param name="Height">Height of the replica; -1 when it is empty.</param>
/// <param name="HostHeight">Height that the host last spoke of; null before it did.</param>
/// <param name="Connected">Whether the host is connected.</param>
/// <param name="Trouble">Why it is not, or why it was not last time.</param>
/// <param name="Divergence">What the host serves that the replica cannot follow; null while all is right.</param>
/// <param name="Key">Key id that votes; null for a node without a key.</param>
/// <param name="IsValidator">Whether that key is in the ledger's validator set.</param>
/// <param name="LastVote">The last thing it signed; null when it signed nothing since it started.</param>
/// <param name="CaughtUpAt">When the replica last had all that the host had; null when it never had.</param>
public sealed record NodeStatus(
    string Ledger, string Host, long Height, long? HostHeight, bool Connected, string? Trouble, string? Divergence, string? Key, bool IsValidator,
    NodeVote? LastVote, DateTimeOffset? CaughtUpAt)
{
    /// <summary>Blocks that the replica may be short of while it counts as up to date: what is under way.</summary>
    const long Slack = 20;

    static readonly TimeSpan patience = TimeSpan.FromSeconds(10);

    /// <summary>Blocks that the host has and the replica has not; null when the host never said.</summary>
    public long? Lag => HostHeight is { } host ? Math.Max(0, host - Height) : null;

    /// <summary><c>ok</c>, <c>behind</c> or <c>forked</c>, and why.</summary>
    public NodeHealth Health(DateTimeOffset now)
    {
        if (Divergence is { } divergence) return new NodeHealth(NodeHealth.Forked, [divergence, "This node signs nothing any more. The evidence is kept."]);
        if (!Connected) return new NodeHealth(NodeHealth.Behind, [Trouble is null ? $"{Host} is not connected yet." : $"{Host} is not connected: {Trouble}"]);
        if (Lag is null) return new NodeHealth(NodeHealth.Behind, [$"{Host} has not said how high the ledger is."]);
        return Lag > Slack && !(now - CaughtUpAt < patience)
            ? new NodeHealth(NodeHealth.Behind, [string.Create(CultureInfo.InvariantCulture, $"The replica is at block {Height}, the host at {HostHeight}.")])
            : new NodeHealth(NodeHealth.Ok, []);
    }
}

/// <summary>Whether a node is well.</summary>
/// <param name="Status"><c>ok</c>, <c>behind</c> or <c>forked</c>.</param>
/// <param name="Reasons">Why it is not ok; none when it is.</param>
public sealed record NodeHealth(string Status, IReadOnlyList<string> Reasons)
{
    /// <summary>Connected, and the replica has what the host has.</summary>
    public const string Ok = "ok";

    /// <summary>Not connected, or catching up.</summary>
    public const string Behind = "behind";

    /// <summary>The host serves another history than the replica holds, or one that is not right.</summary>
    public const string Forked = "forked";
}

/// <summary>Something a node signed.</summary>
/// <param name="Number">The block's height.</param>
/// <param name="Round">The round.</param>
/// <param name="Phase"><c>prepare</c>, <c>lock</c> or <c>sign</c>.</param>
/// <param name="Block">The block's id.</param>
/// <param name="At">When.</param>
public sealed record NodeVote(long Number, long Round, string Phase, string Block, DateTimeOffset At);
