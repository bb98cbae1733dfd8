namespace SmartBlocks.Ledger;

/// <summary>What a validator votes for.</summary>
public enum VotePhase
{
    /// <summary>It has re-executed the round's block and found it right.</summary>
    Prepare,

    /// <summary>It has seen that a quorum prepared the block, and will not go back on it.</summary>
    Lock,
}

/// <summary>
/// A validator's vote in a round: a JWS with typ <c>sb-vote</c> over
/// <c>{"ledger":"…","number":42,"round":0,"phase":"prepare","block":"…"}</c>. An honest validator votes for at most one block in a round.
/// </summary>
public sealed class Vote : SignedStatement
{
    /// <summary>The JWS type.</summary>
    public const string Type = "sb-vote";

    private sealed record Said(string Ledger, long Number, long Round, VotePhase Phase, string Block);

    private readonly Said _said;

    private Vote(string text, string kid, Said said) : base(text, kid) => _said = said;

    /// <inheritdoc/>
    public override string Ledger => _said.Ledger;

    /// <inheritdoc/>
    public override long Number => _said.Number;

    /// <summary>The round, from 0.</summary>
    public long Round => _said.Round;

    /// <summary>What it is a vote for.</summary>
    public VotePhase Phase => _said.Phase;

    /// <summary>Id of the block.</summary>
    public string Block => _said.Block;

    /// <inheritdoc/>
    public override string Sentence => FormattableString.Invariant($"{NameOf(Phase)} vote in round {Round} for block {Block}");

    /// <summary>Signs a vote. Whoever calls it has persisted that it will.</summary>
    public static Vote Sign(ISigner key, string ledger, long number, long round, VotePhase phase, string block)
    {
        var said = new Said(ledger, number, round, phase, block);
        return new Vote(Sign(key, Type, ToJson(said)), key.KeyId, said);
    }

    /// <summary>Reads a vote; null when the text is none. Its signature is not verified yet.</summary>
    public static Vote? Read(string text) =>
        Open(text, Type) is var (kid, payload) && CanonicalJson.Read(payload, Read, ToJson) is { } said ? new Vote(text, kid, said) : null;

    /// <summary>A phase as formats write it.</summary>
    internal static string NameOf(VotePhase phase) => phase == VotePhase.Prepare ? "prepare" : "lock";

    private static byte[] ToJson(Said said) => CanonicalJson.Write(json =>
    {
        json.WriteString("ledger", said.Ledger);
        json.WriteNumber("number", said.Number);
        json.WriteNumber("round", said.Round);
        json.WriteString("phase", NameOf(said.Phase));
        json.WriteString("block", said.Block);
    });

    private static Said? Read(System.Text.Json.JsonElement json)
    {
        var said = new Said(
            json.GetProperty("ledger").GetString()!, json.GetProperty("number").GetInt64(), json.GetProperty("round").GetInt64(),
            json.GetProperty("phase").GetString() == "lock" ? VotePhase.Lock : VotePhase.Prepare, json.GetProperty("block").GetString()!);
        return Names.IsLedger(said.Ledger) && said is { Number: >= 0, Round: >= 0 } && Names.IsDigest(said.Block) ? said : null;
    }
}
