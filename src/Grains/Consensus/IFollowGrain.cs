using System.Collections.Immutable;
using Orleans.Concurrency;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// How those who follow a ledger (the key is its id) are connected to the grain that writes it: gateways hold their WebSockets, and pass on what either
/// side says. Implemented by the ledger's own grain.
/// </summary>
[Alias("IFollowGrain")]
public interface IFollowGrain : IGrainWithStringKey
{
    /// <summary>
    /// A connection hears from now on of every block, and, when it is a validator's, what the validators are asked. Repeat it every few seconds: an
    /// activation that comes after a crash knows of nobody, and who has not called for a minute is forgotten.
    /// </summary>
    /// <returns>The newest block; null when there is no such ledger.</returns>
    [AlwaysInterleave]
    Task<BlockPoint?> Follow(IFollowConnection connection, FollowerState state);

    /// <summary>The connection has ended.</summary>
    [AlwaysInterleave]
    Task Unfollow(IFollowConnection connection);

    /// <summary>A validator, known by its connection to hold the key, answers: a vote, a status, a block signature, or why it will not vote.</summary>
    /// <param name="kid">The validator's key id.</param>
    /// <param name="frame">A frame of the follow protocol.</param>
    [AlwaysInterleave]
    Task Say(string kid, ReadOnlyMemory<byte> frame);

    /// <summary>What is known of the validators that have been heard of since the grain was activated.</summary>
    [AlwaysInterleave]
    Task<ImmutableArray<ValidatorState>> Validators();
}

/// <summary>A gateway's end of a connection. Calls return at once; what they bring is passed on in order.</summary>
[Alias("IFollowConnection")]
public interface IFollowConnection : IGrainObserver
{
    /// <summary>A frame about the height <paramref name="number"/>, for a validator: to be passed on after the block below it.</summary>
    Task Hear(long number, ReadOnlyMemory<byte> frame);

    /// <summary>A block is on the ledger.</summary>
    Task Stored(BlockPoint head);
}

/// <summary>Who follows.</summary>
/// <param name="Kid">Key id of a validator that has shown that it holds the key; null for others.</param>
/// <param name="Hosted">Whether the host itself votes with that key, for a member who runs no validator.</param>
/// <param name="At">The newest block it has verified; −1 when none is known.</param>
public sealed record FollowerState(string? Kid, bool Hosted, long At);

/// <summary>What the host knows of a validator.</summary>
/// <param name="Kid">Key id.</param>
/// <param name="Connected">Whether it is connected now.</param>
/// <param name="Hosted">Whether the host votes with its key.</param>
/// <param name="At">The newest block that it said it has verified; null when it never said.</param>
/// <param name="SeenAt">When it was heard of last, Unix milliseconds.</param>
/// <param name="Vote">What it said last; null when nothing.</param>
/// <param name="SignedUpTo">The newest block, at most the one after the head, that it said it signed; null when none.</param>
public sealed record ValidatorState(string Kid, bool Connected, bool Hosted, long? At, long SeenAt, VoteSeen? Vote, long? SignedUpTo);

/// <summary>A vote, as shown to people.</summary>
/// <param name="Number">Height.</param>
/// <param name="Round">Round.</param>
/// <param name="Phase"><c>prepare</c>, <c>lock</c>, <c>status</c> or <c>sign</c>.</param>
/// <param name="At">When it came, Unix milliseconds.</param>
public sealed record VoteSeen(long Number, long Round, string Phase, long At);
