using Orleans.Runtime;
using SmartBlocks.Engine.Embedded.Execution;

namespace Orleans;

/// <summary>Reminders on grains: timers that survive deactivation and restart.</summary>
public static class GrainReminderExtensions
{
    /// <summary>Sets a reminder, or replaces the one of this name.</summary>
    /// <exception cref="ArgumentException">The period is under <see cref="Hosting.ReminderOptions.MinimumReminderPeriod"/>, or the name is empty.</exception>
    /// <exception cref="InvalidOperationException">The grain is not <see cref="IRemindable"/>.</exception>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this Grain grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        RegisterOrUpdateReminder((IGrainBase)grain, reminderName, dueTime, period);

    /// <inheritdoc cref="RegisterOrUpdateReminder(Grain, string, TimeSpan, TimeSpan)"/>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        var activation = Activation.Of(grain);
        return activation.Engine.Reminders.SetAsync(activation, reminderName, dueTime, period);
    }

    /// <summary>Removes a reminder.</summary>
    public static Task UnregisterReminder(this Grain grain, IGrainReminder reminder) => UnregisterReminder((IGrainBase)grain, reminder);

    /// <inheritdoc cref="UnregisterReminder(Grain, IGrainReminder)"/>
    public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder)
    {
        var activation = Activation.Of(grain);
        return activation.Engine.Reminders.RemoveAsync(activation, reminder);
    }

    /// <summary>The reminder of this name, or null.</summary>
    public static Task<IGrainReminder?> GetReminder(this Grain grain, string reminderName) => GetReminder((IGrainBase)grain, reminderName);

    /// <inheritdoc cref="GetReminder(Grain, string)"/>
    public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName)
    {
        var activation = Activation.Of(grain);
        return Task.FromResult(activation.Engine.Reminders.Find(activation.GrainId, reminderName));
    }

    /// <summary>All reminders of the grain.</summary>
    public static Task<List<IGrainReminder>> GetReminders(this Grain grain) => GetReminders((IGrainBase)grain);

    /// <inheritdoc cref="GetReminders(Grain)"/>
    public static Task<List<IGrainReminder>> GetReminders(this IGrainBase grain)
    {
        var activation = Activation.Of(grain);
        return Task.FromResult(activation.Engine.Reminders.All(activation.GrainId));
    }
}
