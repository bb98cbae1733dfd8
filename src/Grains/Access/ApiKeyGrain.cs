namespace SmartBlocks.Grains;

/// <summary>Keeps what one API key grants. The grain's key is the digest of the key's text, so the text itself is stored nowhere.</summary>
[GrainType("api-key")]
public sealed class ApiKeyGrain([PersistentState("api-key", "smartblocks")] IPersistentState<ApiKeyState> stored) : Grain, IApiKeyGrain
{
    /// <inheritdoc/>
    public Task<Grant?> Get() => Task.FromResult(stored.RecordExists
        ? new Grant(stored.State.Name, stored.State.Tenant, stored.State.Role, [.. stored.State.Ledgers])
        : null);

    /// <inheritdoc/>
    public Task Create(Grant grant)
    {
        stored.State = new ApiKeyState { Name = grant.Name, Tenant = grant.Tenant, Role = grant.Role, Ledgers = [.. grant.Ledgers] };
        return stored.WriteStateAsync();
    }

    /// <inheritdoc/>
    public Task Revoke() => stored.RecordExists ? stored.ClearStateAsync() : Task.CompletedTask;
}

/// <summary>What is stored of an API key.</summary>
public sealed class ApiKeyState
{
    /// <summary>What people call the key.</summary>
    public string Name { get; set; } = "";

    /// <summary>Tenant id.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>The role it acts in.</summary>
    public string Role { get; set; } = "";

    /// <summary>The ledgers it reaches; empty: all of the tenant's.</summary>
    public List<string> Ledgers { get; set; } = [];
}
