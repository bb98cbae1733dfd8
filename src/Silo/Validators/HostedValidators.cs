using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SmartBlocks.Grains;
using SmartBlocks.Silo.Hosting;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Node;

namespace SmartBlocks.Silo.Validators;

/// <summary>
/// Runs validators for members who run none: each with a key and a replica of its own, over the public interface like anybody's, from when the
/// host's ports are open until it stops.
/// </summary>
public sealed class HostedValidators(
    SiloOptions options, IKeyVault vault, HostedValidatorKeys keys, IServer server, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<HostedValidators> log)
    : IHostedService, IDisposable
{
    /// <summary>Memory for state nodes of one of them, bytes: many may live in this process, and their ledgers' states are read from disk as well.</summary>
    const int CacheBytes = 2 * 1024 * 1024;

    readonly CancellationTokenSource stop = new();
    readonly Dictionary<HostedValidator, Task> running = [];
    readonly Lock gate = new();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var validator in options.Validators) Run(validator);
        });
        return Task.CompletedTask;
    }

    /// <summary>Lets a validator run, if it does not yet. The host's ports must be open.</summary>
    public void Run(HostedValidator validator)
    {
        lock (gate)
        {
            if (running.ContainsKey(validator) || stop.IsCancellationRequested) return;
            // Each waits for the disk on a thread of the pool, several times a block: without one more, the host's own work would wait with it.
            ThreadPool.GetMinThreads(out var workers, out var ports);
            ThreadPool.SetMinThreads(workers + 1, ports);
            running[validator] = Task.Run(() => RunAsync(validator));
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task all;
        lock (gate)
        {
            stop.Cancel();
            all = Task.WhenAll(running.Values);
        }
        await all.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => stop.Dispose();

    async Task RunAsync(HostedValidator validator)
    {
        try
        {
            var key = await vault.GetOrCreateAsync(HostedValidatorKeys.NameOf(validator.Party), stop.Token);
            keys.Add(key.KeyId);
            using var node = new ValidatorNode(new NodeOptions
            {
                Ledger = validator.Ledger,
                Url = Loopback(),
                Folder = Path.Combine(options.ValidatorFolder, validator.Ledger, validator.Party),
                Key = key,
                CacheBytes = CacheBytes,
                Say = text => log.LogDebug("Validator of {Party} on {Ledger}: {Text}", validator.Party, validator.Ledger, text),
                Alarm = text => log.LogError("Validator of {Party} on {Ledger}: {Text}", validator.Party, validator.Ledger, text),
            }, time);
            await node.RunAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log.LogDebug("The validator of {Party} on {Ledger} stops with the host", validator.Party, validator.Ledger);
        }
        catch (Exception e) when (e is SourceException or IOException or Microsoft.Data.Sqlite.SqliteException)
        {
            log.LogError(e, "The validator of {Party} on {Ledger} cannot go on", validator.Party, validator.Ledger);
        }
    }

    /// <summary>The host's own address on this machine, as a client finds it.</summary>
    string Loopback()
    {
        var first = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("[::]", "localhost", StringComparison.Ordinal));
        return FormattableString.Invariant($"http://localhost:{first.Port}");
    }
}

/// <summary>Puts hosted validators in.</summary>
public static class HostedValidatorSetup
{
    /// <summary>Adds them; those of the options run once the ports are open.</summary>
    public static void AddHostedValidators(this IServiceCollection services) =>
        services.AddSingleton<HostedValidators>().AddHostedService(provider => provider.GetRequiredService<HostedValidators>());
}
