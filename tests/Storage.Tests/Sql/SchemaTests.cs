using Microsoft.Data.Sqlite;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Storage.Sql;
using SmartBlocks.Storage.Tests.Support;

namespace SmartBlocks.Storage.Tests.Sql;

public sealed class SqliteSchemaTests(SqliteDatabases databases) : SchemaTests(databases), IClassFixture<SqliteDatabases>
{
    [Fact]
    public async Task Connections_for_others_are_durable_too()
    {
        await using var database = await SqlDatabase.OpenAsync(await Databases.NewAsync());
        await using var connection = await database.DataSource.OpenConnectionAsync();
        async Task<string> Pragma(string name)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {name}";
            return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture)!;
        }

        (await Pragma("journal_mode")).ShouldBe("wal");
        (await Pragma("synchronous")).ShouldBe("2");
        (await Pragma("page_size")).ShouldBe("8192");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_with_a_clear_error()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, new string('x', 10_000));
            (await Should.ThrowAsync<StorageException>(() => SqlDatabase.OpenAsync(new SqliteDialect(path)))).Message.ShouldContain("not a database");
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            File.Delete(path);
        }
    }
}

public sealed class PostgreSqlSchemaTests(PostgreSqlDatabases databases) : SchemaTests(databases)
{
    [Fact]
    public async Task A_server_that_does_not_wait_for_its_disk_is_refused()
    {
        var dialect = await Databases.NewAsync();
        await using (var source = dialect.CreateDataSource())
        await using (var command = source.CreateCommand("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$"))
            await command.ExecuteNonQueryAsync();
        Npgsql.NpgsqlConnection.ClearAllPools();
        (await Should.ThrowAsync<StorageException>(() => SqlDatabase.OpenAsync(dialect))).Message.ShouldContain("'synchronous_commit' is 'off'");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named_in_a_clear_error() =>
        (await Should.ThrowAsync<StorageException>(() => SqlDatabase.OpenAsync(new PostgreSqlDialect($"Host=127.0.0.1;Port={PeerProcess.FreePort()};Username=x"))))
            .Message.ShouldContain("127.0.0.1");
}

/// <summary>Bringing a database to this program's schema.</summary>
public abstract class SchemaTests(TestDatabases databases)
{
    protected TestDatabases Databases => databases;

    static readonly Migration Later = new(SchemaMigrator.Embedded.Count + 1, "later", "CREATE TABLE later (id {bigint} NOT NULL PRIMARY KEY, note {text} NOT NULL, bytes {blob} NOT NULL)");

    [Fact]
    public async Task Version_1_is_brought_to_the_latest_and_keeps_its_data()
    {
        var dialect = await databases.NewAsync();
        var ledger = new SampleLedger("nimbus");
        await using (var old = new SqlDatabase(dialect))
        {
            await SchemaMigrator.MigrateAsync(old, [SchemaMigrator.Embedded[0]], CancellationToken.None);
            await new SqlLedgerStore(old).AppendAsync(ledger.Next());
            (await VersionsAsync(old)).ShouldBe([1]);
        }
        await using var database = await SqlDatabase.OpenAsync(dialect);
        (await VersionsAsync(database)).ShouldBe(SchemaMigrator.Embedded.Select(m => m.Version));
        (await new SqlLedgerStore(database).ReadHeadAsync("nimbus")).ShouldNotBeNull().Id.ShouldBe(ledger.Head);
        (await new SqlReadingStore(database).ReadCursorAsync("nimbus")).ShouldBe(-1);
    }

    [Fact]
    public async Task A_newer_database_is_refused_and_left_as_it_is()
    {
        var dialect = await databases.NewAsync();
        await using (var newer = new SqlDatabase(dialect))
            await SchemaMigrator.MigrateAsync(newer, [.. SchemaMigrator.Embedded, Later], CancellationToken.None);
        (await Should.ThrowAsync<StorageException>(() => SqlDatabase.OpenAsync(dialect))).Message
            .ShouldContain($"schema version {Later.Version}, this program knows up to {SchemaMigrator.Embedded.Count}");
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_behind()
    {
        await using var database = await SqlDatabase.OpenAsync(await databases.NewAsync());
        var broken = Later with { Script = Later.Script + "; CREATE TABLE blocks (id {bigint})" };
        await Should.ThrowAsync<System.Data.Common.DbException>(() => SchemaMigrator.MigrateAsync(database, [.. SchemaMigrator.Embedded, broken], CancellationToken.None));
        (await VersionsAsync(database)).Count.ShouldBe(SchemaMigrator.Embedded.Count);
        await SchemaMigrator.MigrateAsync(database, [.. SchemaMigrator.Embedded, Later], CancellationToken.None);
    }

    [Fact]
    public async Task Silos_that_start_at_once_migrate_once()
    {
        var dialect = await databases.NewAsync();
        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => SqlDatabase.OpenAsync(dialect))));
        (await VersionsAsync(opened[0])).ShouldBe(SchemaMigrator.Embedded.Select(m => m.Version));
        foreach (var database in opened)
            await database.DisposeAsync();
    }

    static Task<List<long>> VersionsAsync(SqlDatabase database) => database.ReadAsync(session =>
        session.ListAsync("SELECT version FROM schema_version ORDER BY version", row => row.GetInt64(0), CancellationToken.None));
}
