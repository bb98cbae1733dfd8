using System.Data.Common;

namespace SmartBlocks.Storage.Sql;

/// <summary>What truly differs between the databases; everything else is one code path.</summary>
public abstract class SqlDialect
{
    /// <summary>The provider's name in settings: <c>sqlite</c> or <c>postgresql</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// True for a database whose calls run on the calling thread and which has one writer: calls are then moved to the thread pool (a grain's turn
    /// must not wait for a disk), and writers of this process queue at a semaphore rather than at the database's lock, which polls.
    /// </summary>
    public abstract bool InProcess { get; }

    /// <summary>Opens connections, set up for durable commits.</summary>
    public abstract DbDataSource CreateDataSource();

    /// <summary>Begins a transaction that may write, holding the right to write from the start where the database has one writer.</summary>
    public abstract DbTransaction BeginWrite(DbConnection connection);

    /// <summary>Begins a transaction whose reads all see one moment.</summary>
    public abstract DbTransaction BeginSnapshot(DbConnection connection);

    /// <summary>Statement that waits until no other writer holds parameter <c>@name</c>; held until the transaction ends. Null where <see cref="BeginWrite"/> suffices.</summary>
    public abstract string? LockStatement { get; }

    /// <summary>Condition that <paramref name="column"/> is one of the strings of the JSON array parameter.</summary>
    public abstract string IsOneOf(string column, string parameter);

    /// <summary>Bytes of a row, good until the next row is read: without a copy, where the driver has such.</summary>
    public virtual ReadOnlySpan<byte> BytesOf(DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    /// <summary>True when a unique key was violated.</summary>
    public abstract bool IsUniqueViolation(DbException exception);

    /// <summary>Checks, once at start, that the database keeps what it commits; throws <see cref="StorageException"/> if not.</summary>
    public abstract Task CheckDurabilityAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation);

    /// <summary>Replaces the type names of a migration: {text} {bigint} {blob}, and {clustered} after a table kept in its key's order.</summary>
    public string Translate(string migration) => migration
        .Replace("{text}", TextType, StringComparison.Ordinal)
        .Replace("{bigint}", BigIntType, StringComparison.Ordinal)
        .Replace("{blob}", BlobType, StringComparison.Ordinal)
        .Replace("{clustered}", ClusteredSuffix, StringComparison.Ordinal);

    /// <summary>A string type that compares by code point.</summary>
    protected abstract string TextType { get; }

    /// <summary>A signed 64-bit integer.</summary>
    protected abstract string BigIntType { get; }

    /// <summary>Bytes.</summary>
    protected abstract string BlobType { get; }

    /// <summary>Written after a table that is stored in its primary key's order.</summary>
    protected abstract string ClusteredSuffix { get; }
}
