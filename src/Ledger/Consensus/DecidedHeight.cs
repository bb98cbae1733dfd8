using System.Collections.Immutable;

namespace SmartBlocks.Ledger;

/// <summary>
/// A height that is decided. What validators still say about it decides nothing, but may contradict what they said before: those who were late with the
/// truth and those who were late with a lie arrive alike. Bounded in what it keeps and in the signatures it checks. Not thread safe.
/// </summary>
public sealed class DecidedHeight
{
    /// <summary>Late statements of one key that are checked: an honest one makes three, and each of them costs a signature to check.</summary>
    public const int MostLate = 16;

    private readonly ImmutableArray<PublicKey> _validators;
    private readonly Dictionary<string, BlockHeader> _headers;
    private readonly StatementWatch _watch;
    private readonly Dictionary<string, int> _late = new(StringComparer.Ordinal);
    private readonly string _ledger;

    internal DecidedHeight(long number, ImmutableArray<PublicKey> validators, IEnumerable<BlockHeader> headers, StatementWatch watch)
    {
        (Number, _validators, _watch) = (number, validators, watch);
        _headers = headers.ToDictionary(h => Hash256.Of(h.ToJson()).ToString(), StringComparer.Ordinal);
        _ledger = _headers.Values.First().Ledger;
    }

    /// <summary>The height.</summary>
    public long Number { get; }

    /// <summary>Takes what a validator still says.</summary>
    /// <param name="kid">The key that the connection is known to belong to.</param>
    /// <param name="message">The message.</param>
    /// <returns>Evidence when the key contradicts itself; null for everything else.</returns>
    public Evidence? Hear(string kid, FollowMessage message)
    {
        if (_validators.FirstOrDefault(v => v.KeyId == kid) is not { } key || Statement(kid, message) is not { } said
            || said.Kid != kid || said.Ledger != _ledger || said.Number != Number || _watch.Knows(said))
            return null;
        var late = _late.GetValueOrDefault(kid) + 1;
        if (late > MostLate)
            return null;
        _late[kid] = late;
        return said.Verify(key) ? _watch.Hear(said, key) : null;
    }

    private SignedStatement? Statement(string kid, FollowMessage message) => message switch
    {
        FollowMessage.VoteCast cast => cast.Vote,
        FollowMessage.StatusGiven given => given.Status,
        FollowMessage.BlockSigned signed when _headers.TryGetValue(signed.Block, out var header) =>
            BlockStatement.Of(header, new BlockSignature(kid, signed.Signature)),
        _ => null,
    };
}
