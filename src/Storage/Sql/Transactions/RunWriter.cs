namespace SmartBlocks.Storage.Sql.Transactions;

/// <summary>The statements that write a run.</summary>
internal static class RunWriter
{
    /// <summary>Adds the row that makes a run known.</summary>
    public static void AddRow(List<SqlWrite> writes, string ledger, IndexRun run) => writes.Add(new SqlWrite(
        "INSERT INTO transaction_runs (ledger, level, first, count, state, done) VALUES (@ledger, @level, @first, @count, @state, @done)",
        ("@ledger", ledger), ("@level", run.Level), ("@first", run.First), ("@count", run.Count), ("@state", (long)run.State), ("@done", run.Done)));

    /// <summary>Adds the pages [from, to) of a run and their filters; the entries are all that belong there, sorted.</summary>
    public static void AddPages(List<SqlWrite> writes, string ledger, IndexRun run, long from, long to, ReadOnlySpan<IndexEntry> entries)
    {
        var bits = new byte[(to - from) * run.FilterBytes];
        for (var page = from; page < to; page++)
        {
            var filter = bits.AsSpan((int)(page - from) * run.FilterBytes, run.FilterBytes);
            var count = 0;
            for (; count < entries.Length && run.PageOf(entries[count].Id) == page; count++)
                PageFilter.Add(filter, entries[count].Id);
            if (count == 0)
                continue;
            writes.Add(new SqlWrite("INSERT INTO transaction_pages (ledger, level, page, first, entries) VALUES (@ledger, @level, @page, @first, @entries)",
                ("@ledger", ledger), ("@level", run.Level), ("@page", page), ("@first", run.First), ("@entries", IndexPage.Write(entries[..count], run.First))));
            entries = entries[count..];
        }
        writes.Add(new SqlWrite("INSERT INTO transaction_filters (ledger, level, page, first, bits) VALUES (@ledger, @level, @page, @first, @bits)",
            ("@ledger", ledger), ("@level", run.Level), ("@page", from), ("@first", run.First), ("@bits", bits)));
    }
}
