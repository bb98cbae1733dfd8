namespace SmartBlocks.Ledger;

/// <summary>
/// Keeps what the validators of a ledger said about one height, and notices when a key contradicts itself. Bounded: of each key the latest statements.
/// </summary>
public sealed class StatementWatch
{
    /// <summary>Statements kept of a key: an honest one makes four in a round.</summary>
    public const int Kept = 64;

    private readonly Dictionary<string, List<SignedStatement>> _heard = new(StringComparer.Ordinal);

    /// <summary>True when exactly this was heard before.</summary>
    public bool Knows(SignedStatement statement) =>
        _heard.TryGetValue(statement.Kid, out var said) && said.Exists(s => s.Text == statement.Text);

    /// <summary>Takes note of a statement whose signature by <paramref name="key"/> has been verified; evidence when it contradicts an earlier one.</summary>
    public Evidence? Hear(SignedStatement statement, PublicKey key)
    {
        if (Knows(statement))
            return null;
        if (!_heard.TryGetValue(statement.Kid, out var said))
            _heard[statement.Kid] = said = [];
        var evidence = said.Find(s => Evidence.Conflict(s, statement) is not null) is { } contradicted ? Evidence.Of(contradicted, statement, key) : null;
        if (said.Count == Kept)
            said.RemoveAt(0);
        said.Add(statement);
        return evidence;
    }
}
