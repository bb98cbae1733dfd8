using System.Globalization;
using Npgsql;
using SmartBlocks.Storage.Sql;
using SmartBlocks.Storage.Tests.Support;

[assembly: AssemblyFixture(typeof(PostgreSqlDatabases))]

namespace SmartBlocks.Storage.Tests.Support;

/// <summary>
/// A real PostgreSQL server, started when the first test asks for a database and stopped after the last: private data folder, loopback, free port,
/// as user postgres where the tests run as root (PostgreSQL refuses root).
/// </summary>
public sealed class PostgreSqlDatabases : TestDatabases, IAsyncDisposable
{
    static readonly string? Binaries = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(b => File.Exists(Path.Combine(b, "initdb"))).Order().LastOrDefault()
        : null;

    readonly SemaphoreSlim _turn = new(1, 1);
    string? _folder;
    string? _server;
    int _count;

    public override async Task<SqlDialect> NewAsync()
    {
        Assert.SkipWhen(Binaries is null, "PostgreSQL is not installed (no /usr/lib/postgresql/*/bin/initdb); tests/setup.sh installs it.");
        await _turn.WaitAsync();
        try
        {
            _server ??= await StartAsync();
            var name = string.Create(CultureInfo.InvariantCulture, $"test{++_count}");
            await using var server = NpgsqlDataSource.Create(_server + ";Database=postgres;Pooling=false");
            await using var create = server.CreateCommand($"CREATE DATABASE {name}");
            await create.ExecuteNonQueryAsync();
            return new PostgreSqlDialect($"{_server};Database={name}");
        }
        finally
        {
            _turn.Release();
        }
    }

    async Task<string> StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("smartblocks-postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
            await PeerProcess.RunAsync("chown", "postgres:postgres", _folder);
        var data = Path.Combine(_folder, "data");
        await RunAsync("initdb", "--pgdata", data, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync");
        var port = PeerProcess.FreePort();
        await RunAsync("pg_ctl", "start", "--wait", "--pgdata", data, "--log", Path.Combine(_folder, "log"), "--options",
            string.Create(CultureInfo.InvariantCulture, $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200"));
        return string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=postgres;Timeout=30");
    }

    static Task RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Binaries!, program);
        return Environment.IsPrivilegedProcess
            ? PeerProcess.RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments])
            : PeerProcess.RunAsync(path, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is null)
            return;
        if (_server is not null)
            await RunAsync("pg_ctl", "stop", "--wait", "--mode", "immediate", "--pgdata", Path.Combine(_folder, "data"));
        Directory.Delete(_folder, recursive: true);
    }
}
