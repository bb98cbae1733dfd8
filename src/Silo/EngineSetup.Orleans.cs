using Orleans.Configuration;

namespace SmartBlocks.Silo;

/// <summary>Sets up the engine this build was made for: Orleans, many silos on one PostgreSQL database.</summary>
public static class EngineSetup
{
    const string Invariant = "Npgsql";
    const string Cluster = "smartblocks";

    /// <summary>
    /// Adds a silo, or on a host without grains a client of the cluster. The tables must be there: infra/orleans-postgresql.md says how.
    /// </summary>
    /// <exception cref="InvalidOperationException">The settings lack what a cluster needs.</exception>
    public static void UseEngine(this IHostApplicationBuilder builder, EngineSettings settings)
    {
        if (settings.Provider != "postgresql" || string.IsNullOrWhiteSpace(settings.ConnectionString))
            throw new InvalidOperationException(
                $"This build has the Orleans engine, which needs the database provider 'postgresql' and a connection string; the provider is '{settings.Provider}'.");
        if (settings.RunsGrains) builder.UseOrleans(silo => AddSilo(silo, settings));
        else builder.UseOrleansClient(client => AddClient(client, settings));
    }

    static void AddSilo(ISiloBuilder silo, EngineSettings settings)
    {
        silo.Configure((ClusterOptions options) => (options.ClusterId, options.ServiceId) = (Cluster, Cluster));
        silo.ConfigureEndpoints(settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: true);
        silo.UseAdoNetClustering((AdoNetClusteringSiloOptions options) =>
            (options.Invariant, options.ConnectionString) = (Invariant, settings.ConnectionString));
        silo.AddAdoNetGrainStorageAsDefault((AdoNetGrainStorageOptions options) => Store(options, settings));
        // The streams' own state keeps Orleans' serializer: its types are not ours.
        silo.AddAdoNetGrainStorage("PubSubStore", (AdoNetGrainStorageOptions options) =>
            (options.Invariant, options.ConnectionString) = (Invariant, settings.ConnectionString));
        silo.UseAdoNetReminderService((AdoNetReminderTableOptions options) =>
            (options.Invariant, options.ConnectionString) = (Invariant, settings.ConnectionString));
        silo.AddMemoryStreams("streams");
        silo.Services.AddSharedGrainStorage();
        silo.Services.AddGrainSerialization();
    }

    static void AddClient(IClientBuilder client, EngineSettings settings)
    {
        client.Configure((ClusterOptions options) => (options.ClusterId, options.ServiceId) = (Cluster, Cluster));
        client.UseAdoNetClustering((AdoNetClusteringClientOptions options) =>
            (options.Invariant, options.ConnectionString) = (Invariant, settings.ConnectionString));
        client.AddMemoryStreams("streams");
        client.Services.AddGrainSerialization();
    }

    static void Store(AdoNetGrainStorageOptions options, EngineSettings settings)
    {
        (options.Invariant, options.ConnectionString) = (Invariant, settings.ConnectionString);
        options.GrainStorageSerializer = new JsonGrainStateSerializer();
        options.DeleteStateOnClear = true;
    }
}
