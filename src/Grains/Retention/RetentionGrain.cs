using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Streams;
using SmartBlocks.Energy;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// Drops what one ledger's retention transactions let go. A hint on the block stream makes it look whether the state holds rules that are not carried out; a pass over
/// the ledger carries them out, in pages, each of which is durable before the next begins.
/// </summary>
[Reentrant]
[GrainType("retention")]
[ImplicitStreamSubscription(LedgerGrain.BlockStream)]
public sealed class RetentionGrain(
    [PersistentState("retention", "smartblocks")] IPersistentState<RetentionState> stored,
    LedgerReader reader, IReadingStore readings, LogPublisher publisher, ILogger<RetentionGrain> log) : Grain, IRetentionGrain, IRemindable
{
    private const int PageBlocks = 64;

    private const string Watch = "watch";

    private Task _loop = Task.CompletedTask;
    private bool _again;

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var blocks = this.GetStreamProvider(LedgerGrain.Streams).GetStream<BlockNotice>(StreamId.Create(LedgerGrain.BlockStream, Id));
        await blocks.SubscribeAsync((_, _) =>
        {
            Start();
            return Task.CompletedTask;
        });
        if (stored.State.Pass.Count > 0)
            await this.RegisterOrUpdateReminder(Watch, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        Start();
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _loop;
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CatchUp()
    {
        Start();
        return _loop;
    }

    private void Start()
    {
        _again = true;
        if (_loop.IsCompleted)
            _loop = RunAsync();
    }

    private async Task RunAsync()
    {
        while (_again)
        {
            _again = false;
            try
            {
                while (await BeginAsync())
                    await PassAsync();
            }
            catch (Exception e)
            {
                // What was done is durable; the next hint or reminder goes on from there.
                log.LogError(e, "Ledger {Ledger}: dropping under its retention rules stopped at block {Block}", Id, stored.State.Next);
            }
        }
    }

    /// <summary>True when a pass is under way, or a new one is needed.</summary>
    private async Task<bool> BeginAsync()
    {
        if (stored.State.Pass.Count > 0)
            return true;
        if (await reader.Store.ReadHeadAsync(Id) is not { } head)
            return false;
        var rules = await Task.Run(() => reader.StateAt(head).Range(RetentionRule.Prefix)
            .Select(entry => (Meter: entry.Key[RetentionRule.Prefix.Length..], Rule: RetentionRule.Parse(entry.Value.Span))).ToList());
        var open = rules.Where(rule => stored.State.Done.GetValueOrDefault(rule.Meter) != rule.Rule)
            .ToDictionary(rule => rule.Meter, rule => rule.Rule, StringComparer.Ordinal);
        if (open.Count == 0)
            return false;
        await this.RegisterOrUpdateReminder(Watch, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        (stored.State.Pass, stored.State.Next) = (open, 0);
        await stored.WriteStateAsync();
        return true;
    }

    private async Task PassAsync()
    {
        var pass = stored.State.Pass;
        var last = pass.Values.Max(rule => rule.Block);
        var dropper = new BlockDropper(reader, pass, await MetersAsync(pass.Keys));
        while (stored.State.Next <= last)
        {
            var page = await reader.Store.ReadBlocksAsync(Id, stored.State.Next, (int)Math.Min(PageBlocks, last - stored.State.Next + 1));
            foreach (var block in page)
            {
                if (await Task.Run(() => dropper.DropAsync(block, CancellationToken.None)))
                    await publisher.RewriteBundlesAsync(Id, block.FirstIndex, block.FirstIndex + block.Count);
            }
            stored.State.Next = page[^1].Number + 1;
            await stored.WriteStateAsync();
        }
        // Not before the read model has seen the rules' blocks: it would put back what is older.
        await GrainFactory.GetGrain<IFollowerGrain>(Id).WaitFor(last);
        foreach (var (meter, rule) in pass)
        {
            var before = new DateTimeOffset(rule.Before, TimeOnly.MinValue, TimeSpan.Zero);
            await readings.DropAsync(Id, meter, before.ToUnixTimeSeconds());
            await GrainFactory.GetGrain<IQualityGrain>(Id).Forget(meter, before);
            stored.State.Done[meter] = rule;
        }
        (stored.State.Pass, stored.State.Next) = ([], 0);
        await stored.WriteStateAsync();
        if (await this.GetReminder(Watch) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    private async Task<Dictionary<string, MeterRegistration>> MetersAsync(IEnumerable<string> meters)
    {
        var head = await reader.Store.ReadHeadAsync(Id) ?? throw new InvalidDataException($"Ledger '{Id}' has no block in the store.");
        return await Task.Run(() =>
        {
            var state = reader.StateAt(head);
            return meters.Select(state.Meter).OfType<MeterRegistration>().ToDictionary(m => m.Meter, StringComparer.Ordinal);
        });
    }
}
