using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>The state-node log as it stands in the store, with a bounded cache of chunks. Thread safe.</summary>
public sealed class StoredNodes(ILedgerStore store, string ledger, long cacheBytes = StoredNodes.DefaultCacheBytes) : IStateNodes
{
    /// <summary>Bytes of chunks kept: fewer, and reads of old state go to the database more often; more, and each active ledger weighs more.</summary>
    public const long DefaultCacheBytes = 8L * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly SortedList<long, NodeChunk> _chunks = [];
    private readonly Queue<long> _order = new();
    private long _bytes;

    /// <inheritdoc/>
    public int Read(long position, Span<byte> destination)
    {
        // The store may cut a commit's nodes into several chunks, so a node can lie across two.
        var copied = 0;
        while (copied < destination.Length && (Cached(position + copied) ?? Load(position + copied)) is { } chunk)
        {
            var rest = chunk.Bytes.Span[(int)(position + copied - chunk.Start)..];
            var count = Math.Min(rest.Length, destination.Length - copied);
            rest[..count].CopyTo(destination[copied..]);
            copied += count;
        }
        return copied;
    }

    private NodeChunk? Cached(long position)
    {
        lock (_lock)
        {
            int low = 0, high = _chunks.Count - 1;
            while (low <= high)
            {
                var middle = (low + high) / 2;
                var chunk = _chunks.GetValueAtIndex(middle);
                if (position < chunk.Start)
                    high = middle - 1;
                else if (position >= chunk.Start + chunk.Bytes.Length)
                    low = middle + 1;
                else
                    return chunk;
            }
            return null;
        }
    }

    private NodeChunk? Load(long position)
    {
        if (store.ReadNodes(ledger, position) is not { } chunk)
            return null;
        lock (_lock)
        {
            if (_chunks.TryAdd(chunk.Start, chunk))
            {
                _order.Enqueue(chunk.Start);
                _bytes += chunk.Bytes.Length;
            }
            while (_bytes > cacheBytes && _order.Count > 1)
            {
                var oldest = _order.Dequeue();
                _bytes -= _chunks[oldest].Bytes.Length;
                _chunks.Remove(oldest);
            }
        }
        return chunk;
    }
}
