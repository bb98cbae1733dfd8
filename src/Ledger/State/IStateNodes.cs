namespace SmartBlocks.Ledger;

/// <summary>
/// Random access to a ledger's node log. Every commit appends one piece; no node crosses from one piece into the next. Nothing read here
/// is trusted: the trie checks each node against the hash that led to it.
/// </summary>
public interface IStateNodes
{
    /// <summary>
    /// Copies bytes from <paramref name="position"/> on into <paramref name="destination"/> and returns how many: fewer than asked
    /// only where the piece that holds <paramref name="position"/> ends, 0 past the end of the log.
    /// </summary>
    int Read(long position, Span<byte> destination);
}

/// <summary>A node log that can also grow.</summary>
public interface IStateNodeLog : IStateNodes
{
    /// <summary>Appends a commit's bytes; <paramref name="start"/> must be the log's present length.</summary>
    void Append(long start, ReadOnlySpan<byte> bytes);
}
