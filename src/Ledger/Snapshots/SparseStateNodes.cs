namespace SmartBlocks.Ledger;

/// <summary>
/// A node log in memory that need not begin at its beginning: the pieces a snapshot brought, and what was appended since. Not thread safe while it grows.
/// </summary>
public sealed class SparseStateNodes : IStateNodeLog
{
    private readonly List<(long Start, ReadOnlyMemory<byte> Bytes)> _pieces = [];

    /// <summary>Length of the log in bytes, what it lacks included.</summary>
    public long Length { get; private set; }

    /// <summary>Puts a piece where it belongs: behind those that are there. The log is then at least so long.</summary>
    /// <exception cref="ArgumentException">It begins before the last one's end.</exception>
    public void Place(long start, ReadOnlyMemory<byte> bytes)
    {
        if (start < Length)
            throw new ArgumentException(FormattableString.Invariant($"The log reaches to {Length} already; a piece cannot begin at {start}."), nameof(start));
        _pieces.Add((start, bytes.ToArray()));
        Length = start + bytes.Length;
    }

    /// <summary>Says where the log ends, which may lie behind its last piece: where the next commit appends.</summary>
    public void Extend(long length) => Length = Math.Max(Length, length);

    /// <inheritdoc/>
    public void Append(long start, ReadOnlySpan<byte> bytes)
    {
        if (start != Length)
            throw new ArgumentException(FormattableString.Invariant($"The log is {Length} bytes long; a commit cannot be appended at {start}."), nameof(start));
        if (!bytes.IsEmpty)
            Place(start, bytes.ToArray());
    }

    /// <inheritdoc/>
    public int Read(long position, Span<byte> destination)
    {
        int low = 0, high = _pieces.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (start, bytes) = _pieces[middle];
            if (position < start)
                high = middle - 1;
            else if (position >= start + bytes.Length)
                low = middle + 1;
            else
            {
                var rest = bytes.Span[(int)(position - start)..];
                var count = Math.Min(rest.Length, destination.Length);
                rest[..count].CopyTo(destination);
                return count;
            }
        }
        return 0;
    }
}
