using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using SmartBlocks.Engine.Embedded.Execution;
using SmartBlocks.Engine.Embedded.Streams;

namespace SmartBlocks.Engine.Embedded;

/// <summary>Adds the engine to a host.</summary>
public static class EmbeddedEngineHosting
{
    /// <summary>
    /// Registers <see cref="IGrainFactory"/> and <see cref="IClusterClient"/>, and starts and stops the engine with the host.
    /// Hosted services registered after it start after it and may call grains at once.
    /// </summary>
    public static IServiceCollection AddEmbeddedEngine(this IServiceCollection services, Action<EmbeddedEngineOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddEmbeddedEngine((options, _) => configure(options));
    }

    /// <summary>As the other overload, with the host's services at hand, for a database that is registered there.</summary>
    public static IServiceCollection AddEmbeddedEngine(this IServiceCollection services, Action<EmbeddedEngineOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<ReminderOptions>();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
        {
            var options = new EmbeddedEngineOptions();
            configure(options, provider);
            return new EmbeddedEngine(
                options, provider, provider.GetRequiredService<ILogger<EmbeddedEngine>>(),
                provider.GetRequiredService<IOptions<ReminderOptions>>(), provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<EmbeddedClient>();
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<EmbeddedClient>());
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<EmbeddedClient>());
        services.AddSingleton(provider => provider.GetRequiredService<EmbeddedEngine>().Streams);
        services.AddScoped<IGrainContext>(_ => RuntimeContext.Current
            ?? throw new InvalidOperationException("IGrainContext is there for the constructors of grains only."));
        services.AddHostedService<EngineService>();
        return services;
    }

    /// <inheritdoc cref="AddEmbeddedEngine(IServiceCollection, Action{EmbeddedEngineOptions})"/>
    public static IHostApplicationBuilder UseEmbeddedEngine(this IHostApplicationBuilder builder, Action<EmbeddedEngineOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddEmbeddedEngine(configure);
        return builder;
    }

    sealed class EngineService(EmbeddedEngine engine) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
    }
}
