using SmartBlocks.Energy;

namespace SmartBlocks.Grains.Stores;

/// <summary>
/// The read model of metered values, derived from the ledger block by block. It can be dropped and rebuilt; the ledger is the truth.
/// </summary>
public interface IReadingStore
{
    /// <summary>The height of the last block whose readings are in the read model; −1 when none.</summary>
    Task<long> ReadCursorAsync(string ledger, CancellationToken cancellation = default);

    /// <summary>
    /// Writes the rows of the blocks up to <paramref name="cursor"/>, rolls up the hours they touch, and moves the cursor, in one transaction. Rows are upserts by (meter, start).
    /// </summary>
    Task WriteAsync(string ledger, long cursor, IReadOnlyList<ReadingRow> rows, CancellationToken cancellation = default);

    /// <summary>
    /// Removes the rows of a meter that start before a time (Unix seconds, a whole UTC day) and everything here that follows from them: their hours, their share of hours
    /// beyond the time, and the difference of a register's first reading that is left. The read model is then as if they had never been written.
    /// </summary>
    Task DropAsync(string ledger, string meter, long before, CancellationToken cancellation = default);

    /// <summary>Rows of one meter with <paramref name="from"/> ≤ start &lt; <paramref name="to"/> (Unix seconds), ascending, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<ReadingRow>> ReadAsync(string ledger, string meter, long from, long to, int limit, CancellationToken cancellation = default);

    /// <summary>The same rows the newest first: of those in the range, the last <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<ReadingRow>> ReadNewestAsync(string ledger, string meter, long from, long to, int limit, CancellationToken cancellation = default);

    /// <summary>
    /// Hands over the hours of meters that anything is known of, ascending by meter and time, in pieces of at most two weeks: for more than should stand in memory.
    /// <paramref name="to"/> lies whole hours after <paramref name="from"/>; on whole UTC hours they are read as rolled up, otherwise rolled up from the rows.
    /// </summary>
    /// <exception cref="ArgumentException">The range is not whole hours.</exception>
    Task ReadHoursAsync(string ledger, IReadOnlyCollection<string> meters, long from, long to, TakeHours take, CancellationToken cancellation = default);

    /// <summary>
    /// The same in columns, for those who add up very many: a piece may reach beyond the range, by hours of which the meter may have something. What has no room in 64 bits, or is
    /// not on whole UTC hours, is handed to <paramref name="others"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The range is not whole hours.</exception>
    Task ReadColumnsAsync(string ledger, IReadOnlyCollection<string> meters, long from, long to, TakeColumns take, TakeHours others, CancellationToken cancellation = default);

    /// <summary>The same hours as a list: local days and months are summed from hours by the caller.</summary>
    Task<IReadOnlyList<ReadingBucket>> ReadHourlyAsync(string ledger, IReadOnlyCollection<string> meters, long from, long to, CancellationToken cancellation = default);

    /// <summary>Start of the first hour of each of the meters that has any, Unix seconds.</summary>
    Task<IReadOnlyDictionary<string, long>> ReadFirstHoursAsync(string ledger, IReadOnlyCollection<string> meters, CancellationToken cancellation = default);

    /// <summary>The newest row of each of the meters (one row per meter that has any).</summary>
    Task<IReadOnlyList<ReadingRow>> ReadLatestAsync(string ledger, IReadOnlyCollection<string> meters, CancellationToken cancellation = default);
}

/// <summary>One metered value: an interval (Seconds &gt; 0, energy over it) or a cumulative register (Seconds = 0, the register's state at Start).</summary>
/// <param name="Meter">Meter id.</param>
/// <param name="Start">Unix seconds.</param>
/// <param name="Seconds">Length; 0 for a register reading.</param>
/// <param name="Value">In the meter's unit; what counts now (after corrections).</param>
/// <param name="Delta">For a register: the difference to the reading before; for an interval equal to Value.</param>
/// <param name="Quality">measured, estimated, corrected or attested.</param>
/// <param name="Transaction">Id of the transaction that recorded it.</param>
/// <param name="Block">Height of its block.</param>
public sealed record ReadingRow(string Meter, long Start, int Seconds, decimal Value, decimal Delta, string Quality, string Transaction, long Block);

/// <summary>Takes some hours of one meter; they are good until it returns. Called one at a time, on a thread of the store's.</summary>
public delegate void TakeHours(string meter, ReadOnlySpan<MeteredHour> hours);

/// <summary>Takes some hours of one meter in columns; they are good until it returns. Called one at a time, on a thread of the store's.</summary>
public delegate void TakeColumns(string meter, HourColumns hours);

/// <summary>Sum over one hour of one meter. What lies across the hour's border (a longer slot, a register's difference) is shared out by time.</summary>
/// <param name="Meter">Meter id.</param>
/// <param name="Hour">Unix seconds of the hour's start.</param>
/// <param name="Sum">Sum of Delta.</param>
/// <param name="Seconds">Seconds of the hour covered by readings, 0 to 3,600; a register's reading covers the time since the one before.</param>
/// <param name="Estimated">Seconds of them that were estimated or corrected.</param>
/// <param name="Count">Readings that begin in the hour.</param>
public sealed record ReadingBucket(string Meter, long Hour, decimal Sum, int Seconds, int Estimated, int Count);
