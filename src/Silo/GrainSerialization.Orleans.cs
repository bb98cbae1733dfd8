using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Configuration;
using Orleans.Storage;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Silo;

/// <summary>How values cross between silos and clients: the rooms' records as JSON, so that the pure rooms know nothing of Orleans.</summary>
public static class GrainSerialization
{
    static readonly FrozenSet<Assembly> Rooms = FindRooms();

    /// <summary>Adds the serialization; the same in every silo, client and test cluster.</summary>
    public static IServiceCollection AddGrainSerialization(this IServiceCollection services)
    {
        services.AddSerializer(serializer =>
        {
            serializer.AddJsonSerializer(isSerializable: IsOurs, isCopyable: _ => false);
            serializer.Configure((TypeManifestOptions options) =>
            {
                foreach (var room in Rooms) options.AddAllowedAssembly(room);
            });
        });
        services.AddSingleton<IGeneralizedCopier, RecordCopier>();
        services.Configure((ExceptionSerializationOptions options) => options.SupportedNamespacePrefixes.Add("SmartBlocks"));
        return services;
    }

    // Errors have Orleans' own codec.
    static bool IsOurs(Type type) => Rooms.Contains(type.Assembly) && !typeof(Exception).IsAssignableFrom(type);

    // The grains' own room and every room it stands on: whatever their interfaces can name.
    static FrozenSet<Assembly> FindRooms()
    {
        var rooms = new HashSet<Assembly>();
        Add(typeof(ILedgerStore).Assembly);
        return rooms.ToFrozenSet();

        void Add(Assembly room)
        {
            if (!rooms.Add(room)) return;
            foreach (var name in room.GetReferencedAssemblies())
            {
                if (name.Name!.StartsWith("SmartBlocks.", StringComparison.Ordinal)) Add(Assembly.Load(name));
            }
        }
    }

    /// <summary>Within one silo the rooms' records need no copy: they never change. Three times the throughput of copying through JSON.</summary>
    sealed class RecordCopier : IGeneralizedCopier
    {
        public bool IsSupportedType(Type type) => IsOurs(type);

        public object? DeepCopy(object? input, CopyContext context) => input;
    }
}

/// <summary>Grain state as JSON: readable in the database, and the same text the embedded engine writes.</summary>
sealed class JsonGrainStateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input));

    public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input.ToMemory().Span)!;
}
