using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>The part of the grain that those who follow the ledger, and its validators, are connected to.</summary>
public sealed partial class LedgerGrain
{
    private Followers? _followers;
    private QuorumSealer? _sealer;
    private CancellationTokenRegistration? _stopping;

    /// <inheritdoc/>
    public Task<BlockPoint?> Follow(IFollowConnection connection, FollowerState state)
    {
        if (_chain?.Head is not { Header: not null, Cursor: var head })
            return Task.FromResult<BlockPoint?>(null);
        if (_followers!.Keep(connection, state) && state.Kid is { } kid)
            _sealer!.Join(connection, kid);
        return Task.FromResult<BlockPoint?>(new BlockPoint(head.Number, head.Id));
    }

    /// <inheritdoc/>
    public Task Unfollow(IFollowConnection connection)
    {
        _followers!.Remove(connection);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task Say(string kid, ReadOnlyMemory<byte> frame)
    {
        if (FollowCodec.TryReadFollower(frame, out var said, out _))
        {
            // Of a height beyond the next there is nothing to say yet: who does is not shown to people as far ahead.
            if (said.Height is not { } height || height <= _chain!.Head.Cursor.Number + 1)
                _followers!.Note(kid, said);
            await _sealer!.SayAsync(kid, said);
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ValidatorState>> Validators() => Task.FromResult(_followers!.Validators());

    private async Task OpenToFollowersAsync(CancellationToken cancellation)
    {
        _followers = new Followers(time, log);
        _sealer = new QuorumSealer(
            await keys.GetOrCreateAsync(Genesis.ValidatorKey, cancellation), _followers, proposals, evidence, Replays, time, _options, log);
        // An engine that stops waits for calls under way, and those of a ledger without a quorum would never end.
        _stopping = ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopping.Register(_sealer.Stop);
    }

    /// <summary>Whether a block that a validator handed in, with a quorum's votes for it, is what its batches give: another body would strand it.</summary>
    private bool Replays(ProposedBlock block)
    {
        var executor = new BlockExecutor(families, new StoredNodes(store, Id), cacheBytes: 1 << 20);
        return executor.Replay(_chain!.Head.Cursor, block.WithoutSignatures(), block.Batches, new CommittedBesides(block)).Execution is not null;
    }

    /// <summary>Takes it that ids which are not the block's own are on the ledger, and its own not: the quorum that prepared the block has looked.</summary>
    private sealed class CommittedBesides(ProposedBlock block) : ITransactionIndex
    {
        private readonly HashSet<string> _own = block.Batches.SelectMany(b => b.Transactions).Select(t => t.Id).ToHashSet(StringComparer.Ordinal);

        public bool Contains(string id) => !_own.Contains(id);
    }
}
