using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace SmartBlocks.Storage.Sql;

/// <summary>SQLite connections to one file, every one set up alike. (Microsoft.Data.Sqlite has no data source that could do so.)</summary>
internal sealed class SqliteDataSource(string path) : DbDataSource
{
    /// <summary>How long a writer waits for another process's or pool's write before it fails.</summary>
    const int BusyMilliseconds = 30_000;

    /// <summary>Bodies and node chunks are tens of kilobytes: larger pages than SQLite's 4 KiB mean fewer overflow links. Fixed when the file is made.</summary>
    const int PageBytes = 8192;

    /// <summary>Page cache of a connection. No mmap: mapped pages count as the process's memory, which should stay flat while the ledger grows.</summary>
    const int CacheKibibytes = 8192;

    /// <summary>Pages in the log before a commit copies them home: pages that many blocks change are then written once, not once a block.</summary>
    const int CheckpointPages = 4000;

    // busy_timeout first: switching to WAL takes a lock that another starting silo may hold.
    static readonly string Pragmas = FormattableString.Invariant($"""
        PRAGMA busy_timeout={BusyMilliseconds};
        PRAGMA page_size={PageBytes};
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=FULL;
        PRAGMA cache_size=-{CacheKibibytes};
        PRAGMA wal_autocheckpoint={CheckpointPages};
        PRAGMA journal_size_limit=67108864;
        PRAGMA mmap_size=0;
        """);

    public override string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWriteCreate,
        Cache = SqliteCacheMode.Private,
        Pooling = true,
        DefaultTimeout = BusyMilliseconds / 1000,
    }.ToString();

    protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);

    protected override DbConnection OpenDbConnection()
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(OpenDbConnection());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            ClosePooled();
        base.Dispose(disposing);
    }

    // The base class's DisposeAsync calls Dispose(false).
    protected override ValueTask DisposeAsyncCore()
    {
        ClosePooled();
        return base.DisposeAsyncCore();
    }

    // Closes the pooled file handles, so that the last one checkpoints and removes the log.
    void ClosePooled()
    {
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
    }
}
