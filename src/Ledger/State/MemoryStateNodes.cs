namespace SmartBlocks.Ledger;

/// <summary>A node log in memory: for tests, small ledgers and offline verification.</summary>
public sealed class MemoryStateNodes : IStateNodeLog
{
    private const int PageSize = 1 << 20;

    private readonly List<byte[]> _pages = [];

    /// <summary>Length of the log in bytes.</summary>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public int Read(long position, Span<byte> destination)
    {
        var count = (int)Math.Min(destination.Length, Math.Max(0, Length - position));
        for (var done = 0; done < count;)
        {
            var (page, offset) = Math.DivRem(position + done, PageSize);
            var piece = (int)Math.Min(count - done, PageSize - offset);
            _pages[(int)page].AsSpan((int)offset, piece).CopyTo(destination[done..]);
            done += piece;
        }
        return count;
    }

    /// <inheritdoc/>
    public void Append(long start, ReadOnlySpan<byte> bytes)
    {
        if (start != Length)
            throw new ArgumentException($"The log is {Length} bytes long; a commit cannot be appended at {start}.", nameof(start));
        while (!bytes.IsEmpty)
        {
            var offset = (int)(Length % PageSize);
            if (offset == 0)
                _pages.Add(new byte[PageSize]);
            var piece = Math.Min(bytes.Length, PageSize - offset);
            bytes[..piece].CopyTo(_pages[^1].AsSpan(offset));
            Length += piece;
            bytes = bytes[piece..];
        }
    }

    /// <summary>Changes one byte: what a test of tampering needs.</summary>
    public void Flip(long position, byte mask) => _pages[(int)(position / PageSize)][(int)(position % PageSize)] ^= mask;
}
