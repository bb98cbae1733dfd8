using System.Data.Common;

namespace SmartBlocks.Storage.Sql;

/// <summary>One open connection with its prepared statements, used by one caller at a time.</summary>
internal sealed class SqlSession(DbConnection connection) : IDisposable
{
    /// <summary>Statements sent at a time: bounds what is held in memory for a long list.</summary>
    const int BatchStatements = 500;

    readonly Dictionary<string, DbCommand> _statements = new(StringComparer.Ordinal);

    /// <summary>The connection.</summary>
    public DbConnection Connection => connection;

    /// <summary>The transaction that statements run in, if any.</summary>
    public DbTransaction? Transaction { get; set; }

    /// <summary>All rows of a query.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, Func<DbDataReader, T> map, CancellationToken cancellation, params (string Name, object Value)[] arguments)
    {
        await using var reader = await Statement(sql, arguments).ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(map(reader));
        return rows;
    }

    /// <summary>Hands over the rows of a query one by one: for more of them than should stand in memory.</summary>
    public async Task EachAsync(string sql, Action<DbDataReader> take, CancellationToken cancellation, params (string Name, object Value)[] arguments)
    {
        await using var reader = await Statement(sql, arguments).ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            take(reader);
    }

    /// <summary>The first row of a query, or the default.</summary>
    public async Task<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, CancellationToken cancellation, params (string Name, object Value)[] arguments)
    {
        await using var reader = await Statement(sql, arguments).ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? map(reader) : default;
    }

    /// <summary>All rows of a query, on this thread.</summary>
    public List<T> List<T>(string sql, Func<DbDataReader, T> map, params (string Name, object Value)[] arguments)
    {
        using var reader = Statement(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(map(reader));
        return rows;
    }

    /// <summary>Runs a statement; the number of rows it changed.</summary>
    public Task<int> ExecuteAsync(string sql, CancellationToken cancellation, params (string Name, object Value)[] arguments) =>
        Statement(sql, arguments).ExecuteNonQueryAsync(cancellation);

    /// <summary>Runs many statements in few round trips where the database is across a network, one after another where it is not.</summary>
    public async Task ExecuteAsync(IReadOnlyList<SqlWrite> writes, CancellationToken cancellation)
    {
        if (writes.Count == 0)
            return;
        if (!connection.CanCreateBatch)
        {
            foreach (var write in writes)
                await ExecuteAsync(write.Sql, cancellation, write.Arguments);
            return;
        }
        for (var at = 0; at < writes.Count; at += BatchStatements)
            await ExecuteBatchAsync(writes.Skip(at).Take(BatchStatements), cancellation);
    }

    async Task ExecuteBatchAsync(IEnumerable<SqlWrite> writes, CancellationToken cancellation)
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = Transaction;
        foreach (var write in writes)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = write.Sql;
            foreach (var (name, value) in write.Arguments)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                parameter.Value = value;
                command.Parameters.Add(parameter);
            }
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    DbCommand Statement(string sql, (string Name, object Value)[] arguments)
    {
        if (!_statements.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in arguments)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }
            _statements.Add(sql, command);
        }
        command.Transaction = Transaction;
        for (var i = 0; i < arguments.Length; i++)
            command.Parameters[i].Value = arguments[i].Value;
        return command;
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        foreach (var command in _statements.Values)
            command.Dispose();
        connection.Dispose();
    }
}

/// <summary>A statement to run, with its arguments.</summary>
internal readonly record struct SqlWrite(string Sql, params (string Name, object Value)[] Arguments);
