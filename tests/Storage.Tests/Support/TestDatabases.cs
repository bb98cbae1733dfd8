using SmartBlocks.Storage.Sql;

namespace SmartBlocks.Storage.Tests.Support;

/// <summary>Gives each test its own empty database, and removes them all in the end.</summary>
public abstract class TestDatabases
{
    /// <summary>A database that nobody has used yet; skips the test, visibly, where its server is not installed.</summary>
    public abstract Task<SqlDialect> NewAsync();
}

/// <summary>SQLite files in a temporary folder.</summary>
public sealed class SqliteDatabases : TestDatabases, IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartblocks-sqlite-");
    int _count;

    public override Task<SqlDialect> NewAsync() =>
        Task.FromResult<SqlDialect>(new SqliteDialect(Path.Combine(_folder.FullName, $"{Interlocked.Increment(ref _count)}.db")));

    public void Dispose() => _folder.Delete(recursive: true);
}
