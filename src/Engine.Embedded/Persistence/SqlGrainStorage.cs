using System.Globalization;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace SmartBlocks.Engine.Embedded.Persistence;

/// <summary>State as JSON in the table <c>orleans_grain_state</c>; the ETag is the row's version.</summary>
sealed class SqlGrainStorage(SqlTables tables, JsonSerializerOptions json) : IGrainStorage
{
    const string Key = "grain_type = @type AND grain_key = @key AND state_name = @name";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var rows = await tables.QueryAsync(
            $"SELECT version, payload FROM orleans_grain_state WHERE {Key}", Parameters(stateName, grainId),
            row => (Version: row.GetInt64(0), Payload: row.GetString(1)));
        grainState.RecordExists = rows.Count > 0;
        grainState.ETag = rows.Count > 0 ? rows[0].Version.ToString(CultureInfo.InvariantCulture) : null;
        if (rows.Count > 0) grainState.State = JsonSerializer.Deserialize<T>(rows[0].Payload, json)!;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var version = Version(grainState.ETag);
        var written = await tables.ExecuteAsync(
            version == 0
                ? "INSERT INTO orleans_grain_state (grain_type, grain_key, state_name, version, payload, modified_at) "
                  + "VALUES (@type, @key, @name, @version + 1, @payload, @now) ON CONFLICT DO NOTHING"
                : $"UPDATE orleans_grain_state SET version = version + 1, payload = @payload, modified_at = @now WHERE {Key} AND version = @version",
            [
                .. Parameters(stateName, grainId), ("version", version), ("payload", JsonSerializer.Serialize(grainState.State, json)),
                ("now", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()),
            ]);
        if (written == 0) throw await StaleAsync(stateName, grainId, grainState.ETag);
        grainState.ETag = (version + 1).ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var version = Version(grainState.ETag);
        var removed = await tables.ExecuteAsync(
            $"DELETE FROM orleans_grain_state WHERE {Key} AND version = @version", [.. Parameters(stateName, grainId), ("version", version)]);
        if (removed == 0 && (version > 0 || await StoredAsync(stateName, grainId) is not null))
            throw await StaleAsync(stateName, grainId, grainState.ETag);
        (grainState.ETag, grainState.RecordExists) = (null, false);
    }

    async Task<InconsistentStateException> StaleAsync(string stateName, GrainId grainId, string? etag) =>
        new($"State '{stateName}' of {grainId} has another version in the store.", await StoredAsync(stateName, grainId), etag);

    async Task<string?> StoredAsync(string stateName, GrainId grainId)
    {
        var rows = await tables.QueryAsync(
            $"SELECT version FROM orleans_grain_state WHERE {Key}", Parameters(stateName, grainId), row => row.GetInt64(0));
        return rows.Count > 0 ? rows[0].ToString(CultureInfo.InvariantCulture) : null;
    }

    // Versions begin at 1, so 0 stands for "not stored".
    static long Version(string? etag) => etag is null ? 0 : long.Parse(etag, CultureInfo.InvariantCulture);

    static (string Name, object Value)[] Parameters(string stateName, GrainId grainId) =>
        [("type", grainId.Type.ToString()!), ("key", grainId.Key.ToString()!), ("name", stateName)];
}
