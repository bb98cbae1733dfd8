using System.Data.Common;
using SmartBlocks.Engine.Embedded;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Silo;

/// <summary>Sets up the engine this build was made for: the embedded one.</summary>
public static class EngineSetup
{
    /// <summary>
    /// Adds the engine. Its tables live in the host's database: register a <see cref="DbDataSource"/> (as the stores do).
    /// </summary>
    /// <exception cref="InvalidOperationException">The settings ask for what only the Orleans engine can do.</exception>
    public static void UseEngine(this IHostApplicationBuilder builder, EngineSettings settings)
    {
        if (settings.Provider is not ("sqlite" or "postgresql"))
            throw new InvalidOperationException($"The engine's database provider is '{settings.Provider}'; it must be 'sqlite' or 'postgresql'.");
        if (!settings.RunsGrains)
            throw new InvalidOperationException(
                "This host has no role 'silo', but this build has the embedded engine, whose grains live in the one process there is. "
                + "Give the host the role 'silo', or build with -p:Engine=Orleans.");
        builder.Services.AddEmbeddedEngine((options, services) =>
        {
            options.GrainAssemblies.Add(typeof(ILedgerStore).Assembly);
            options.Database = services.GetRequiredService<DbDataSource>();
        });
    }
}
