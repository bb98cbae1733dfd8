using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Silo.Hosting;

/// <summary>
/// How a host without a demo gets its first users: <c>--tenant ID --owner EMAIL</c> founds the tenant, a ledger of the same id, and its owner's account with a
/// random password and API key, printed once and kept nowhere. What stands already stays as it is.
/// </summary>
public sealed class Founding(SiloOptions options, IGrainFactory grains, ILogger<Founding> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (id, owner) = (options.Tenant!, options.Owner!.ToLowerInvariant());
        try
        {
            var tenant = grains.GetGrain<ITenantGrain>(id);
            await tenant.Create(id);
            if (await tenant.AddLedger(id, id) is { Done: false } refused)
            {
                log.LogError("The tenant {Tenant} has no ledger: {Reason}", id, refused.Rejection);
                return;
            }
            var password = Secrets.Generate("", 12);
            if (!await grains.GetGrain<IUserGrain>(owner).Create(new NewUser(owner, id, "owner", password, Demo: false)))
            {
                log.LogInformation("The tenant {Tenant} stands, and {Owner} has an account already; nothing was changed", id, owner);
                return;
            }
            var key = Secrets.Generate("sbk_");
            await grains.GetGrain<IApiKeyGrain>(Secrets.Digest(key)).Create(new Grant("founded with the tenant", id, "owner", []));
            // To the terminal and nowhere else: a log is kept and read by others.
            Console.WriteLine($"\n  The tenant {id} is founded. This is shown once:\n  Sign in  {owner}  {password}\n  API key  {key}\n");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "The tenant {Tenant} could not be founded", id);
        }
    }

    /// <summary>Null when both are missing or both are well formed; else what is wrong.</summary>
    public static string? Check(string? tenant, string? owner) => (tenant, owner) switch
    {
        (null, null) => null,
        (null, _) => "Silo:Tenant (--tenant) is missing; --owner needs the tenant to found.",
        (_, null) => "Silo:Owner (--owner) is missing; a tenant is founded with its owner's e-mail address.",
        _ when !Names.IsSlug(tenant) => $"Silo:Tenant (--tenant) is '{tenant}'; it must be 1 to 64 of a-z, 0-9 and -.",
        _ when owner.Length > 254 || owner.Split('@') is not [{ Length: > 0 }, { Length: > 2 }] => $"Silo:Owner (--owner) is '{owner}'; it must be an e-mail address.",
        _ => null,
    };
}

/// <summary>Puts founding in.</summary>
public static class FoundingSetup
{
    /// <summary>Adds founding when a tenant is named.</summary>
    public static void AddFounding(this IServiceCollection services, SiloOptions options)
    {
        if (options.Tenant is not null) services.AddHostedService<Founding>();
    }
}
