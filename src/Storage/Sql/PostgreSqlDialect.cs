using System.Data;
using System.Data.Common;
using Npgsql;

namespace SmartBlocks.Storage.Sql;

/// <summary>PostgreSQL 13 or newer: many silos on one database. Commits are synchronous; statements are prepared on their second use.</summary>
/// <param name="connectionString">Npgsql connection string.</param>
public sealed class PostgreSqlDialect(string connectionString) : SqlDialect
{
    /// <inheritdoc/>
    public override string Name => "postgresql";

    /// <inheritdoc/>
    public override bool InProcess => false;

    // Serialises appends to one ledger across silos; two ledgers whose names hash alike merely wait for each other.
    /// <inheritdoc/>
    public override string? LockStatement => "SELECT pg_advisory_xact_lock(hashtextextended(@name, 1396851823))";

    /// <inheritdoc/>
    protected override string TextType => "TEXT COLLATE \"C\"";

    /// <inheritdoc/>
    protected override string BigIntType => "BIGINT";

    /// <inheritdoc/>
    protected override string BlobType => "BYTEA";

    /// <inheritdoc/>
    protected override string ClusteredSuffix => "";

    /// <inheritdoc/>
    public override DbDataSource CreateDataSource()
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        // Unless the setting was given: 0 is for poolers that cannot keep prepared statements.
        if (!new DbConnectionStringBuilder { ConnectionString = connectionString }.ContainsKey("Max Auto Prepare"))
        {
            settings.MaxAutoPrepare = 100;
            settings.AutoPrepareMinUsages = 2;
        }
        if (string.IsNullOrEmpty(settings.ApplicationName))
            settings.ApplicationName = "SmartBlocks";
        return NpgsqlDataSource.Create(settings);
    }

    /// <inheritdoc/>
    public override DbTransaction BeginWrite(DbConnection connection) => connection.BeginTransaction(IsolationLevel.ReadCommitted);

    /// <inheritdoc/>
    public override DbTransaction BeginSnapshot(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    /// <inheritdoc/>
    public override string IsOneOf(string column, string parameter) => $"{column} IN (SELECT jsonb_array_elements_text({parameter}::text::jsonb))";

    /// <inheritdoc/>
    public override bool IsUniqueViolation(DbException exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <inheritdoc/>
    public override async Task CheckDurabilityAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation)
    {
        foreach (var setting in new[] { "fsync", "synchronous_commit" })
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"SHOW {setting}";
            if (await command.ExecuteScalarAsync(cancellation) is "off")
                throw new StorageException($"PostgreSQL setting '{setting}' is 'off': an acknowledged reading could be lost; switch it on for database '{connection.Database}'.");
        }
    }
}
