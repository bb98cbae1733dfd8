using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Streams;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// Publishes one ledger's log. One loop takes the durable head, writes the tiles that are missing, has the witnesses cosign and writes the checkpoint, then rests for
/// a moment, so that a busy ledger has a checkpoint a second and not one a block. A hint on the block stream starts it, and so do a reminder once a
/// minute, and whoever waits.
/// </summary>
[Reentrant]
[GrainType("log")]
[ImplicitStreamSubscription(LedgerGrain.BlockStream)]
public sealed class LogGrain(
    LogPublisher publisher, LedgerReader reader, WitnessClients clients, TimeProvider time, IOptions<LogOptions> options, ILogger<LogGrain> log)
    : Grain, ILogGrain, IRemindable
{
    private const string Watch = "watch";

    private readonly List<(long Size, TaskCompletionSource Reached)> _waiting = [];
    private WitnessRing _witnesses = null!;
    private PublishedCheckpoint? _published;
    private TaskCompletionSource _urgent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _loop = Task.CompletedTask;
    private bool _again;
    private bool _known;
    private bool _stopping;

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _witnesses = clients.RingOf(Id);
        var blocks = this.GetStreamProvider(LedgerGrain.Streams).GetStream<BlockNotice>(StreamId.Create(LedgerGrain.BlockStream, Id));
        await blocks.SubscribeAsync((_, _) =>
        {
            CatchUp();
            return Task.CompletedTask;
        });
        await this.RegisterOrUpdateReminder(Watch, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        CatchUp();
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _stopping = true;
        _urgent.TrySetResult();
        await _loop;
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        CatchUp();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> Publish(long size, CancellationToken cancellation = default)
    {
        if (await reader.Store.ReadHeadAsync(Id, cancellation) is not { } head)
            return null;
        var wanted = Math.Min(size, head.FirstIndex + head.Count);
        if (_published is null || _published.Checkpoint.Size < wanted)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, reached));
            _urgent.TrySetResult();
            CatchUp();
            await reached.Task.WaitAsync(cancellation);
        }
        return _published!.Note.ToBytes();
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<WitnessStanding>> Witnesses() => Task.FromResult(_witnesses.Report());

    private void CatchUp()
    {
        _again = true;
        if (_loop.IsCompleted)
            _loop = FollowAsync();
    }

    private async Task FollowAsync()
    {
        while (_again && !_stopping)
        {
            _again = false;
            try
            {
                while (!_stopping && await PublishAsync())
                    Answer();
            }
            catch (Exception e)
            {
                log.LogError(e, "Ledger {Ledger}: its log could not be published beyond {Size} entries", Id, _published?.Checkpoint.Size ?? 0);
                // The checkpoint has not moved, or somebody else has moved it: read anew what is there.
                (_known, _published) = (false, null);
                foreach (var (_, reached) in _waiting)
                    reached.TrySetException(e);
                _waiting.Clear();
            }
            Answer();
            await RestAsync();
        }
    }

    /// <summary>One checkpoint further; false when there is nothing to do.</summary>
    private async Task<bool> PublishAsync()
    {
        if (await reader.Store.ReadHeadAsync(Id) is not { } head)
            return false;
        var before = _published;
        if (!_known)
        {
            before = _published = await publisher.ReadAsync(Id);
            if (_published is null)
                before = await publisher.ReadForeignAsync(Id);
            else
                _witnesses.Learn(_published);
            _known = true;
        }
        Checkpoint checkpoint;
        SignedNote note;
        if (_published is { } standing && standing.Checkpoint.Size == head.FirstIndex + head.Count)
        {
            if (!_witnesses.IsLacking(standing.Checkpoint.Size))
                return false;
            (checkpoint, note) = (standing.Checkpoint, standing.Note);
        }
        else
            (checkpoint, note) = await publisher.WriteTilesAsync(Id, _published?.Checkpoint.Size ?? 0, head);
        var cosigned = await _witnesses.CosignAsync(checkpoint, note, () => reader.HistoryAt(Id, checkpoint.Size), CancellationToken.None);
        if (ReferenceEquals(cosigned, _published?.Note))
            return false;
        _published = await publisher.WriteCheckpointAsync(Id, checkpoint, cosigned, before);
        return true;
    }

    private void Answer()
    {
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            if (_published is null || _waiting[i].Size > _published.Checkpoint.Size)
                continue;
            _waiting[i].Reached.TrySetResult();
            _waiting.RemoveAt(i);
        }
    }

    /// <summary>Waits before the next checkpoint, unless somebody waits for it.</summary>
    private async Task RestAsync()
    {
        if (_urgent.Task.IsCompleted && !_stopping)
            _urgent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_waiting.Count > 0)
        {
            _again = true;
            return;
        }
        await Task.WhenAny(_urgent.Task, Task.Delay(options.Value.Interval, time));
    }
}
