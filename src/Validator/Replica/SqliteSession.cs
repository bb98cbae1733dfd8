using Microsoft.Data.Sqlite;

namespace SmartBlocks.Validator.Replica;

/// <summary>One open connection to a replica's file with its prepared statements, used by one caller at a time.</summary>
sealed class SqliteSession : IDisposable
{
    /// <summary>How long a reader or writer waits for another's lock before it fails.</summary>
    const int BusyMilliseconds = 30_000;

    readonly SqliteConnection connection;
    readonly Dictionary<string, SqliteCommand> statements = new(StringComparer.Ordinal);
    SqliteTransaction? transaction;

    /// <summary>Opens the file, and makes it when it is missing.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="cacheKibibytes">Page cache of this connection.</param>
    public SqliteSession(string path, int cacheKibibytes)
    {
        // No pool: whoever disposes of the last session wants the file closed, not kept.
        connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = BusyMilliseconds / 1000,
        }.ToString());
        try
        {
            connection.Open();
            Execute(FormattableString.Invariant($"""
                PRAGMA busy_timeout={BusyMilliseconds};
                PRAGMA page_size=8192;
                PRAGMA journal_mode=WAL;
                PRAGMA synchronous=FULL;
                PRAGMA cache_size=-{cacheKibibytes};
                PRAGMA wal_autocheckpoint=4000;
                PRAGMA journal_size_limit=67108864;
                PRAGMA mmap_size=0;
                """));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>True between <see cref="Begin"/> and <see cref="Commit"/>.</summary>
    public bool InTransaction => transaction is not null;

    /// <summary>Begins a write transaction; a reader's snapshot when <paramref name="deferred"/>.</summary>
    public void Begin(bool deferred = false) => transaction = connection.BeginTransaction(deferred);

    /// <summary>Commits; with synchronous=FULL it is on the disk when this returns.</summary>
    public void Commit()
    {
        transaction!.Commit();
        transaction.Dispose();
        transaction = null;
    }

    /// <summary>Forgets what was written since <see cref="Begin"/>.</summary>
    public void Rollback()
    {
        transaction?.Rollback();
        transaction?.Dispose();
        transaction = null;
    }

    /// <summary>Runs a statement; the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object Value)> arguments) => Statement(sql, arguments).ExecuteNonQuery();

    /// <summary>The first row of a query, or the default.</summary>
    public T? First<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object Value)> arguments)
    {
        using var reader = Statement(sql, arguments).ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    /// <summary>All rows of a query.</summary>
    public List<T> List<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object Value)> arguments)
    {
        using var reader = Statement(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(map(reader));
        return rows;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        transaction?.Dispose();
        foreach (var statement in statements.Values) statement.Dispose();
        connection.Dispose();
    }

    SqliteCommand Statement(string sql, ReadOnlySpan<(string Name, object Value)> arguments)
    {
        if (!statements.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in arguments) command.Parameters.Add(new SqliteParameter { ParameterName = name });
            statements.Add(sql, command);
        }

        command.Transaction = transaction;
        for (var i = 0; i < arguments.Length; i++) command.Parameters[i].Value = arguments[i].Value;
        return command;
    }
}
