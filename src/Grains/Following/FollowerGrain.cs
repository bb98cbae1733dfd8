using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Utilities;
using SmartBlocks.Energy;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// Follows one ledger. One loop reads the blocks behind the read model's cursor, writes their readings and moves the cursor in one transaction,
/// then tells the gateways. A hint on the block stream starts it, and so do a subscription, a reminder once a minute, and whoever waits.
/// </summary>
[Reentrant]
[GrainType("follower")]
[ImplicitStreamSubscription(LedgerGrain.BlockStream)]
public sealed class FollowerGrain(LedgerReader reader, IReadingStore readings, TimeProvider time, ILogger<FollowerGrain> log)
    : Grain, IFollowerGrain, IRemindable
{
    /// <summary>Blocks read at once while catching up: more is faster, and holds more in memory.</summary>
    private const int BlocksAtOnce = 32;

    /// <summary>Readings of blocks older than this are history being imported; gateways are told of the block, not of each reading.</summary>
    private static readonly TimeSpan Live = TimeSpan.FromMinutes(2);

    private const string Watch = "watch";

    private readonly ObserverManager<ILiveObserver> _gateways = new(TimeSpan.FromMinutes(2), log);
    private readonly Dictionary<string, MeterRegistration> _meters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadingRow> _latest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SilenceNotice> _silent = new(StringComparer.Ordinal);
    private readonly List<(long Block, TaskCompletionSource Reached)> _waiting = [];
    private Task _loop = Task.CompletedTask;
    private string _tenant = "";
    private long _cursor = -1;
    private bool _again;

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _cursor = await readings.ReadCursorAsync(Id, cancellationToken);
        await LoadDirectoryAsync(cancellationToken);
        var blocks = this.GetStreamProvider(LedgerGrain.Streams).GetStream<BlockNotice>(StreamId.Create(LedgerGrain.BlockStream, Id));
        await blocks.SubscribeAsync((_, _) =>
        {
            CatchUp();
            return Task.CompletedTask;
        });
        await this.RegisterOrUpdateReminder(Watch, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        await GrainFactory.GetGrain<IQualityGrain>(Id).Watch();
        await GrainFactory.GetGrain<IPredictGrain>(Id).Watch();
        CatchUp();
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _loop;
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        CatchUp();
        await NoticeSilenceAsync();
    }

    /// <inheritdoc/>
    public Task Subscribe(ILiveObserver observer)
    {
        _gateways.Subscribe(observer, observer);
        CatchUp();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Unsubscribe(ILiveObserver observer)
    {
        _gateways.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<long> CaughtUpTo() => Task.FromResult(_cursor);

    /// <inheritdoc/>
    public Task WaitFor(long block, CancellationToken cancellation = default)
    {
        if (_cursor >= block)
            return Task.CompletedTask;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((block, reached));
        CatchUp();
        return reached.Task.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<SilenceNotice>> Silent() => Task.FromResult<ImmutableArray<SilenceNotice>>([.. _silent.Values.OrderBy(s => s.Meter, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public Task PassOn(ImmutableArray<QualityAlert> alerts) => _gateways.Count > 0 ? _gateways.Notify(gateway => gateway.AlertsChanged(alerts)) : Task.CompletedTask;

    private void CatchUp()
    {
        _again = true;
        if (_loop.IsCompleted)
            _loop = FollowAsync();
    }

    private async Task FollowAsync()
    {
        while (_again)
        {
            _again = false;
            try
            {
                while (await TakeBlocksAsync())
                {
                }
            }
            catch (Exception e)
            {
                // The cursor has not moved; the next hint or reminder goes on from there.
                log.LogError(e, "Ledger {Ledger}: blocks after {Block} could not be taken into the read model", Id, _cursor);
                foreach (var (_, reached) in _waiting)
                    reached.TrySetException(e);
                _waiting.Clear();
            }
        }
    }

    private async Task<bool> TakeBlocksAsync()
    {
        var blocks = await reader.Store.ReadBlocksAsync(Id, _cursor + 1, BlocksAtOnce);
        if (blocks.Count == 0)
            return false;
        if (_tenant.Length == 0)
            await LoadDirectoryAsync(CancellationToken.None);
        var state = reader.StateAt(blocks[^1]);
        var taken = new BlockReadings(Id, _tenant, meter => Registration(state, meter), meter => _latest.GetValueOrDefault(meter));
        var notices = new List<BlockNotice>(blocks.Count);
        foreach (var block in blocks)
        {
            var body = await reader.Store.ReadBodyAsync(Id, block.Number)
                ?? throw new InvalidDataException($"Ledger '{Id}': block {block.Number} has no body in the store.");
            foreach (var (offset, transaction) in await Task.Run(() => LedgerReader.ParsePlaced(Id, body)))
                taken.Add(transaction, block.Number, block.FirstIndex + offset);
            var batches = block.Count - body.Seals.Sum(s => s.Count - 1);
            notices.Add(new BlockNotice(Id, block.Number, block.Id, block.Time, block.Count, batches, block.FirstIndex + block.Count));
        }
        await readings.WriteAsync(Id, blocks[^1].Number, taken.Rows);
        _cursor = blocks[^1].Number;
        foreach (var row in taken.Rows)
        {
            if (!_latest.TryGetValue(row.Meter, out var latest) || row.Start >= latest.Start)
                _latest[row.Meter] = row;
        }
        await TellAsync(blocks, notices, taken);
        return true;
    }

    private async Task TellAsync(IReadOnlyList<StoredBlock> blocks, List<BlockNotice> notices, BlockReadings taken)
    {
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            if (_waiting[i].Block > _cursor)
                continue;
            _waiting[i].Reached.TrySetResult();
            _waiting.RemoveAt(i);
        }
        if (taken.ChangesDirectory && _tenant.Length > 0)
            await GrainFactory.GetGrain<ITenantGrain>(_tenant).Refresh(Id);
        if (_gateways.Count > 0)
        {
            foreach (var notice in notices)
                await _gateways.Notify(gateway => gateway.BlockCommitted(notice));
            var live = (time.GetUtcNow() - Live).ToUnixTimeMilliseconds();
            var fresh = taken.Notices.Where(n => blocks[(int)(n.Block - blocks[0].Number)].Time >= live).ToImmutableArray();
            if (!fresh.IsEmpty)
                await _gateways.Notify(gateway => gateway.ReadingsAccepted(fresh));
        }
        await NoticeReturnsAsync(taken.Rows);
    }

    private async Task NoticeReturnsAsync(List<ReadingRow> rows)
    {
        if (_silent.Count == 0)
            return;
        var now = time.GetUtcNow();
        var back = rows.Select(r => r.Meter).Distinct().Where(_silent.ContainsKey)
            .Where(meter => !IsSilent(meter, _latest[meter], now)).Select(meter => _silent[meter] with { Silent = false }).ToImmutableArray();
        foreach (var notice in back)
            _silent.Remove(notice.Meter);
        if (!back.IsEmpty)
            await _gateways.Notify(gateway => gateway.MeterSilence(back));
    }

    private async Task NoticeSilenceAsync()
    {
        var now = time.GetUtcNow();
        var fallen = ImmutableArray.CreateBuilder<SilenceNotice>();
        foreach (var (meter, last) in _latest)
        {
            if (!IsSilent(meter, last, now) || _silent.ContainsKey(meter))
                continue;
            var notice = new SilenceNotice(Id, _meters[meter].Site, meter, DateTimeOffset.FromUnixTimeSeconds(last.Start + last.Seconds), true);
            _silent.Add(meter, notice);
            fallen.Add(notice);
        }
        if (fallen.Count > 0)
        {
            var notices = fallen.ToImmutable();
            await _gateways.Notify(gateway => gateway.MeterSilence(notices));
        }
    }

    private bool IsSilent(string meter, ReadingRow last, DateTimeOffset now) => _meters.TryGetValue(meter, out var registration)
        && Silence.IsSilent(registration.ResolutionSeconds ?? MeterDrafts.DefaultResolutionSeconds, DateTimeOffset.FromUnixTimeSeconds(last.Start + last.Seconds), now);

    private MeterRegistration? Registration(StateTrie state, string meter)
    {
        if (_meters.TryGetValue(meter, out var known))
            return known;
        if (state.Meter(meter) is { } registration)
            return _meters[meter] = registration;
        return null;
    }

    private async Task LoadDirectoryAsync(CancellationToken cancellation)
    {
        if (await reader.Store.ReadHeadAsync(Id, cancellation) is not { } head)
            return;
        var state = reader.StateAt(head);
        _tenant = TenantOf(state);
        foreach (var meter in state.Sites().ToList().SelectMany(site => state.Meters(site.Site)))
            _meters[meter.Meter] = meter;
        foreach (var row in await readings.ReadLatestAsync(Id, _meters.Keys, cancellation))
            _latest[row.Meter] = row;
    }

    /// <summary>The party of the operator key that founded the ledger.</summary>
    private static string TenantOf(StateTrie state)
    {
        using var genesis = JsonDocument.Parse(state.Get(SettingsFamily.GenesisPath)
            ?? throw new InvalidDataException("The ledger has no genesis in its state."));
        return genesis.RootElement.GetProperty("keys").EnumerateArray()
            .First(key => key.GetProperty("role").GetString() == Roles.Operator).GetProperty("party").GetString()!;
    }
}
