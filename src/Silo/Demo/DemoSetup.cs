using SmartBlocks.Gateway.Access;
using SmartBlocks.Silo.Hosting;

namespace SmartBlocks.Silo.Demo;

/// <summary>Puts the demo in, or keeps out what an earlier demo left in the data folder.</summary>
public static class DemoSetup
{
    /// <summary>Adds the demo with <c>--demo</c>; without it, demo accounts of this data folder are retired.</summary>
    public static void AddDemo(this IServiceCollection services, SiloOptions options)
    {
        if (options.Demo)
        {
            services.Configure<AccessOptions>(access => access.DemoAccounts = true);
            services.AddSingleton<DemoYear>().AddHostedService<DemoHost>();
        }
        else if (DemoSecrets.Load(options.DemoFolder) is { } secrets)
        {
            services.AddSingleton(secrets).AddSingleton<DemoSeeder>().AddHostedService<DemoRetirement>();
        }
    }
}

/// <summary>Retires demo accounts before anybody can use them.</summary>
sealed class DemoRetirement(DemoSeeder seeder, DemoSecrets secrets, ILogger<DemoRetirement> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await seeder.RetireAsync(secrets);
        log.LogWarning("This data folder was used for the demo; without --demo its accounts are shut");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
