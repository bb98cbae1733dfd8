using System.Numerics;

namespace SmartBlocks.Storage.Sql.Transactions;

/// <summary>What a run is doing (column <c>transaction_runs.state</c>).</summary>
internal enum RunState
{
    /// <summary>Its pages are being written; lookups still use the runs it will replace.</summary>
    Building = 0,
    /// <summary>Lookups use it; the pages of the runs it replaced are being removed.</summary>
    Cleaning = 1,
    /// <summary>Lookups use it and nothing remains to be done.</summary>
    Settled = 2,
}

/// <summary>
/// A run: the ids of the transactions [First, First+Count) of a ledger, in 2^PageBits pages by the leading bits of the id. Ids are hashes, so pages
/// fill evenly and no directory of pages is needed.
/// </summary>
/// <param name="Level">0 for a block's own run; a merge of runs of a level is a run of the next.</param>
/// <param name="First">History index of its first transaction.</param>
/// <param name="Count">Transactions.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Done">Pages built or cleaned, according to the state.</param>
internal sealed record IndexRun(long Level, long First, long Count, RunState State, long Done)
{
    /// <summary>Average entries of a page at most: a page of twice as many still fits on a database page of 8 KiB.</summary>
    const int PageEntries = 96;

    /// <summary>Filter bits for an entry: 16 with 6 probes answer "maybe" falsely once in a thousand.</summary>
    const int FilterBitsPerEntry = 16;

    /// <summary>Log2 of the number of pages.</summary>
    public int PageBits { get; } = Count <= PageEntries ? 0 : BitOperations.Log2((ulong)((Count + PageEntries - 1) / PageEntries - 1)) + 1;

    /// <summary>Pages, some of which may be empty.</summary>
    public long Pages => 1L << PageBits;

    /// <summary>Entries of a page on average, at least 1.</summary>
    public long AverageEntries => Math.Max(1, Count >> PageBits);

    /// <summary>Bytes of the filter of one page.</summary>
    public int FilterBytes => (int)((AverageEntries + 1) * FilterBitsPerEntry / 8 + 7) & ~7;

    /// <summary>The history index after its last.</summary>
    public long End => First + Count;

    /// <summary>The page that an id belongs to.</summary>
    public long PageOf(TransactionId id) => PageBits == 0 ? 0 : (long)(id.A >> (64 - PageBits));
}

/// <summary>Bloom filter over the ids of one page. Ids are hashes already, so their own bits make the probes.</summary>
internal static class PageFilter
{
    const int Probes = 6;

    /// <summary>Adds an id.</summary>
    public static void Add(Span<byte> filter, TransactionId id)
    {
        var bits = (ulong)filter.Length * 8;
        for (var i = 0UL; i < Probes; i++)
        {
            var bit = (id.B + i * (id.C | 1)) % bits;
            filter[(int)(bit >> 3)] |= (byte)(1 << (int)(bit & 7));
        }
    }

    /// <summary>False when the page cannot contain the id.</summary>
    public static bool MayContain(ReadOnlySpan<byte> filter, TransactionId id)
    {
        var bits = (ulong)filter.Length * 8;
        for (var i = 0UL; i < Probes; i++)
        {
            var bit = (id.B + i * (id.C | 1)) % bits;
            if ((filter[(int)(bit >> 3)] & (1 << (int)(bit & 7))) == 0)
                return false;
        }
        return true;
    }
}
