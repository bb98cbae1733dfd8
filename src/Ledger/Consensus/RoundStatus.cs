using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>A block that a quorum prepared, by the highest round in which it did.</summary>
/// <param name="Round">The round.</param>
/// <param name="Block">Id of the block.</param>
public sealed record PreparedPoint(long Round, string Block);

/// <summary>
/// What a validator says when it enters a round: the highest prepared certificate it holds of the rounds before, or that it holds none. A JWS with
/// typ <c>sb-status</c> over <c>{"ledger":"…","number":42,"round":1,"prepared":{"round":0,"block":"…"}}</c>, or <c>"prepared":null</c>.
/// An honest validator gives one status for a round, and votes in no earlier round afterwards.
/// </summary>
public sealed class RoundStatus : SignedStatement
{
    /// <summary>The JWS type.</summary>
    public const string Type = "sb-status";

    private sealed record Said(string Ledger, long Number, long Round, PreparedPoint? Prepared);

    private readonly Said _said;

    private RoundStatus(string text, string kid, Said said) : base(text, kid) => _said = said;

    /// <inheritdoc/>
    public override string Ledger => _said.Ledger;

    /// <inheritdoc/>
    public override long Number => _said.Number;

    /// <summary>The round entered, from 1.</summary>
    public long Round => _said.Round;

    /// <summary>The highest prepared certificate it holds of the rounds before; null for none.</summary>
    public PreparedPoint? Prepared => _said.Prepared;

    /// <inheritdoc/>
    public override string Sentence => Prepared is null
        ? FormattableString.Invariant($"status for round {Round} that nothing was prepared before")
        : FormattableString.Invariant($"status for round {Round} that block {Prepared.Block} was prepared in round {Prepared.Round}");

    /// <summary>Signs a status. Whoever calls it has persisted that it will.</summary>
    public static RoundStatus Sign(ISigner key, string ledger, long number, long round, PreparedPoint? prepared)
    {
        var said = new Said(ledger, number, round, prepared);
        return new RoundStatus(Sign(key, Type, ToJson(said)), key.KeyId, said);
    }

    /// <summary>Reads a status; null when the text is none. Its signature is not verified yet.</summary>
    public static RoundStatus? Read(string text) =>
        Open(text, Type) is var (kid, payload) && CanonicalJson.Read(payload, Read, ToJson) is { } said ? new RoundStatus(text, kid, said) : null;

    private static byte[] ToJson(Said said) => CanonicalJson.Write(json =>
    {
        json.WriteString("ledger", said.Ledger);
        json.WriteNumber("number", said.Number);
        json.WriteNumber("round", said.Round);
        if (said.Prepared is not { } prepared)
        {
            json.WriteNull("prepared");
            return;
        }
        json.WriteStartObject("prepared");
        json.WriteNumber("round", prepared.Round);
        json.WriteString("block", prepared.Block);
        json.WriteEndObject();
    });

    private static Said? Read(JsonElement json)
    {
        var prepared = json.GetProperty("prepared");
        var said = new Said(
            json.GetProperty("ledger").GetString()!, json.GetProperty("number").GetInt64(), json.GetProperty("round").GetInt64(),
            prepared.ValueKind == JsonValueKind.Null
                ? null
                : new PreparedPoint(prepared.GetProperty("round").GetInt64(), prepared.GetProperty("block").GetString()!));
        var sound = Names.IsLedger(said.Ledger) && said is { Number: >= 0, Round: >= 1 }
            && (said.Prepared is not { } point || (point.Round >= 0 && point.Round < said.Round && Names.IsDigest(point.Block)));
        return sound ? said : null;
    }
}
