using Orleans.Runtime;
using SmartBlocks.Engine.Embedded.Persistence;

namespace SmartBlocks.Engine.Embedded.Reminders;

/// <summary>Where reminders outlive the process.</summary>
interface IReminderTable
{
    Task<List<Reminder>> ReadAllAsync(CancellationToken cancellationToken);

    Task WriteAsync(Reminder reminder);

    Task RemoveAsync(Reminder reminder);
}

/// <summary>Reminders that end with the process.</summary>
sealed class MemoryReminderTable : IReminderTable
{
    public Task<List<Reminder>> ReadAllAsync(CancellationToken cancellationToken) => Task.FromResult(new List<Reminder>());

    public Task WriteAsync(Reminder reminder) => Task.CompletedTask;

    public Task RemoveAsync(Reminder reminder) => Task.CompletedTask;
}

/// <summary>Reminders in the table <c>orleans_reminders</c>; times are .NET ticks (100 ns, UTC).</summary>
sealed class SqlReminderTable(SqlTables tables) : IReminderTable
{
    public Task<List<Reminder>> ReadAllAsync(CancellationToken cancellationToken) => tables.QueryAsync(
        "SELECT grain_type, grain_key, name, start_at, period FROM orleans_reminders", [],
        row => new Reminder(
            GrainId.Create(row.GetString(0), row.GetString(1)), row.GetString(2),
            new DateTime(row.GetInt64(3), DateTimeKind.Utc), TimeSpan.FromTicks(row.GetInt64(4))),
        cancellationToken);

    public Task WriteAsync(Reminder reminder) => tables.ExecuteAsync(
        "INSERT INTO orleans_reminders (grain_type, grain_key, name, start_at, period, version) VALUES (@type, @key, @name, @start, @period, 1) "
        + "ON CONFLICT (grain_type, grain_key, name) DO UPDATE SET start_at = excluded.start_at, period = excluded.period, "
        + "version = orleans_reminders.version + 1",
        [.. Parameters(reminder), ("start", reminder.StartAt.Ticks), ("period", reminder.Period.Ticks)]);

    public Task RemoveAsync(Reminder reminder) => tables.ExecuteAsync(
        "DELETE FROM orleans_reminders WHERE grain_type = @type AND grain_key = @key AND name = @name", Parameters(reminder));

    static (string Name, object Value)[] Parameters(Reminder reminder) =>
        [("type", reminder.Grain.Type.ToString()!), ("key", reminder.Grain.Key.ToString()!), ("name", reminder.ReminderName)];
}
