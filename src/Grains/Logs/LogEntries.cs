using System.Runtime.CompilerServices;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>Reads a ledger's transactions by their index in its history, straight from the bodies of its blocks.</summary>
public static class LogEntries
{
    private const int BlocksAtOnce = 64;

    /// <summary>
    /// The transactions from <paramref name="first"/> on, up to the end of the ledger; one of no bytes was dropped under a retention transaction.
    /// </summary>
    /// <exception cref="InvalidDataException">The store lacks a block or a body.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadEntriesAsync(
        this ILedgerStore store, string ledger, long first, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (await store.FindBlockOfAsync(ledger, first, cancellation) is not { } start) yield break;
        for (var next = start.Number; ;)
        {
            var blocks = await store.ReadBlocksAsync(ledger, next, BlocksAtOnce, cancellation);
            if (blocks.Count == 0) yield break;
            foreach (var block in blocks)
            {
                var body = await store.ReadBodyAsync(ledger, block.Number, cancellation)
                    ?? throw new InvalidDataException($"Ledger '{ledger}': block {block.Number} has no body in the store.");
                for (var i = (int)Math.Max(0, first - block.FirstIndex); i < body.Transactions.Count; i++) yield return body.Transactions[i];
            }
            next = blocks[^1].Number + 1;
        }
    }

    /// <summary>The ids of the ledger's first <paramref name="count"/> transactions, dropped ones too.</summary>
    /// <exception cref="InvalidDataException">The store lacks a block or a body, or holds something that is no transaction.</exception>
    public static async IAsyncEnumerable<Hash256> ReadIdsAsync(
        this ILedgerStore store, string ledger, long count, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (long number = 0, given = 0; given < count; number++)
        {
            var body = await store.ReadBodyAsync(ledger, number, cancellation)
                ?? throw new InvalidDataException($"Ledger '{ledger}': block {number} has no body in the store.");
            for (var i = 0; i < body.Transactions.Count && given < count; i++, given++)
                yield return IdOf(ledger, body, i);
        }
    }

    private static Hash256 IdOf(string ledger, StoredBody body, int offset)
    {
        if (body.DropAt(offset) is { } drop && Hash256.TryParse(drop.Id, out var known))
            return known;
        // What is hashed is the signing input, which ends before the second full stop.
        var entry = body.Transactions[offset].Span;
        var end = entry.LastIndexOf((byte)'.');
        return end > 0 ? Hash256.Of(entry[..end]) : throw new InvalidDataException($"Ledger '{ledger}': the store holds a transaction that is none in block {body.Number}.");
    }

    /// <summary>The block that holds the transaction at an index, or null past the end. By binary search: first indices only grow.</summary>
    public static async Task<StoredBlock?> FindBlockOfAsync(this ILedgerStore store, string ledger, long index, CancellationToken cancellation = default)
    {
        if (await store.ReadHeadAsync(ledger, cancellation) is not { } head || index >= head.FirstIndex + head.Count) return null;
        long low = 0, high = head.Number;
        while (true)
        {
            var middle = low + (high - low) / 2;
            var block = middle == head.Number ? head : await store.ReadBlockAsync(ledger, middle, cancellation)
                ?? throw new InvalidDataException($"Ledger '{ledger}': the store lacks block {middle}.");
            if (index < block.FirstIndex) high = middle - 1;
            else if (index >= block.FirstIndex + block.Count) low = middle + 1;
            else return block;
            if (low > high) throw new InvalidDataException($"Ledger '{ledger}': no block in the store holds history index {index}.");
        }
    }
}
