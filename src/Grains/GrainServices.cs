using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmartBlocks.Energy.Families;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>What the grains need besides their stores.</summary>
public static class GrainServices
{
    /// <summary>Registers the families, the ledger reader and the clock. The host adds the stores, the key vault and the engine.</summary>
    public static IServiceCollection AddSmartBlocksGrains(this IServiceCollection services, Action<LedgerOptions>? configure = null, Action<LogOptions>? logs = null)
    {
        services.AddOptions<LedgerOptions>();
        if (configure is not null)
            services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new FamilyRegistry(EnergyFamilies.All));
        services.AddSingleton<LedgerReader>();
        services.AddSingleton<MeterHistory>();
        services.AddSingleton<HostedValidatorKeys>();
        services.AddOptions<LogOptions>();
        if (logs is not null)
            services.Configure(logs);
        services.AddSingleton<LogPublisher>();
        services.AddSingleton<WitnessClients>();
        services.TryAddSingleton<ILedgerEngines, LedgerEngines>();
        return services;
    }
}
