namespace SmartBlocks.Ledger;

/// <summary>
/// A proposer's word for the block it proposes in a round: a JWS with typ <c>sb-proposal</c> over
/// <c>{"ledger":"…","number":42,"round":0,"block":"…"}</c>. An honest proposer gives one for a round, whatever crashes.
/// </summary>
public sealed class SignedProposal : SignedStatement
{
    /// <summary>The JWS type.</summary>
    public const string Type = "sb-proposal";

    private sealed record Said(string Ledger, long Number, long Round, string Block);

    private readonly Said _said;

    private SignedProposal(string text, string kid, Said said) : base(text, kid) => _said = said;

    /// <inheritdoc/>
    public override string Ledger => _said.Ledger;

    /// <inheritdoc/>
    public override long Number => _said.Number;

    /// <summary>The round, from 0.</summary>
    public long Round => _said.Round;

    /// <summary>Id of the block.</summary>
    public string Block => _said.Block;

    /// <inheritdoc/>
    public override string Sentence => FormattableString.Invariant($"proposal in round {Round} of block {Block}");

    /// <summary>Signs a proposal. Whoever calls it has persisted that it will.</summary>
    public static SignedProposal Sign(ISigner key, string ledger, long number, long round, string block)
    {
        var said = new Said(ledger, number, round, block);
        return new SignedProposal(Sign(key, Type, ToJson(said)), key.KeyId, said);
    }

    /// <summary>Reads a proposal; null when the text is none. Its signature is not verified yet.</summary>
    public static SignedProposal? Read(string text) =>
        Open(text, Type) is var (kid, payload) && CanonicalJson.Read(payload, Read, ToJson) is { } said ? new SignedProposal(text, kid, said) : null;

    private static byte[] ToJson(Said said) => CanonicalJson.Write(json =>
    {
        json.WriteString("ledger", said.Ledger);
        json.WriteNumber("number", said.Number);
        json.WriteNumber("round", said.Round);
        json.WriteString("block", said.Block);
    });

    private static Said? Read(System.Text.Json.JsonElement json)
    {
        var said = new Said(
            json.GetProperty("ledger").GetString()!, json.GetProperty("number").GetInt64(), json.GetProperty("round").GetInt64(),
            json.GetProperty("block").GetString()!);
        return Names.IsLedger(said.Ledger) && said is { Number: >= 0, Round: >= 0 } && Names.IsDigest(said.Block) ? said : null;
    }
}
