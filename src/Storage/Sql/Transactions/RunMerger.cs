namespace SmartBlocks.Storage.Sql.Transactions;

/// <summary>
/// Merges runs a little with every block: builds the pages of the merged run, makes it live in place of its sources in one step, then removes their
/// pages. Progress stands in <c>transaction_runs</c>, so that whoever appends next, in whatever process, goes on from there.
/// </summary>
internal sealed class RunMerger(SqlSession session, List<SqlWrite> writes, string ledger, List<IndexRun> runs)
{
    /// <summary>Runs of a level that are merged into one of the next. More: fewer merges of each id, but more filters to ask.</summary>
    const int Fan = 16;

    /// <summary>Ids merged for each id added: above the number of levels (sixteen million blocks fill six), so that merging keeps up.</summary>
    const int WorkPerId = 8;

    /// <summary>Ids merged with a block at least, so that ledgers of small blocks keep up as well.</summary>
    const int LeastWork = 256;

    /// <summary>Pages built in a step: what is read, sorted and held in memory at a time.</summary>
    const int StepPages = 16;

    // Their pages are among the statements not yet run, so they cannot be read before the next block.
    readonly HashSet<IndexRun> _settledNow = [];

    /// <summary>Adds the statements of a block's share of merging, given the number of ids the block brings.</summary>
    public async Task WorkAsync(int ids, CancellationToken cancellation)
    {
        long budget = Math.Max(LeastWork, (long)WorkPerId * ids);
        while (budget > 0 && NextWork() is { } run)
            budget -= run.State == RunState.Building ? await BuildAsync(run, budget, cancellation) : Clean(run, budget);
    }

    // Low levels first: they fill soonest.
    IndexRun? NextWork()
    {
        for (long level = 0, top = runs.Count == 0 ? -1 : runs.Max(r => r.Level); level <= top; level++)
        {
            if (runs.Find(r => r.Level == level + 1 && r.State != RunState.Settled) is { } unfinished)
                return unfinished;
            var live = runs.Where(r => r.Level == level && r.State == RunState.Settled && !_settledNow.Contains(r)).OrderBy(r => r.First).Take(Fan).ToList();
            if (live.Count < Fan)
                continue;
            var merged = new IndexRun(level + 1, live[0].First, live.Sum(r => r.Count), RunState.Building, 0);
            runs.Add(merged);
            RunWriter.AddRow(writes, ledger, merged);
            return merged;
        }
        return null;
    }

    async Task<long> BuildAsync(IndexRun run, long budget, CancellationToken cancellation)
    {
        var from = run.Done;
        var to = Math.Min(run.Pages, from + Math.Clamp(budget / run.AverageEntries, 1, StepPages));
        var entries = new List<IndexEntry>();
        // Sources of one size have the same pages: read those of each size together.
        foreach (var sources in runs.Where(r => r.Level == run.Level - 1 && r.First >= run.First && r.First < run.End).GroupBy(r => r.PageBits).ToList())
        {
            var firsts = sources.Select(r => r.First).ToHashSet();
            var shift = run.PageBits - sources.Key;
            var pages = await session.ListAsync(
                "SELECT first, entries FROM transaction_pages WHERE ledger = @ledger AND level = @level AND page BETWEEN @from AND @to AND first >= @first AND first < @end",
                row => (First: row.GetInt64(0), Entries: row.GetFieldValue<byte[]>(1)), cancellation,
                ("@ledger", ledger), ("@level", run.Level - 1), ("@from", from >> shift), ("@to", (to - 1) >> shift), ("@first", run.First), ("@end", run.End));
            foreach (var page in pages.Where(p => firsts.Contains(p.First)))
                IndexPage.Read(page.Entries, page.First, entries);
        }
        var read = entries.Count;
        entries.RemoveAll(e => run.PageOf(e.Id) is var page && (page < from || page >= to));
        entries.Sort();
        RunWriter.AddPages(writes, ledger, run, from, to, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(entries));
        if (to < run.Pages)
        {
            Replace(run, run with { Done = to });
        }
        else
        {
            Replace(run, run with { State = RunState.Cleaning, Done = 0 });
            runs.RemoveAll(r => r.Level == run.Level - 1 && r.First >= run.First && r.First < run.End);
            writes.Add(new SqlWrite("DELETE FROM transaction_runs WHERE ledger = @ledger AND level = @level AND first >= @first AND first < @end",
                ("@ledger", ledger), ("@level", run.Level - 1), ("@first", run.First), ("@end", run.End)));
        }
        return Math.Max(1, read);
    }

    long Clean(IndexRun run, long budget)
    {
        // A page number of the sources stands for up to Fan pages; none of them has more pages than the merged run.
        var to = Math.Min(run.Pages, run.Done + Math.Clamp(budget / (run.AverageEntries * Fan), 1, StepPages));
        foreach (var table in (ReadOnlySpan<string>)["transaction_pages", "transaction_filters"])
            writes.Add(new SqlWrite(
                $"DELETE FROM {table} WHERE ledger = @ledger AND level = @level AND page >= @from AND page < @to AND first >= @first AND first < @end",
                ("@ledger", ledger), ("@level", run.Level - 1), ("@from", run.Done), ("@to", to), ("@first", run.First), ("@end", run.End)));
        var cleaned = (to - run.Done) * run.AverageEntries;
        var after = to < run.Pages ? run with { Done = to } : run with { State = RunState.Settled, Done = 0 };
        Replace(run, after);
        if (after.State == RunState.Settled)
            _settledNow.Add(after);
        return cleaned;
    }

    void Replace(IndexRun before, IndexRun after)
    {
        runs[runs.IndexOf(before)] = after;
        writes.Add(new SqlWrite("UPDATE transaction_runs SET state = @state, done = @done WHERE ledger = @ledger AND level = @level AND first = @first",
            ("@ledger", ledger), ("@level", after.Level), ("@first", after.First), ("@state", (long)after.State), ("@done", after.Done)));
    }
}
