namespace SmartBlocks.Gateway.Access;

/// <summary>
/// Slows down guessing: so many failed sign-ins per account and per address within a window, then nobody gets in by that door until the window
/// has passed. Only failures count, so that a busy office behind one address is not locked out by its own people.
/// </summary>
public sealed class SignInLimiter(TimeProvider clock)
{
    /// <summary>How long failures count.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Failures for one account within the window.</summary>
    public const int PerAccount = 10;

    /// <summary>Failures from one address within the window.</summary>
    public const int PerAddress = 50;

    /// <summary>Accounts and addresses remembered; beyond it the expired ones are dropped, then all: a flood must not fill the memory.</summary>
    public const int Capacity = 20_000;

    readonly Lock gate = new();
    readonly Dictionary<string, Failures> failures = new(StringComparer.Ordinal);

    /// <summary>How long to wait before the next try; zero: go ahead.</summary>
    public TimeSpan WaitBefore(string account, string address)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            var first = Remaining("a:" + account, PerAccount, now);
            var second = Remaining("n:" + address, PerAddress, now);
            return first > second ? first : second;
        }
    }

    /// <summary>Counts a failed sign-in.</summary>
    public void Failed(string account, string address)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (failures.Count >= Capacity) Prune(now);
            Count("a:" + account, now);
            Count("n:" + address, now);
        }
    }

    /// <summary>Forgets the account's failures after a success.</summary>
    public void Succeeded(string account)
    {
        lock (gate) failures.Remove("a:" + account);
    }

    TimeSpan Remaining(string key, int limit, DateTimeOffset now) =>
        failures.TryGetValue(key, out var f) && f.Count >= limit && f.Since + Window > now ? f.Since + Window - now : TimeSpan.Zero;

    void Count(string key, DateTimeOffset now) =>
        failures[key] = failures.TryGetValue(key, out var f) && f.Since + Window > now ? f with { Count = f.Count + 1 } : new Failures(now, 1);

    void Prune(DateTimeOffset now)
    {
        foreach (var key in failures.Where(f => f.Value.Since + Window <= now).Select(f => f.Key).ToList()) failures.Remove(key);
        if (failures.Count >= Capacity) failures.Clear();
    }

    readonly record struct Failures(DateTimeOffset Since, int Count);
}
