namespace SmartBlocks.Ledger;

/// <summary>The node log does not hold what the hashes above say it holds: the store was changed or is damaged.</summary>
public sealed class StateCorruptException : Exception
{
    /// <summary>Names the place.</summary>
    public StateCorruptException(long position, string path, string found)
        : base(FormattableString.Invariant($"The state node at byte {position} of the node log, read for '{path}', {found}."))
    {
        Position = position;
        Path = path;
    }

    /// <summary>Offset of the node in the log, in bytes.</summary>
    public long Position { get; }

    /// <summary>The path that was being read.</summary>
    public string Path { get; }
}
