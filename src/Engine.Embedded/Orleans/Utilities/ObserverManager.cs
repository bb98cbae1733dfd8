using System.Collections;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Utilities;

/// <summary>A grain's observers, each forgotten when it has not subscribed again for a while.</summary>
public class ObserverManager<TObserver>(TimeSpan expiration, ILogger log) : ObserverManager<IAddressable, TObserver>(expiration, log);

/// <summary>A grain's observers, each forgotten when it has not subscribed again for a while. Used in the grain's turn only.</summary>
public class ObserverManager<TIdentity, TObserver> : IEnumerable<TObserver>
    where TIdentity : notnull
{
    readonly Dictionary<TIdentity, (TObserver Observer, DateTime Seen)> _observers = [];
    readonly ILogger _log;

    /// <summary>An empty one.</summary>
    public ObserverManager(TimeSpan expiration, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(log);
        (ExpirationDuration, _log) = (expiration, log);
        GetDateTime = () => DateTime.UtcNow;
    }

    /// <summary>The clock (UTC).</summary>
    public Func<DateTime> GetDateTime { get; set; }

    /// <summary>How long a subscription lasts unless it is repeated.</summary>
    public TimeSpan ExpirationDuration { get; set; }

    /// <summary>How many there are, expired ones included until cleared.</summary>
    public int Count => _observers.Count;

    /// <summary>The observers by identity.</summary>
    public IReadOnlyDictionary<TIdentity, TObserver> Observers => _observers.ToDictionary(entry => entry.Key, entry => entry.Value.Observer);

    /// <summary>Forgets all.</summary>
    public void Clear() => _observers.Clear();

    /// <summary>Adds an observer or renews it.</summary>
    public void Subscribe(TIdentity id, TObserver observer) => _observers[id] = (observer, GetDateTime());

    /// <summary>Removes an observer.</summary>
    public void Unsubscribe(TIdentity id) => _observers.Remove(id);

    /// <summary>Tells each observer; one that fails or has expired is removed.</summary>
    public async Task Notify(Func<TObserver, Task> notification, Func<TObserver, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(notification);
        foreach (var (id, observer) in Live(predicate))
        {
            try
            {
                await notification(observer);
            }
            catch (Exception error)
            {
                Drop(id, error);
            }
        }
    }

    /// <summary>Tells each observer; one that fails or has expired is removed.</summary>
    public void Notify(Action<TObserver> notification, Func<TObserver, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(notification);
        foreach (var (id, observer) in Live(predicate))
        {
            try
            {
                notification(observer);
            }
            catch (Exception error)
            {
                Drop(id, error);
            }
        }
    }

    /// <summary>Removes the expired ones.</summary>
    public void ClearExpired()
    {
        var oldest = GetDateTime() - ExpirationDuration;
        foreach (var id in _observers.Where(entry => entry.Value.Seen < oldest).Select(entry => entry.Key).ToList()) _observers.Remove(id);
    }

    /// <inheritdoc />
    public IEnumerator<TObserver> GetEnumerator() => Observers.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    List<KeyValuePair<TIdentity, TObserver>> Live(Func<TObserver, bool>? predicate)
    {
        ClearExpired();
        return [.. Observers.Where(entry => predicate is null || predicate(entry.Value))];
    }

    void Drop(TIdentity id, Exception error)
    {
        _observers.Remove(id);
        _log.LogDebug(error, "Observer {Observer} failed and is removed", id);
    }
}
