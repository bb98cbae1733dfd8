using Orleans.Runtime;

namespace SmartBlocks.Engine.Embedded.Reminders;

/// <summary>A reminder: its first tick (UTC) and the period of the ticks from there.</summary>
sealed record Reminder(GrainId Grain, string ReminderName, DateTime StartAt, TimeSpan Period) : IGrainReminder
{
    /// <summary>The first tick after <paramref name="now"/>; ticks missed while nobody listened are not made up for.</summary>
    internal DateTime Next(DateTime now) =>
        now < StartAt ? StartAt : StartAt + (Period * (((now - StartAt).Ticks / Period.Ticks) + 1));
}
