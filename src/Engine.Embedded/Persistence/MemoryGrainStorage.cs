using System.Globalization;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace SmartBlocks.Engine.Embedded.Persistence;

/// <summary>State in memory, as JSON: for tests and for hosts that keep nothing.</summary>
sealed class MemoryGrainStorage(JsonSerializerOptions json) : IGrainStorage
{
    readonly Lock _gate = new();
    readonly Dictionary<(GrainId, string), (long Version, byte[] Payload)> _records = [];

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        byte[]? payload = null;
        lock (_gate)
        {
            grainState.RecordExists = _records.TryGetValue((grainId, stateName), out var record);
            grainState.ETag = grainState.RecordExists ? Text(record.Version) : null;
            payload = record.Payload;
        }

        if (grainState.RecordExists) grainState.State = JsonSerializer.Deserialize<T>(payload, json)!;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(grainState.State, json);
        lock (_gate)
        {
            var version = Check((grainId, stateName), grainState.ETag) + 1;
            _records[(grainId, stateName)] = (version, payload);
            grainState.ETag = Text(version);
        }

        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            Check((grainId, stateName), grainState.ETag);
            _records.Remove((grainId, stateName));
        }

        (grainState.ETag, grainState.RecordExists) = (null, false);
        return Task.CompletedTask;
    }

    long Check((GrainId Grain, string Name) key, string? etag)
    {
        var stored = _records.TryGetValue(key, out var record) ? Text(record.Version) : null;
        if (stored == etag) return record.Version;
        throw new InconsistentStateException($"State '{key.Name}' of {key.Grain} has another version in the store.", stored, etag);
    }

    static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}
