using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>All that a validator has bound itself to at a height; written before it speaks, so that after any crash it says the same again.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Number">The height.</param>
/// <param name="Round">The round it is in; it votes in no earlier one.</param>
public sealed record VoteRecord(string Ledger, long Number, long Round)
{
    /// <summary>The host's word for the block it prepared in this round.</summary>
    public SignedProposal? Proposal { get; init; }

    /// <summary>That block.</summary>
    public ProposedBlock? Body { get; init; }

    /// <summary>Its prepare vote in this round.</summary>
    public Vote? Prepare { get; init; }

    /// <summary>Its lock vote in this round.</summary>
    public Vote? Lock { get; init; }

    /// <summary>Its status for this round.</summary>
    public RoundStatus? Status { get; init; }

    /// <summary>The highest prepared certificate it holds: what it is locked on.</summary>
    public VoteCertificate? Prepared { get; init; }

    /// <summary>That certificate's block.</summary>
    public ProposedBlock? PreparedBody { get; init; }

    /// <summary>The block signature it gave at this height, and of which block.</summary>
    public BlockStatement? Signature { get; init; }

    /// <summary>Writes the record as JSON, for a store.</summary>
    public byte[] ToJson() => CanonicalJson.Write(json =>
    {
        json.WriteString("ledger", Ledger);
        json.WriteNumber("number", Number);
        json.WriteNumber("round", Round);
        json.WriteString("proposal", Proposal?.Text);
        json.WriteString("prepare", Prepare?.Text);
        json.WriteString("lock", Lock?.Text);
        json.WriteString("status", Status?.Text);
        json.WriteString("signature", Signature?.Text);
        Write(json, "body", Body);
        json.WriteStartArray("prepared");
        foreach (var vote in Prepared?.Votes ?? [])
            json.WriteStringValue(vote.Text);
        json.WriteEndArray();
        Write(json, "preparedBody", PreparedBody);
    });

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out VoteRecord? record, [NotNullWhen(false)] out Rejection? why)
    {
        record = CanonicalJson.Read(json, Read, static r => r.ToJson());
        why = record is null ? new Rejection("votes.record", "The record of votes is damaged: it is not what a validator writes.") : null;
        return record is not null;
    }

    private static VoteRecord Read(JsonElement json) => new(
        json.GetProperty("ledger").GetString()!, json.GetProperty("number").GetInt64(), json.GetProperty("round").GetInt64())
    {
        Proposal = Text(json, "proposal") is { } proposal ? SignedProposal.Read(proposal) : null,
        Prepare = Text(json, "prepare") is { } prepare ? Vote.Read(prepare) : null,
        Lock = Text(json, "lock") is { } locked ? Vote.Read(locked) : null,
        Status = Text(json, "status") is { } status ? RoundStatus.Read(status) : null,
        Signature = Text(json, "signature") is { } signature ? BlockStatement.Read(signature) : null,
        Body = Block(json, "body"),
        Prepared = VoteCertificate.Of(json.GetProperty("prepared").EnumerateArray()
            .Select(v => Vote.Read(v.GetString()!) ?? throw new FormatException("a vote cannot be read"))),
        PreparedBody = Block(json, "preparedBody"),
    };

    private static void Write(Utf8JsonWriter json, string name, ProposedBlock? block)
    {
        if (block is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        block.WriteMembers(json);
        json.WriteEndObject();
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static ProposedBlock? Block(JsonElement json, string name)
    {
        var element = json.GetProperty(name);
        if (element.ValueKind == JsonValueKind.Null)
            return null;
        return ProposedBlock.TryRead(element, out var block, out var why) ? block : throw new FormatException(why.Detail);
    }
}
