using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartBlocks.Engine.Embedded;

namespace SmartBlocks.Engine.Tests.Support;

/// <summary>A host with the engine and the grains of this assembly.</summary>
public sealed class TestEngine : IAsyncDisposable
{
    readonly IHost _host;

    TestEngine(IHost host, ManualTime time) => (_host, Time) = (host, time);

    public ManualTime Time { get; }

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    public EmbeddedEngine Engine => _host.Services.GetRequiredService<EmbeddedEngine>();

    public IServiceProvider Services => _host.Services;

    public static async Task<TestEngine> StartAsync(
        bool roundTrip, Action<EmbeddedEngineOptions>? configure = null, string? database = null, ManualTime? time = null)
    {
        time ??= new();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddEmbeddedEngine(options =>
        {
            options.RoundTrip = roundTrip;
            options.GrainAssemblies.Add(typeof(TestEngine).Assembly);
            // Without a pool the file is free again when the host has gone.
            if (database is not null) options.Database = SqliteFactory.Instance.CreateDataSource($"Data Source={database};Pooling=False");
            configure?.Invoke(options);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host, time);
    }

    public T Grain<T>(string? key = null)
        where T : IGrainWithStringKey => Client.GetGrain<T>(key ?? NewKey());

    /// <summary>A key no other test has: grains meet tests at static gates by key.</summary>
    public static string NewKey() => Guid.NewGuid().ToString("N");

    public async ValueTask DisposeAsync()
    {
        // Grains that a failed test left waiting are given up.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _host.StopAsync(patience.Token);
        _host.Dispose();
    }
}
