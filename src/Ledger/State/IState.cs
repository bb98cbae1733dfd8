namespace SmartBlocks.Ledger;

/// <summary>The state as a reader sees it: values under readable paths like <c>meter/nimbus-main/2026-11-21</c>.</summary>
public interface IStateReader
{
    /// <summary>The value at <paramref name="path"/>, or null. The bytes must not be changed.</summary>
    /// <exception cref="ArgumentException">When the path is not 1 to 512 printable ASCII characters without spaces.</exception>
    ReadOnlyMemory<byte>? Get(string path);

    /// <summary>All paths that begin with <paramref name="prefix"/> and come after <paramref name="after"/>, in the order of their bytes.</summary>
    IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Range(string prefix, string? after = null);
}

/// <summary>The state as a family sees it: its changes are seen by those that follow in the block, and vanish when the batch is refused.</summary>
public interface IState : IStateReader
{
    /// <summary>Puts a value, which is copied.</summary>
    /// <exception cref="ArgumentException">When the path breaks its rule or the value is longer than <see cref="StateTrie.MaxValueBytes"/>.</exception>
    void Set(string path, ReadOnlySpan<byte> value);

    /// <summary>Takes a value away; nothing happens when there is none.</summary>
    void Delete(string path);
}
