using SmartBlocks.Energy;

namespace SmartBlocks.Storage.Sql;

/// <summary>Fills the hours of a database that had readings before it had hours, in the migration that makes the table.</summary>
internal static class HourBackfill
{
    /// <summary>Rolls up everything there is, a meter at a time.</summary>
    public static async Task RunAsync(SqlSession session, CancellationToken cancellation)
    {
        var meters = await session.ListAsync("SELECT ledger, meter, min(start), max(start + seconds) FROM readings GROUP BY ledger, meter",
            row => (Ledger: row.GetString(0), Meter: row.GetString(1), From: row.GetInt64(2), To: row.GetInt64(3)), cancellation);
        foreach (var (ledger, meter, from, to) in meters)
            await HourTable.RollAsync(session, ledger, meter, from - from % MeteredHour.Length, to - to % MeteredHour.Length + MeteredHour.Length, cancellation);
    }
}
