using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;
using SmartBlocks.Engine.Embedded.Streams;

namespace Orleans;

/// <summary>Streams for grains.</summary>
public static class GrainStreamingExtensions
{
    /// <summary>The stream provider of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static IStreamProvider GetStreamProvider(this Grain grain, string name) => GetStreamProvider((IGrainBase)grain, name);

    /// <inheritdoc cref="GetStreamProvider(Grain, string)"/>
    public static IStreamProvider GetStreamProvider(this IGrainBase grain, string name)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain.GrainContext.ActivationServices.GetRequiredService<StreamHub>().Provider(name);
    }
}

/// <summary>Streams for clients.</summary>
public static class ClientStreamingExtensions
{
    /// <inheritdoc cref="GrainStreamingExtensions.GetStreamProvider(Grain, string)"/>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.ServiceProvider.GetRequiredService<StreamHub>().Provider(name);
    }
}
