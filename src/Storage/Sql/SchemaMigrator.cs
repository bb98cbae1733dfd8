using System.Globalization;
using System.Reflection;

namespace SmartBlocks.Storage.Sql;

/// <summary>One step of the schema, applied once, never edited after a release.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Name">What it brings.</param>
/// <param name="Script">Statements with the type names of <see cref="SqlDialect.Translate"/>.</param>
/// <param name="Then">What SQL cannot say, in the same transaction after the script.</param>
internal sealed record Migration(long Version, string Name, string Script, Func<SqlSession, CancellationToken, Task>? Then = null);

/// <summary>
/// Brings a database to this program's schema version, in one transaction under a lock: of two silos that start at once, one migrates and the
/// other then finds nothing to do. The versions applied stand in table <c>schema_version</c>.
/// </summary>
internal static class SchemaMigrator
{
    const string Folder = "SmartBlocks.Storage.Sql.Migrations.";

    const string CreateVersionTable =
        "CREATE TABLE IF NOT EXISTS schema_version (version {bigint} NOT NULL PRIMARY KEY, name {text} NOT NULL, applied {text} NOT NULL)";

    // By the name of their step.
    static readonly Dictionary<string, Func<SqlSession, CancellationToken, Task>> Steps = new(StringComparer.Ordinal)
    {
        ["reading-hours"] = HourBackfill.RunAsync,
    };

    /// <summary>The migrations in this assembly: <c>Sql/Migrations/0001-name.sql</c> and so on.</summary>
    public static IReadOnlyList<Migration> Embedded { get; } = LoadEmbedded();

    /// <summary>Applies the migrations that the database lacks.</summary>
    /// <exception cref="StorageException">The database is newer than the last of <paramref name="migrations"/>.</exception>
    public static async Task MigrateAsync(SqlDatabase database, IReadOnlyList<Migration> migrations, CancellationToken cancellation)
    {
        var dialect = database.Dialect;
        await database.WriteAsync(async session =>
        {
            await dialect.CheckDurabilityAsync(session.Connection, session.Transaction, cancellation);
            if (dialect.LockStatement is { } lockStatement)
                await session.ExecuteAsync(lockStatement, cancellation, ("@name", "schema_version"));
            await session.ExecuteAsync(dialect.Translate(CreateVersionTable), cancellation);
            var present = await session.FirstAsync("SELECT coalesce(max(version), 0) FROM schema_version", row => row.GetInt64(0), cancellation);
            if (present > migrations.Count)
                throw new StorageException(
                    $"The {dialect.Name} database has schema version {present}, this program knows up to {migrations.Count}: start the newer program, or restore a backup made before its upgrade.");
            foreach (var migration in migrations.Where(m => m.Version > present))
            {
                await using (var command = session.Connection.CreateCommand())
                {
                    command.Transaction = session.Transaction;
                    command.CommandText = dialect.Translate(migration.Script);
                    await command.ExecuteNonQueryAsync(cancellation);
                }
                if (migration.Then is { } then)
                    await then(session, cancellation);
                await session.ExecuteAsync("INSERT INTO schema_version (version, name, applied) VALUES (@version, @name, @applied)", cancellation,
                    ("@version", migration.Version), ("@name", migration.Name),
                    ("@applied", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
            }
            return (true, true);
        }, cancellation);
    }

    static List<Migration> LoadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var migrations = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[Folder.Length..^".sql".Length];
            migrations.Add(new Migration(long.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name[5..], reader.ReadToEnd(), Steps.GetValueOrDefault(name[5..])));
            if (migrations[^1].Version != migrations.Count)
                throw new InvalidOperationException($"Migration '{name}' must have number {migrations.Count:0000}: migrations are numbered from 0001 without gaps.");
        }
        return migrations;
    }
}
