using System.Collections.Concurrent;
using System.Data.Common;

namespace SmartBlocks.Storage.Sql;

/// <summary>
/// A database and its connections: readers from a pool, writers one at a time where the database has one writer.
/// Disposing it closes every connection.
/// </summary>
public sealed class SqlDatabase : IAsyncDisposable
{
    /// <summary>Idle reading connections kept with their prepared statements.</summary>
    const int IdleReaders = 8;

    readonly ConcurrentBag<SqlSession> _idle = [];
    readonly SemaphoreSlim _writerTurn = new(1, 1);
    SqlSession? _writer;
    bool _disposed;

    /// <summary>Nothing is opened yet.</summary>
    public SqlDatabase(SqlDialect dialect)
    {
        Dialect = dialect;
        DataSource = dialect.CreateDataSource();
    }

    /// <summary>The differences of this kind of database.</summary>
    public SqlDialect Dialect { get; }

    /// <summary>Connections for others that keep their tables in the same database (grain state, reminders, users), set up for durable commits.</summary>
    public DbDataSource DataSource { get; }

    /// <summary>Brings the schema to this program's version; does nothing when it is there already.</summary>
    /// <exception cref="StorageException">The database cannot be reached, is not durable, or is newer than this program.</exception>
    public async Task MigrateAsync(CancellationToken cancellation = default)
    {
        try
        {
            await SchemaMigrator.MigrateAsync(this, SchemaMigrator.Embedded, cancellation);
        }
        catch (Exception exception) when (exception is DbException or System.Net.Sockets.SocketException)
        {
            throw new StorageException($"The {Dialect.Name} database cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>Opens a database and brings its schema to this program's version.</summary>
    /// <exception cref="StorageException">As <see cref="MigrateAsync"/>.</exception>
    public static async Task<SqlDatabase> OpenAsync(SqlDialect dialect, CancellationToken cancellation = default)
    {
        var database = new SqlDatabase(dialect);
        try
        {
            await database.MigrateAsync(cancellation);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a read on a pooled connection.</summary>
    internal Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> read) => Dialect.InProcess ? Task.Run(() => ReadCoreAsync(read)) : ReadCoreAsync(read);

    /// <summary>Runs a read on a pooled connection, on this thread.</summary>
    internal T Read<T>(Func<SqlSession, T> read)
    {
        var session = Rent() ?? new SqlSession(DataSource.OpenConnection());
        try
        {
            var result = read(session);
            Return(session);
            return result;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Runs reads that all see one moment.</summary>
    internal Task<T> ReadSnapshotAsync<T>(Func<SqlSession, Task<T>> read) => ReadAsync(async session =>
    {
        await using var transaction = Dialect.BeginSnapshot(session.Connection);
        session.Transaction = transaction;
        try
        {
            return await read(session);
        }
        finally
        {
            session.Transaction = null;
        }
    });

    /// <summary>Runs one write transaction; it commits unless <paramref name="write"/> throws or answers that nothing is to be kept.</summary>
    internal Task<T> WriteAsync<T>(Func<SqlSession, Task<(T Result, bool Commit)>> write, CancellationToken cancellation) =>
        Dialect.InProcess ? Task.Run(() => WriteInTurnAsync(write, cancellation), cancellation) : WriteOnPoolAsync(write, cancellation);

    async Task<T> ReadCoreAsync<T>(Func<SqlSession, Task<T>> read)
    {
        var session = Rent() ?? new SqlSession(await DataSource.OpenConnectionAsync());
        try
        {
            var result = await read(session);
            Return(session);
            return result;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    async Task<T> WriteInTurnAsync<T>(Func<SqlSession, Task<(T Result, bool Commit)>> write, CancellationToken cancellation)
    {
        await _writerTurn.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _writer ??= new SqlSession(DataSource.OpenConnection());
            return await WriteCoreAsync(_writer, write, cancellation);
        }
        catch
        {
            // Whatever state it is in, the next writer starts on a fresh connection; closing it rolls back.
            _writer?.Dispose();
            _writer = null;
            throw;
        }
        finally
        {
            _writerTurn.Release();
        }
    }

    Task<T> WriteOnPoolAsync<T>(Func<SqlSession, Task<(T Result, bool Commit)>> write, CancellationToken cancellation) =>
        ReadCoreAsync(session => WriteCoreAsync(session, write, cancellation));

    async Task<T> WriteCoreAsync<T>(SqlSession session, Func<SqlSession, Task<(T Result, bool Commit)>> write, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await using var transaction = Dialect.BeginWrite(session.Connection);
        session.Transaction = transaction;
        try
        {
            var (result, commit) = await write(session);
            // Not cancellable: once commit has begun, only its outcome says whether the block stands.
            if (commit)
                await transaction.CommitAsync(CancellationToken.None);
            else
                await transaction.RollbackAsync(CancellationToken.None);
            return result;
        }
        finally
        {
            session.Transaction = null;
        }
    }

    SqlSession? Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _idle.TryTake(out var session) ? session : null;
    }

    void Return(SqlSession session)
    {
        if (_disposed || _idle.Count >= IdleReaders)
            session.Dispose();
        else
            _idle.Add(session);
    }

    /// <summary>Closes every connection; a write in progress ends first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _writerTurn.WaitAsync();
        _writer?.Dispose();
        _writer = null;
        while (_idle.TryTake(out var session))
            session.Dispose();
        await DataSource.DisposeAsync();
        _writerTurn.Dispose();
    }
}
