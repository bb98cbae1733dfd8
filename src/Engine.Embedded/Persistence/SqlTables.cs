using System.Data.Common;
using System.Globalization;

namespace SmartBlocks.Engine.Embedded.Persistence;

/// <summary>The engine's tables, in SQL that SQLite and PostgreSQL both understand.</summary>
sealed class SqlTables(DbDataSource database)
{
    /// <summary>The version of the tables this code reads and writes.</summary>
    const long Version = 1;

    const string Create = """
        CREATE TABLE IF NOT EXISTS orleans_schema (version BIGINT NOT NULL PRIMARY KEY);
        CREATE TABLE IF NOT EXISTS orleans_grain_state (
            grain_type TEXT NOT NULL, grain_key TEXT NOT NULL, state_name TEXT NOT NULL,
            version BIGINT NOT NULL, payload TEXT NOT NULL, modified_at BIGINT NOT NULL,
            PRIMARY KEY (grain_type, grain_key, state_name));
        CREATE TABLE IF NOT EXISTS orleans_reminders (
            grain_type TEXT NOT NULL, grain_key TEXT NOT NULL, name TEXT NOT NULL,
            start_at BIGINT NOT NULL, period BIGINT NOT NULL, version BIGINT NOT NULL,
            PRIMARY KEY (grain_type, grain_key, name));
        """;

    /// <summary>Creates what is missing.</summary>
    /// <exception cref="InvalidOperationException">The tables are of a newer version than this code.</exception>
    internal async Task CreateAsync(CancellationToken cancellationToken)
    {
        const int Attempts = 3;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await CreateMissingAsync(cancellationToken);
                break;
            }
            catch (DbException) when (attempt < Attempts)
            {
                // Hosts that start at one time meet here: PostgreSQL's IF NOT EXISTS does not see what another is just creating.
                await Task.Delay(TimeSpan.FromMilliseconds(200 * attempt), cancellationToken);
            }
        }

        var versions = await QueryAsync("SELECT version FROM orleans_schema", [], row => row.GetInt64(0), cancellationToken);
        if (versions.Max() is var found && found > Version)
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The database's engine tables have version {found}; this build knows up to {Version}. Use a newer build."));
    }

    async Task CreateMissingAsync(CancellationToken cancellationToken)
    {
        foreach (var statement in Create.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            await ExecuteAsync(statement, [], cancellationToken);
        await ExecuteAsync(
            "INSERT INTO orleans_schema (version) SELECT @version WHERE NOT EXISTS (SELECT 1 FROM orleans_schema)", [("version", Version)], cancellationToken);
    }

    internal async Task<int> ExecuteAsync(string sql, (string Name, object Value)[] parameters, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal async Task<List<T>> QueryAsync<T>(
        string sql, (string Name, object Value)[] parameters, Func<DbDataReader, T> read, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = Command(connection, sql, parameters);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var result = new List<T>();
        while (await rows.ReadAsync(cancellationToken)) result.Add(read(rows));
        return result;
    }

    static DbCommand Command(DbConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this folder; values travel as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
