using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace SmartBlocks.Storage.Sql;

/// <summary>
/// SQLite in WAL mode with <c>synchronous=FULL</c>: a commit returns after the log is on the disk (fsync), readers never wait for the writer.
/// </summary>
/// <param name="path">The database file; its folder must exist.</param>
public sealed class SqliteDialect(string path) : SqlDialect
{
    /// <inheritdoc/>
    public override string Name => "sqlite";

    /// <inheritdoc/>
    public override bool InProcess => true;

    /// <inheritdoc/>
    public override string? LockStatement => null;

    /// <inheritdoc/>
    protected override string TextType => "TEXT";

    /// <inheritdoc/>
    protected override string BigIntType => "INTEGER";

    /// <inheritdoc/>
    protected override string BlobType => "BLOB";

    /// <inheritdoc/>
    protected override string ClusteredSuffix => "WITHOUT ROWID";

    /// <inheritdoc/>
    public override DbDataSource CreateDataSource() => new SqliteDataSource(path);

    // Immediate: the write lock is taken now, so that the checks of an append and its inserts see the same head.
    /// <inheritdoc/>
    public override DbTransaction BeginWrite(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: false);

    /// <inheritdoc/>
    public override DbTransaction BeginSnapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    /// <inheritdoc/>
    public override string IsOneOf(string column, string parameter) => $"{column} IN (SELECT value FROM json_each({parameter}))";

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> BytesOf(DbDataReader row, int column) => SQLitePCL.raw.sqlite3_column_blob(((SqliteDataReader)row).Handle, column);

    /// <inheritdoc/>
    public override bool IsUniqueViolation(DbException exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 }; // SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE

    /// <inheritdoc/>
    public override async Task CheckDurabilityAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation)
    {
        foreach (var (pragma, expected) in new[] { ("journal_mode", "wal"), ("synchronous", "2") })
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"PRAGMA {pragma}";
            var found = Convert.ToString(await command.ExecuteScalarAsync(cancellation), System.Globalization.CultureInfo.InvariantCulture);
            if (found != expected)
                throw new StorageException($"SQLite database '{path}': PRAGMA {pragma} is '{found}' where '{expected}' is needed; is the folder on a file system without shared memory (network share)?");
        }
    }
}
