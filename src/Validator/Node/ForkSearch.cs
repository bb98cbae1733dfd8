using SmartBlocks.Validator.Replica;

namespace SmartBlocks.Validator.Node;

/// <summary>Finds the first block in which a host's history differs from the replica's, by asking the host again.</summary>
sealed class ForkSearch(NodeOptions options, LedgerReplica replica)
{
    /// <summary>Compares a block of the host with the replica's at its height.</summary>
    /// <param name="number">The height, at most the replica's.</param>
    /// <param name="theirs">The host's block.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null when they are the same, else where the histories part.</returns>
    public async Task<Divergence?> FindAsync(long number, PreparedBlock theirs, CancellationToken cancellation)
    {
        if (replica.Block(number) is not { } ours || ours.Id == theirs.Block?.Id) return null;
        // The last height where they agree lies below: both blocks after it name the same previous one, which shows the fork best.
        var (low, high) = (replica.Base, number);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var line = await FetchAsync(middle, cancellation);
            if (line?.Block?.Id == replica.Block(middle)?.Id) low = middle + 1;
            else (high, theirs) = (middle, line ?? theirs);
        }

        // A host that does not answer the search leaves the block that was seen.
        high = theirs.Block?.Header.Number ?? high;
        return Divergence.Fork(replica.Block(high) ?? ours, theirs, replica.Key);
    }

    /// <summary>One block of the host, over a connection of its own; null when it does not come.</summary>
    async Task<PreparedBlock?> FetchAsync(long number, CancellationToken cancellation)
    {
        try
        {
            await using var host = await HostConnection.OpenAsync(options, number, cancellation);
            await host.GreetAsync(options, static _ => { }, cancellation);
            await foreach (var incoming in host.Messages.ReadAllAsync(cancellation))
                if (incoming.Block is { } block) return block.Block?.Header.Number == number ? block : null;
            return null;
        }
        catch (HostException)
        {
            return null;
        }
    }
}
