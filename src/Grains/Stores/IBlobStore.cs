namespace SmartBlocks.Grains.Stores;

/// <summary>Immutable or replaceable byte objects by slash-separated name: history tiles, entry bundles, exports, data assets. A folder, or Azure-compatible storage.</summary>
public interface IBlobStore
{
    /// <summary>Writes a blob whole: a reader sees the old bytes or the new ones, never a mixture. Returns its new ETag.</summary>
    /// <param name="name">Segments of <c>[A-Za-z0-9._-]</c> joined by '/'; no empty, '.' or '..' segment; at most 512 characters.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="condition">Write only if the present ETag equals this; "" demands that there is none; null writes always.</param>
    /// <param name="cancellation">Cancels the write; nothing is stored then.</param>
    /// <returns>The new ETag, or null when the condition did not hold.</returns>
    Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? condition = null, CancellationToken cancellation = default);

    /// <summary>The whole blob, or null.</summary>
    Task<BlobContent?> ReadAsync(string name, CancellationToken cancellation = default);

    /// <summary>Bytes [offset, offset+length) of the blob, shorter at its end, or null when there is no such blob.</summary>
    Task<BlobContent?> ReadRangeAsync(string name, long offset, int length, CancellationToken cancellation = default);

    /// <summary>Deletes; true when there was something to delete.</summary>
    Task<bool> DeleteAsync(string name, CancellationToken cancellation = default);

    /// <summary>Names that begin with a prefix, ordinal order.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation = default);
}

/// <summary>Bytes of a blob, its ETag, and its whole length.</summary>
public sealed record BlobContent(ReadOnlyMemory<byte> Bytes, string ETag, long Length);
