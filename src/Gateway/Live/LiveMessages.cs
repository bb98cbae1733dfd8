using SmartBlocks.Gateway.Rest;

namespace SmartBlocks.Gateway.Live;

/// <summary>What a client of the hub wants to hear of, or no longer.</summary>
/// <param name="Ledgers">Ledgers: their blocks and all of their readings.</param>
/// <param name="Sites">Sites: the readings and the silence of their meters.</param>
/// <param name="Meters">Meters: their readings and their silence.</param>
public sealed record WatchRequest(IReadOnlyList<string>? Ledgers = null, IReadOnlyList<string>? Sites = null, IReadOnlyList<string>? Meters = null);

/// <summary>A block is on the ledger.</summary>
public sealed record BlockCommitted(string Ledger, long Number, string Id, DateTime Time, int Transactions, int Batches, long Size)
{
    internal static BlockCommitted Of(BlockNotice b) => new(b.Ledger, b.Number, b.Id, Utc.OfMilliseconds(b.Time), b.Transactions, b.Batches, b.Size);
}

/// <summary>A reading is on the ledger.</summary>
public sealed record ReadingAccepted(string Ledger, string Site, string Meter, string Unit, IReadOnlyList<LiveSlot> Slots, IReadOnlyList<LiveRegister> Registers,
    string Transaction, long Block, long Index)
{
    internal static ReadingAccepted Of(ReadingNotice r) => new(r.Ledger, r.Site, r.Meter, r.Unit,
        [.. r.Slots.Select(s => new LiveSlot(s.Start.UtcDateTime, s.Seconds, s.Value, s.Quality))],
        [.. r.Registers.Select(v => new LiveRegister(v.At.UtcDateTime, v.Value))], r.Transaction, r.Block, r.Index);
}

/// <summary>A metered interval.</summary>
public sealed record LiveSlot(DateTime Start, int Seconds, decimal Value, string Quality);

/// <summary>A cumulative register's state.</summary>
public sealed record LiveRegister(DateTime At, decimal Value);

/// <summary>A meter fell silent, or came back.</summary>
public sealed record MeterSilence(string Ledger, string Site, string Meter, DateTime Since);
