using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Tells how busy a ledger is, from the times of its blocks, which never decrease.</summary>
public sealed class LedgerPulses(ILedgerStore store, IGrainFactory grains, TimeProvider clock)
{
    /// <summary>The pulse, or null when the ledger has no block.</summary>
    public async Task<LedgerPulse?> ReadAsync(string ledger, CancellationToken cancellation)
    {
        if (await grains.GetGrain<ILedgerGrain>(ledger).Head() is not { } head) return null;
        var hourAgo = clock.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();
        var first = await FirstSinceAsync(ledger, head.Number, hourAgo, cancellation);
        return new LedgerPulse(ledger, head.Number, head.Transactions, Utc.OfMilliseconds(head.Time), first is null ? 0 : head.Number - first.Number + 1,
            first is null ? 0 : head.Transactions - first.FirstIndex);
    }

    /// <summary>The first block at or after a time (Unix ms) by binary search, or null when all are older.</summary>
    async Task<StoredBlock?> FirstSinceAsync(string ledger, long height, long time, CancellationToken cancellation)
    {
        StoredBlock? found = null;
        long low = 0, high = height;
        while (low <= high)
        {
            var middle = low + (high - low) / 2;
            if (await store.ReadBlockAsync(ledger, middle, cancellation) is not { } block) return found;
            if (block.Time >= time) (found, high) = (block, middle - 1);
            else low = middle + 1;
        }
        return found;
    }
}
