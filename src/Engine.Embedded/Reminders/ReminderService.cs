using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using SmartBlocks.Engine.Embedded.Execution;

namespace SmartBlocks.Engine.Embedded.Reminders;

/// <summary>Keeps the reminders and sends their ticks, from one clock for all of them.</summary>
sealed class ReminderService(EmbeddedEngine engine, IReminderTable table, ReminderOptions options)
{
    // A clock can wait some 49 days only; waking up now and then costs nothing.
    static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    sealed class Entry(Reminder reminder, DateTime due)
    {
        internal Reminder Reminder { get; } = reminder;

        internal DateTime Due { get; set; } = due;

        internal bool Ticking { get; set; }
    }

    readonly Lock _gate = new();
    readonly Dictionary<GrainId, Dictionary<string, Entry>> _reminders = [];
    readonly PriorityQueue<Entry, DateTime> _queue = new();
    ITimer? _clock;
    bool _stopped;

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        var stored = await table.ReadAllAsync(cancellationToken);
        _clock = engine.Time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            foreach (var reminder in stored) Keep(reminder);
            Wind();
        }
    }

    internal void Stop()
    {
        lock (_gate) _stopped = true;
        _clock?.Dispose();
    }

    internal async Task<IGrainReminder> SetAsync(Activation activation, string name, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period < options.MinimumReminderPeriod)
            throw new ArgumentException($"The period of reminder '{name}' is {period}; the least is {options.MinimumReminderPeriod}.", nameof(period));
        if (activation.GrainInstance is not IRemindable)
            throw new InvalidOperationException($"Grain {activation.GrainId} must be IRemindable to have reminders.");
        var reminder = new Reminder(activation.GrainId, name, engine.Time.GetUtcNow().UtcDateTime + dueTime, period);
        await table.WriteAsync(reminder);
        lock (_gate)
        {
            Keep(reminder);
            Wind();
        }

        return reminder;
    }

    internal async Task RemoveAsync(Activation activation, IGrainReminder given)
    {
        if (given is not Reminder reminder || reminder.Grain != activation.GrainId)
            throw new ArgumentException($"The reminder is not one of grain {activation.GrainId}.", nameof(given));
        await table.RemoveAsync(reminder);
        lock (_gate)
        {
            if (!_reminders.TryGetValue(reminder.Grain, out var ofGrain) || !ofGrain.Remove(reminder.ReminderName, out _)) return;
            if (ofGrain.Count == 0) _reminders.Remove(reminder.Grain);
        }
    }

    internal IGrainReminder? Find(GrainId grain, string name)
    {
        lock (_gate) return _reminders.GetValueOrDefault(grain)?.GetValueOrDefault(name)?.Reminder;
    }

    internal List<IGrainReminder> All(GrainId grain)
    {
        lock (_gate) return [.. _reminders.GetValueOrDefault(grain)?.Values.Select(entry => entry.Reminder) ?? []];
    }

    void Keep(Reminder reminder)
    {
        if (!_reminders.TryGetValue(reminder.Grain, out var ofGrain)) _reminders[reminder.Grain] = ofGrain = new(StringComparer.Ordinal);
        var now = engine.Time.GetUtcNow().UtcDateTime;
        var entry = new Entry(reminder, reminder.Next(now));
        ofGrain[reminder.ReminderName] = entry;
        _queue.Enqueue(entry, entry.Due);
    }

    void Wind()
    {
        if (_stopped || !_queue.TryPeek(out _, out var due)) return;
        var wait = due - engine.Time.GetUtcNow().UtcDateTime;
        _clock?.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestSleep ? LongestSleep : wait, Timeout.InfiniteTimeSpan);
    }

    void Tick()
    {
        lock (_gate)
        {
            if (_stopped) return;
            var now = engine.Time.GetUtcNow().UtcDateTime;
            while (_queue.TryPeek(out var entry, out var due) && due <= now)
            {
                _queue.Dequeue();
                // Replaced and removed reminders stay in the queue until here.
                if (_reminders.GetValueOrDefault(entry.Reminder.Grain)?.GetValueOrDefault(entry.Reminder.ReminderName) != entry) continue;
                if (!entry.Ticking) _ = SendAsync(entry, now);
                entry.Due = entry.Reminder.Next(now);
                _queue.Enqueue(entry, entry.Due);
            }

            Wind();
        }
    }

    // A tick that is still being worked on when the next is due makes that one void.
    async Task SendAsync(Entry entry, DateTime now)
    {
        entry.Ticking = true;
        var reminder = entry.Reminder;
        try
        {
            var grain = (IRemindable)engine.References.Get(typeof(IRemindable), reminder.Grain);
            await grain.ReceiveReminder(reminder.ReminderName, new TickStatus(reminder.StartAt, reminder.Period, now));
        }
        catch (Exception error)
        {
            engine.Log.LogError(error, "Reminder {Reminder} of grain {Grain} failed", reminder.ReminderName, reminder.Grain);
        }
        finally
        {
            lock (_gate) entry.Ticking = false;
        }
    }
}
