namespace SmartBlocks.Grains;

/// <summary>Keeps one device account. Its password is always generated, never chosen, hence kept as one SHA-256 (see <see cref="Secrets"/>).</summary>
[GrainType("device")]
public sealed class DeviceGrain([PersistentState("device", "smartblocks")] IPersistentState<DeviceState> stored) : Grain, IDeviceGrain
{
    /// <inheritdoc/>
    public Task<DeviceGrant?> Get() => Task.FromResult(Info());

    /// <inheritdoc/>
    public Task<DeviceGrant?> SignIn(string password)
    {
        var digest = stored.RecordExists ? stored.State.PasswordDigest : null;
        return Task.FromResult(Secrets.IsSecret(password, digest) ? Info() : null);
    }

    /// <inheritdoc/>
    public Task Create(NewDevice device)
    {
        stored.State = new DeviceState
        {
            Tenant = device.Tenant,
            Meters = [.. device.Meters],
            PasswordDigest = device.Password is null ? null : Secrets.Digest(device.Password),
        };
        return stored.WriteStateAsync();
    }

    DeviceGrant? Info() => stored.RecordExists
        ? new DeviceGrant(this.GetPrimaryKeyString(), stored.State.Tenant, [.. stored.State.Meters])
        : null;
}

/// <summary>What is stored of a device account.</summary>
public sealed class DeviceState
{
    /// <summary>Tenant id.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>The meters it may write for; <c>*</c> is any of the tenant's.</summary>
    public List<string> Meters { get; set; } = [];

    /// <summary>Digest of the password; null: certificate only.</summary>
    public string? PasswordDigest { get; set; }
}
