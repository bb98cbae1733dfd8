using System.Collections.Immutable;
using Orleans.Concurrency;

namespace SmartBlocks.Grains;

/// <summary>A person who signs in to the portal; the key is the lower-case e-mail address.</summary>
[Alias("IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>The user, or null.</summary>
    [AlwaysInterleave]
    Task<UserInfo?> Get();

    /// <summary>Creates the user; false when there is one.</summary>
    Task<bool> Create(NewUser user);

    /// <summary>The user when the password is right, else null.</summary>
    Task<UserInfo?> SignIn(string password);
}

/// <summary>An API key; the key is base64url SHA-256 of its text, which is stored nowhere.</summary>
[Alias("IApiKeyGrain")]
public interface IApiKeyGrain : IGrainWithStringKey
{
    /// <summary>What the key grants, or null when there is none or it was revoked.</summary>
    [AlwaysInterleave]
    Task<Grant?> Get();

    /// <summary>Grants; repeating it replaces the grant.</summary>
    Task Create(Grant grant);

    /// <summary>Revokes at once.</summary>
    Task Revoke();
}

/// <summary>A device's account at the MQTT endpoint; the key is the user name, or <c>cert/&lt;SHA-256 thumbprint&gt;</c>.</summary>
[Alias("IDeviceGrain")]
public interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>What the account grants, or null.</summary>
    [AlwaysInterleave]
    Task<DeviceGrant?> Get();

    /// <summary>The grant when the password is right, else null.</summary>
    Task<DeviceGrant?> SignIn(string password);

    /// <summary>Creates the account; repeating it replaces password and grant.</summary>
    Task Create(NewDevice device);
}

/// <summary>A portal user. Roles: owner, manager, auditor, operator, partner.</summary>
public sealed record UserInfo(string Email, string Name, string Tenant, string Role, bool Demo);

/// <summary>A user to create; the password is hashed before it is stored.</summary>
public sealed record NewUser(string Name, string Tenant, string Role, string Password, bool Demo);

/// <summary>What an API key grants. <paramref name="Ledgers"/> empty: all of the tenant's.</summary>
public sealed record Grant(string Name, string Tenant, string Role, ImmutableArray<string> Ledgers);

/// <summary>What a device account grants: the meters it may write for; <c>*</c> is any of the tenant's.</summary>
public sealed record DeviceGrant(string Username, string Tenant, ImmutableArray<string> Meters);

/// <summary>A device account to create. <paramref name="Password"/> null: certificate only.</summary>
public sealed record NewDevice(string Tenant, ImmutableArray<string> Meters, string? Password);
