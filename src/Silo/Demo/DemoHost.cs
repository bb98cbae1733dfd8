using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;
using SmartBlocks.BlockMeter.Keys;
using SmartBlocks.BlockMeter.Mqtt;
using SmartBlocks.BlockMeter.Simulation;
using SmartBlocks.Energy;
using SmartBlocks.Gateway.Rest;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;
using SmartBlocks.Silo.Hosting;
using SmartBlocks.Silo.Validators;

namespace SmartBlocks.Silo.Demo;

/// <summary>Runs the demo: makes it when it is not there, writes its history, says where to go, and lets its meters live over MQTT like anybody's.</summary>
public sealed class DemoHost(SiloOptions options, IGrainFactory grains, LedgerReader ledgers, IServer server, IHostApplicationLifetime lifetime, Readiness readiness,
    DemoHint hint, DemoYear year, IKeyVault vault, HostedValidators validators, TimeProvider time, ILogger<DemoHost> log) : BackgroundService
{
    readonly string keyFolder = Path.Combine(options.DemoFolder, "keys");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Starting the host must not wait for the demo.
        await Task.Yield();
        var watch = Stopwatch.StartNew();
        var keys = new KeyFolder(keyFolder);
        var secrets = await OpenAsync();
        var seeder = new DemoSeeder(grains, vault);
        // Those that stand alone are made beside the building and its consortium, and share the waiting for the disk; who takes part in a ledger together comes after the tenants it is shared with.
        var alone = DemoRoster.Tenants.Skip(1).Where(t => t.Members.Count == 0).Select(t => Task.Run(() => MakeAsync(t, seeder, secrets, keys, stoppingToken), stoppingToken)).ToList();
        await MakeAsync(DemoRoster.Tenants[0], seeder, secrets, keys, stoppingToken);
        await new DemoConsortium(grains).SeedAsync(DemoRoster.Tenants[0], secrets);
        foreach (var together in DemoRoster.Tenants.Where(t => t.Members.Count > 0)) await FoundAsync(together, seeder, secrets);
        await Task.WhenAll(alone);
        var user = DemoRoster.Tenants[0].Users[0];
        // Only to who sits at this machine: a page that anybody reaches must not hand out its password.
        if (options.Listen == "localhost") hint.Account = new DemoAccount(user.Email, secrets.Passwords[user.Email]);

        await StartedAsync(stoppingToken);
        var (portal, mqtt) = Addresses();
        DemoFile.Of(portal.ToString().TrimEnd('/'), $"mqtt://{mqtt.Host}:{mqtt.Port.ToString(CultureInfo.InvariantCulture)}", secrets, keys, keyFolder)
            .Write(Path.Combine(options.Data, "demo.json"));
        readiness.Furnished();
        log.LogInformation("The demo is ready after {Seconds:0.0} s", watch.Elapsed.TotalSeconds);
        Announce(portal, mqtt, user, secrets);
        var living = DemoRoster.Tenants.Where(t => t.HistoryDays > 0).Select(t => t.Members.Count == 0
            ? LiveAsync(t, secrets, keys, mqtt, stoppingToken)
            : TogetherAsync(t, seeder, secrets, keys, mqtt, stoppingToken));
        await Task.WhenAll(options.DemoYear is { } length ? living.Append(Task.Run(() => LiveYearAsync(DemoRoster.Tenants[0], length, secrets, keys, stoppingToken), stoppingToken)) : living);
    }

    static async Task FoundAsync(DemoTenant tenant, DemoSeeder seeder, DemoSecrets secrets)
    {
        await seeder.FoundAsync(tenant, secrets);
        await seeder.ShareAsync(tenant);
    }

    // What four validators certify has to wait until they are there, and they until the ports are open: nobody else waits for it.
    async Task TogetherAsync(DemoTenant tenant, DemoSeeder seeder, DemoSecrets secrets, KeyFolder keys, Uri mqtt, CancellationToken stopping)
    {
        try
        {
            foreach (var member in tenant.Members) validators.Run(new HostedValidator(tenant.Id, member.Party));
            await seeder.FurnishAsync(tenant, keys).WaitAsync(stopping);
            await WriteHistoryAsync(tenant, secrets, keys, stopping);
            log.LogInformation("The ledger of {Tenant} is certified by {Count} hosted validators", tenant.Id, tenant.Members.Count);
            await LiveAsync(tenant, secrets, keys, mqtt, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            log.LogDebug("The host stops before {Tenant} is furnished; the next start goes on", tenant.Id);
        }
    }

    async Task MakeAsync(DemoTenant tenant, DemoSeeder seeder, DemoSecrets secrets, KeyFolder keys, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await seeder.FoundAsync(tenant, secrets);
        await seeder.FurnishAsync(tenant, keys);
        await new DemoRules(grains, ledgers).SeedAsync(tenant, secrets.HistoryUntil);
        if (tenant.HistoryDays > 0) await WriteHistoryAsync(tenant, secrets, keys, cancellation);
        log.LogDebug("The demo's tenant {Tenant} is there after {Seconds:0.0} s", tenant.Id, watch.Elapsed.TotalSeconds);
    }

    async Task<DemoSecrets> OpenAsync()
    {
        var secrets = DemoSecrets.Load(options.DemoFolder);
        if (secrets is not null && await grains.GetGrain<ITenantGrain>(DemoRoster.Tenants[0].Id).Get() is not null) return secrets;
        // Another database than the secrets were made for: what the agents remember is not on its ledgers.
        foreach (var tenant in DemoRoster.Tenants)
            if (Directory.Exists(AgentFolder(tenant))) Directory.Delete(AgentFolder(tenant), recursive: true);
        return DemoSecrets.Create(options.DemoFolder, time.GetUtcNow());
    }

    async Task WriteHistoryAsync(DemoTenant tenant, DemoSecrets secrets, KeyFolder keys, CancellationToken cancellation)
    {
        // Live slots follow the history: once the agent has begun, the history was complete.
        if (Directory.Exists(AgentFolder(tenant))) return;
        var signers = tenant.Meters.ToDictionary(m => m.Draft.Id, m => keys.Load(m.Draft.Id), StringComparer.Ordinal);
        var newest = await new DemoHistory(grains).WriteAsync(tenant, Model(tenant, secrets), secrets.HistoryUntil, m => signers[m], cancellation);
        foreach (var signer in signers.Values) signer.Dispose();
        await grains.GetGrain<IFollowerGrain>(tenant.Id).WaitFor(newest, cancellation);
    }

    async Task LiveAsync(DemoTenant tenant, DemoSecrets secrets, KeyFolder keys, Uri mqtt, CancellationToken stopping)
    {
        var model = Model(tenant, secrets);
        var positions = new Positions(Path.Combine(AgentFolder(tenant), "positions.json"));
        var step = TimeSpan.FromSeconds((double)DemoRoster.LiveSeconds / (tenant.Meters.Count + 1));
        using var agent = new MeterAgent(new MeterAgentOptions
        {
            Tenant = tenant.Id,
            Ledger = tenant.Id,
            Mqtt = new MqttClientOptions { Host = mqtt.Host, Port = mqtt.Port, ClientId = tenant.AgentName, Username = tenant.AgentName, Password = secrets.Tokens[tenant.AgentName] },
            DataFolder = AgentFolder(tenant),
            Keys = keys.Load,
            Connectors = [.. tenant.Meters.Select((m, i) => new DemoConnector(m, model, secrets.HistoryUntil, i * step, positions, time))],
            LongestPause = TimeSpan.FromSeconds(5),
            Log = text => log.LogInformation("Meters of {Tenant}: {Text}", tenant.Id, text),
        });
        try
        {
            await agent.RunAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            log.LogDebug("The meters of {Tenant} stop with the host", tenant.Id);
        }
    }

    async Task LiveYearAsync(DemoTenant tenant, DemoYearLength length, DemoSecrets secrets, KeyFolder keys, CancellationToken stopping)
    {
        var signers = tenant.Meters.ToDictionary(m => m.Draft.Id, m => keys.Load(m.Draft.Id), StringComparer.Ordinal);
        try
        {
            await year.LiveAsync(tenant, length, secrets, meter => signers[meter], stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            log.LogDebug("The weather of {Tenant} stops with the host", tenant.Id);
        }
        catch (Exception e)
        {
            // The demo lives on without; the next start goes on where this one ended.
            log.LogError(e, "The demo's year of history is incomplete");
        }
        finally
        {
            foreach (var signer in signers.Values) signer.Dispose();
        }
    }

    string AgentFolder(DemoTenant tenant) => Path.Combine(options.DemoFolder, "agent-" + tenant.Id);

    // The plant has a month to settle before the history begins.
    static NimbusModel Model(DemoTenant tenant, DemoSecrets secrets) => new(tenant.Seed, UtcTime.DayOf(DemoHistory.StartOf(tenant, secrets.HistoryUntil)).AddDays(-30));

    async Task StartedAsync(CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }

    // In the order in which they were opened: HTTP, HTTPS if any, MQTT.
    (Uri Portal, Uri Mqtt) Addresses()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a.Replace("[::]", "localhost", StringComparison.Ordinal))).ToList();
        return (addresses[0], addresses[options.HttpsPort is null ? 1 : 2]);
    }

    static void Announce(Uri portal, Uri mqtt, DemoUser user, DemoSecrets secrets)
    {
        Console.WriteLine();
        Console.WriteLine($"  Portal   {portal}");
        Console.WriteLine($"  Sign in  {user.Email}  {secrets.Passwords[user.Email]}");
        Console.WriteLine($"  API      {portal}api/v1/openapi.json");
        Console.WriteLine($"  MQTT     mqtt://{mqtt.Host}:{mqtt.Port.ToString(CultureInfo.InvariantCulture)}");
        Console.WriteLine();
    }
}
