using System.Collections.Immutable;
using Orleans.Concurrency;

namespace SmartBlocks.Grains;

/// <summary>
/// Follows one ledger (the key): writes the reading read model block by block, tells subscribed gateways, and notices silent meters.
/// The block stream is a hint; the cursor in the read model says where to go on, so that a missed event is caught up.
/// </summary>
[Alias("IFollowerGrain")]
public interface IFollowerGrain : IGrainWithStringKey
{
    /// <summary>Subscribes a gateway; renew every 30 s, an unrenewed subscription ends after two minutes.</summary>
    Task Subscribe(ILiveObserver observer);

    /// <summary>Ends a subscription.</summary>
    Task Unsubscribe(ILiveObserver observer);

    /// <summary>The newest block in the read model; −1 when none.</summary>
    [AlwaysInterleave]
    Task<long> CaughtUpTo();

    /// <summary>Completes when the read model holds the block: reading one's own writes.</summary>
    [AlwaysInterleave]
    Task WaitFor(long block, CancellationToken cancellation = default);

    /// <summary>The meters that are silent now.</summary>
    [AlwaysInterleave]
    Task<ImmutableArray<SilenceNotice>> Silent();

    /// <summary>Tells the subscribed gateways of alerts that were raised, changed or cleared.</summary>
    [AlwaysInterleave]
    Task PassOn(ImmutableArray<QualityAlert> alerts);
}

/// <summary>What a gateway hears of the ledgers it watches.</summary>
[Alias("ILiveObserver")]
public interface ILiveObserver : IGrainObserver
{
    /// <summary>A block is on the ledger.</summary>
    Task BlockCommitted(BlockNotice block);

    /// <summary>Readings were accepted, in ledger order.</summary>
    Task ReadingsAccepted(ImmutableArray<ReadingNotice> readings);

    /// <summary>Meters fell silent or came back.</summary>
    Task MeterSilence(ImmutableArray<SilenceNotice> meters);

    /// <summary>Alerts were raised, changed or cleared.</summary>
    Task AlertsChanged(ImmutableArray<QualityAlert> alerts);
}

/// <summary>A committed block in brief.</summary>
/// <param name="Ledger">Ledger id.</param>
/// <param name="Number">Height.</param>
/// <param name="Id">Block id.</param>
/// <param name="Time">Unix milliseconds.</param>
/// <param name="Transactions">Transactions in it.</param>
/// <param name="Batches">Batches in it.</param>
/// <param name="Size">Transactions on the ledger after it.</param>
public sealed record BlockNotice(string Ledger, long Number, string Id, long Time, int Transactions, int Batches, long Size);

/// <summary>An accepted reading, which is one transaction.</summary>
public sealed record ReadingNotice(string Ledger, string Tenant, string Site, string Meter, string Unit, ImmutableArray<SlotNotice> Slots,
    ImmutableArray<RegisterNotice> Registers, string Transaction, long Block, long Index);

/// <summary>A metered interval: <paramref name="Seconds"/> from <paramref name="Start"/>, value in the meter's unit.</summary>
public sealed record SlotNotice(DateTimeOffset Start, int Seconds, decimal Value, string Quality);

/// <summary>A cumulative register's state.</summary>
public sealed record RegisterNotice(DateTimeOffset At, decimal Value);

/// <summary>A meter that fell silent (<paramref name="Silent"/>) at <paramref name="Since"/>, or came back.</summary>
public sealed record SilenceNotice(string Ledger, string Site, string Meter, DateTimeOffset Since, bool Silent);
