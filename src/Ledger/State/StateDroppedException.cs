namespace SmartBlocks.Ledger;

/// <summary>
/// A value of a past state was dropped under a retention transaction: its hash is there, and every proof that needs it, but not the value itself. Present states
/// never hold such: the transaction that lets values be dropped has deleted their paths.
/// </summary>
public sealed class StateDroppedException : Exception
{
    /// <summary>Names the path.</summary>
    public StateDroppedException(string path) : base($"The value at '{path}' was dropped under a retention transaction.") => Path = path;

    /// <summary>The path that was being read.</summary>
    public string Path { get; }
}
