namespace SmartBlocks.Grains;

/// <summary>Keeps one user: who, which tenant, which role, and the hash of the password.</summary>
[GrainType("user")]
public sealed class UserGrain([PersistentState("user", "smartblocks")] IPersistentState<UserState> stored) : Grain, IUserGrain
{
    /// <inheritdoc/>
    public Task<UserInfo?> Get() => Task.FromResult(Info());

    /// <inheritdoc/>
    public async Task<bool> Create(NewUser user)
    {
        if (stored.RecordExists) return false;
        stored.State = new UserState
        {
            Name = user.Name,
            Tenant = user.Tenant,
            Role = user.Role,
            Demo = user.Demo,
            PasswordHash = await Hash(user.Password),
        };
        await stored.WriteStateAsync();
        return true;
    }

    /// <inheritdoc/>
    public async Task<UserInfo?> SignIn(string password)
    {
        var hash = stored.RecordExists ? stored.State.PasswordHash : null;
        return await Task.Run(() => Secrets.IsPassword(password, hash)) ? Info() : null;
    }

    // Stretching takes tens of milliseconds: off the turn, so that it holds up no scheduler thread.
    static Task<string> Hash(string password) => Task.Run(() => Secrets.HashPassword(password));

    UserInfo? Info() => stored.RecordExists
        ? new UserInfo(this.GetPrimaryKeyString(), stored.State.Name, stored.State.Tenant, stored.State.Role, stored.State.Demo)
        : null;
}

/// <summary>What is stored of a user.</summary>
public sealed class UserState
{
    /// <summary>What people call the user.</summary>
    public string Name { get; set; } = "";

    /// <summary>Tenant id.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>owner, manager, auditor, operator or partner.</summary>
    public string Role { get; set; } = "";

    /// <summary>Made by the demo.</summary>
    public bool Demo { get; set; }

    /// <summary>See <see cref="Secrets"/>.</summary>
    public string PasswordHash { get; set; } = "";
}
