using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace SmartBlocks.Storage.Sql.Transactions;

/// <summary>
/// Where each transaction stands, by id: a log-structured merge tree (O'Neil et al., 1996) in three tables.
/// </summary>
/// <remarks>
/// Ids are random. Rows keyed by id would make a block of a thousand transactions change a thousand pages of a B-tree, all over the file, and more
/// slowly the larger it grows. Here a block writes its ids as one small sorted run; sixteen runs of a level are merged into one of the next, a few
/// pages with each later block, inside that block's transaction: no background work, no pause, nothing to recover after a crash.
/// A lookup asks the Bloom filters of the live runs (some 15 a level; 2 bytes an id, in memory) and reads a page only where one says maybe.
/// Runs never change, so cached filters never go stale; which runs are live is read with every lookup, in its snapshot, so that several processes
/// may append and look up.
/// </remarks>
internal sealed class TransactionIndex
{
    /// <summary>Ledgers whose filters are kept in memory; beyond, some ledger's filters are dropped and read again when next needed.</summary>
    const int CachedLedgers = 256;

    readonly ConcurrentDictionary<string, ImmutableDictionary<(long Level, long First), byte[]>> _filters = new(StringComparer.Ordinal);

    /// <summary>Those of the ids that are on the ledger. The session must be in a transaction whose reads see one moment, or that locks out appends.</summary>
    public async Task<List<IndexEntry>> FindAsync(SqlSession session, string ledger, IReadOnlyCollection<TransactionId> ids, CancellationToken cancellation)
    {
        var found = new List<IndexEntry>();
        if (ids.Count == 0)
            return found;
        var runs = (await ReadRunsAsync(session, ledger, cancellation)).Where(r => r.State != RunState.Building).OrderByDescending(r => r.First).ToList();
        var filters = await ReadFiltersAsync(session, ledger, runs, cancellation);
        var pages = new Dictionary<(IndexRun, long), byte[]?>();
        foreach (var id in ids)
        {
            for (var i = 0; i < runs.Count; i++)
            {
                var run = runs[i];
                var page = run.PageOf(id);
                if (!PageFilter.MayContain(filters[i].AsSpan((int)(page * run.FilterBytes), run.FilterBytes), id))
                    continue;
                if (!pages.TryGetValue((run, page), out var entries))
                    pages[(run, page)] = entries = await session.FirstAsync(
                        "SELECT entries FROM transaction_pages WHERE ledger = @ledger AND level = @level AND page = @page AND first = @first",
                        row => row.GetFieldValue<byte[]>(0), cancellation,
                        ("@ledger", ledger), ("@level", run.Level), ("@page", page), ("@first", run.First));
                if (IndexPage.Find(entries, run.First, id) is var index and >= 0)
                {
                    found.Add(new IndexEntry(id, index));
                    break;
                }
            }
        }
        return found;
    }

    /// <summary>Adds the ids of a new block, whose transactions begin at history index <paramref name="first"/>, and does this block's share of merging.</summary>
    public static async Task AddAsync(SqlSession session, List<SqlWrite> writes, string ledger, long first, IReadOnlyList<TransactionId> ids,
        CancellationToken cancellation)
    {
        if (ids.Count == 0)
            return;
        var runs = await ReadRunsAsync(session, ledger, cancellation);
        var entries = new IndexEntry[ids.Count];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = new IndexEntry(ids[i], first + i);
        Array.Sort(entries);
        var run = new IndexRun(0, first, entries.Length, RunState.Settled, 0);
        RunWriter.AddRow(writes, ledger, run);
        RunWriter.AddPages(writes, ledger, run, 0, run.Pages, entries);
        await new RunMerger(session, writes, ledger, runs).WorkAsync(ids.Count, cancellation);
    }

    static Task<List<IndexRun>> ReadRunsAsync(SqlSession session, string ledger, CancellationToken cancellation) => session.ListAsync(
        "SELECT level, first, count, state, done FROM transaction_runs WHERE ledger = @ledger ORDER BY level, first",
        row => new IndexRun(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), (RunState)row.GetInt32(3), row.GetInt64(4)), cancellation, ("@ledger", ledger));

    async Task<byte[][]> ReadFiltersAsync(SqlSession session, string ledger, List<IndexRun> runs, CancellationToken cancellation)
    {
        var known = _filters.GetValueOrDefault(ledger) ?? ImmutableDictionary<(long, long), byte[]>.Empty;
        var kept = known.ToBuilder();
        var filters = new byte[runs.Count][];
        for (var i = 0; i < runs.Count; i++)
        {
            var run = runs[i];
            if (!known.TryGetValue((run.Level, run.First), out var filter))
            {
                filter = new byte[run.Pages * run.FilterBytes];
                foreach (var (page, bits) in await session.ListAsync(
                    "SELECT page, bits FROM transaction_filters WHERE ledger = @ledger AND level = @level AND first = @first",
                    row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), cancellation, ("@ledger", ledger), ("@level", run.Level), ("@first", run.First)))
                    bits.CopyTo(filter.AsSpan((int)(page * run.FilterBytes)));
                kept[(run.Level, run.First)] = filter;
            }
            filters[i] = filter;
        }
        if (kept.Count > runs.Count)
            kept.RemoveRange(known.Keys.Except(runs.Select(r => (r.Level, r.First))).ToList());
        if (_filters.Count >= CachedLedgers && !_filters.ContainsKey(ledger) && _filters.Keys.FirstOrDefault() is { } other)
            _filters.TryRemove(other, out _);
        _filters[ledger] = kept.ToImmutable();
        return filters;
    }
}
