using System.Text.Json.Nodes;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Replica;

namespace SmartBlocks.Validator.Node;

/// <summary>
/// Where the host's history leaves the replica's, or is not right. As JSON, format <c>sb-divergence/1</c>: what is wrong, both blocks with their
/// certificates, the host's line where it sent one, and for each key that signed both blocks the evidence (<see cref="Evidence"/>) that needs
/// nothing else to be checked.
/// </summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Number">The height.</param>
/// <param name="What">What is wrong, for people.</param>
/// <param name="Ours">The replica's block at this height; null when it has none.</param>
/// <param name="Theirs">The host's; null when it sent none that can be read.</param>
/// <param name="Line">The host's line, as it came; empty when it sent none.</param>
/// <param name="Proofs">Evidence against keys.</param>
public sealed record Divergence(
    string Ledger, long Number, string What, Block? Ours, Block? Theirs, ReadOnlyMemory<byte> Line, IReadOnlyList<Evidence> Proofs)
{
    /// <summary>The only format.</summary>
    public const string Format = "sb-divergence/1";

    /// <summary>The host has another block at a height than the replica.</summary>
    public static Divergence Fork(ReplicaBlock ours, PreparedBlock theirs, Func<string, KeyEntry?> keys)
    {
        var (one, other) = (ours.Parse(), theirs.Block);
        return new Divergence(one.Header.Ledger, ours.Number,
            FormattableString.Invariant($"At height {ours.Number} the host serves block {other?.Id ?? "that cannot be read"}; this replica has {one.Id}, re-executed and certified."),
            one, other, theirs.Line, other is null ? [] : [.. SignedBoth(one, other, keys)]);
    }

    /// <summary>The next block that the host sent is not right.</summary>
    public static Divergence Wrong(string ledger, Discrepancy discrepancy, PreparedBlock theirs) => new(
        ledger, discrepancy.Block, $"The host serves a block that is not right: {discrepancy}", null, theirs.Block, theirs.Line, []);

    /// <summary>The ledger begins with another block.</summary>
    public static Divergence Genesis(string ledger, string expected, string found) => new(
        ledger, 0, $"The host's ledger begins with block {found}; the one known here begins with {expected}.", null, null, default, []);

    /// <summary>Writes the JSON form.</summary>
    /// <param name="host">The host's address.</param>
    /// <param name="at">When it was found.</param>
    public JsonObject ToJson(string host, DateTimeOffset at) => new()
    {
        ["format"] = Format,
        ["ledger"] = Ledger,
        ["number"] = Number,
        ["host"] = host,
        ["foundAt"] = at.UtcDateTime,
        ["what"] = What,
        ["ours"] = Ours is null ? null : JsonNode.Parse(Ours.ToJws()),
        ["theirs"] = Theirs is null ? null : JsonNode.Parse(Theirs.ToJws()),
        ["line"] = Line.IsEmpty ? null : System.Text.Encoding.UTF8.GetString(Line.Span),
        ["evidence"] = new JsonArray([.. Proofs.Select(proof => JsonNode.Parse(proof.ToJson()))]),
    };

    static IEnumerable<Evidence> SignedBoth(Block one, Block other, Func<string, KeyEntry?> keys)
    {
        foreach (var signature in one.Signatures)
        {
            if (other.Signatures.FirstOrDefault(s => s.Kid == signature.Kid) is not { } second || keys(signature.Kid) is not { } entry) continue;
            var proof = Evidence.Of(BlockStatement.Of(one.Header, signature), BlockStatement.Of(other.Header, second), PublicKey.FromJwk(entry.Jwk));
            if (proof is not null) yield return proof;
        }
    }
}

/// <summary>The host's history is not the replica's.</summary>
public sealed class DivergenceException(Divergence divergence) : Exception(divergence.What)
{
    /// <summary>Where and how.</summary>
    public Divergence Divergence => divergence;
}
