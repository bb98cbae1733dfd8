using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>Who follows a ledger just now, and what is known of its validators. Thread safe: blocks are sealed off the grain's turns.</summary>
internal sealed class Followers(TimeProvider time, ILogger log)
{
    /// <summary>Who has not renewed for so long is gone: its gateway died without a word.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IFollowConnection, Connection> _connections = new();
    private readonly ConcurrentDictionary<string, ValidatorState> _validators = new(StringComparer.Ordinal);

    private sealed record Connection(FollowerState State, long RenewedAt);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Keeps a connection, or keeps it for longer. True when it is new.</summary>
    public bool Keep(IFollowConnection connection, FollowerState state)
    {
        var kept = new Connection(state, time.GetTimestamp());
        var isNew = _connections.TryAdd(connection, kept);
        _connections[connection] = kept;
        if (state.Kid is { } kid)
            Note(kid, v => v with { Hosted = state.Hosted, At = state.At < 0 ? v.At : Math.Max(state.At, v.At ?? -1) });
        return isNew;
    }

    /// <summary>Forgets a connection.</summary>
    public void Remove(IFollowConnection connection) => _connections.TryRemove(connection, out _);

    /// <summary>How many of these keys are connected.</summary>
    public int Count(IEnumerable<string> kids)
    {
        foreach (var (connection, known) in _connections)
        {
            if (time.GetElapsedTime(known.RenewedAt) > Patience)
                Remove(connection);
        }
        var connected = _connections.Values.Select(c => c.State.Kid).ToHashSet(StringComparer.Ordinal);
        return kids.Count(connected.Contains);
    }

    /// <summary>Sends a frame about a height to the connected ones of these keys.</summary>
    public void Send(IReadOnlySet<string> kids, long number, ReadOnlyMemory<byte> frame)
    {
        foreach (var (connection, known) in _connections)
        {
            if (known.State.Kid is { } kid && kids.Contains(kid))
                Send(connection, number, frame);
        }
    }

    /// <summary>Sends a frame about a height to one connection.</summary>
    public void Send(IFollowConnection connection, long number, ReadOnlyMemory<byte> frame) => Call(connection, c => c.Hear(number, frame));

    /// <summary>Tells everybody of a stored block.</summary>
    public void Stored(BlockPoint head)
    {
        foreach (var connection in _connections.Keys)
            Call(connection, c => c.Stored(head));
    }

    /// <summary>Takes note of what a validator said.</summary>
    public void Note(string kid, FollowMessage said)
    {
        var vote = said switch
        {
            FollowMessage.VoteCast { Vote: var v } => new VoteSeen(v.Number, v.Round, v.Phase == VotePhase.Prepare ? "prepare" : "lock", Now),
            FollowMessage.StatusGiven { Status: var s } => new VoteSeen(s.Number, s.Round, "status", Now),
            FollowMessage.BlockSigned s => new VoteSeen(s.Number, _validators.GetValueOrDefault(kid)?.Vote?.Round ?? 0, "sign", Now),
            _ => null,
        };
        Note(kid, v => v with { Vote = vote ?? v.Vote, SignedUpTo = said is FollowMessage.BlockSigned signed ? signed.Number : v.SignedUpTo });
    }

    /// <summary>What is known of validators.</summary>
    public ImmutableArray<ValidatorState> Validators()
    {
        var connected = _connections.Values.Select(c => c.State.Kid).ToHashSet(StringComparer.Ordinal);
        return [.. _validators.Values.Select(v => v with { Connected = connected.Contains(v.Kid) }).OrderBy(v => v.Kid, StringComparer.Ordinal)];
    }

    private void Note(string kid, Func<ValidatorState, ValidatorState> change)
    {
        var now = Now;
        _validators.AddOrUpdate(kid, k => change(new ValidatorState(k, true, false, null, now, null, null)), (_, v) => change(v with { SeenAt = now }));
    }

    private void Call(IFollowConnection connection, Func<IFollowConnection, Task> call) => call(connection).ContinueWith(
        failed =>
        {
            log.LogDebug(failed.Exception, "A follower's connection is gone");
            Remove(connection);
        },
        CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
