using SmartBlocks.Ledger;

namespace SmartBlocks.Validator.Verification;

/// <summary>
/// The state-node log of the ledger under verification, in a temporary file: a ledger of years has more of it than fits in memory. The
/// operating
/// system removes the file when the program ends, however it ends.
/// </summary>
public sealed class StateNodeFile : IStateNodeLog, IDisposable
{
    const int TailCapacity = 4 * 1024 * 1024;

    readonly FileStream file = new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), new FileStreamOptions
    {
        Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0,
        Options = FileOptions.DeleteOnClose | FileOptions.RandomAccess,
    });
    readonly byte[] tail = new byte[TailCapacity];
    long flushed;
    int waiting;

    /// <summary>Length of the log in bytes.</summary>
    public long Length => flushed + waiting;

    /// <inheritdoc />
    public int Read(long position, Span<byte> destination)
    {
        if (position >= Length) return 0;
        if (position < flushed) return RandomAccess.Read(file.SafeFileHandle,
            destination[..(int)Math.Min(destination.Length, flushed - position)], position);
        var offset = (int)(position - flushed);
        var length = Math.Min(destination.Length, waiting - offset);
        tail.AsSpan(offset, length).CopyTo(destination);
        return length;
    }

    /// <inheritdoc />
    public void Append(long start, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(start, Length);
        if (waiting + bytes.Length > TailCapacity) Flush();
        if (bytes.Length > TailCapacity)
        {
            RandomAccess.Write(file.SafeFileHandle, bytes, flushed);
            flushed += bytes.Length;
            return;
        }

        bytes.CopyTo(tail.AsSpan(waiting));
        waiting += bytes.Length;
    }

    /// <inheritdoc />
    public void Dispose() => file.Dispose();

    // Pieces stay whole: a piece is either wholly in the file or wholly in the tail, so no node is read across the border.
    void Flush()
    {
        RandomAccess.Write(file.SafeFileHandle, tail.AsSpan(0, waiting), flushed);
        flushed += waiting;
        waiting = 0;
    }
}
