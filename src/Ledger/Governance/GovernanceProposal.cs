using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>Where a proposal stands.</summary>
public enum ProposalState
{
    /// <summary>It waits for approvals.</summary>
    Open,
    /// <summary>Its changes are on the ledger.</summary>
    Executed,
    /// <summary>Its proposer took it back.</summary>
    Withdrawn,
}

/// <summary>One party's yes.</summary>
/// <param name="Party">Whose.</param>
/// <param name="Kid">The key it was given with; it counts only while that key is good.</param>
/// <param name="Transaction">The transaction that says so.</param>
/// <param name="Block">Its block.</param>
public sealed record Approval(string Party, string Kid, string Transaction, long Block);

/// <summary>
/// Changes that wait for their approvals, or had them: at <c>governance/&lt;id&gt;</c>. The id is that of the transaction which proposed them, so that who
/// approves signs exactly the changes it saw.
/// </summary>
/// <param name="Id">Id of the proposing transaction.</param>
/// <param name="Title">What it is about, for people.</param>
/// <param name="Party">Who proposed it.</param>
/// <param name="Kid">With which key.</param>
/// <param name="Changes">The changes: a JSON list, as proposed.</param>
/// <param name="Block">Height of the block that holds the proposal.</param>
/// <param name="Expires">When it can no longer be approved, Unix milliseconds.</param>
/// <param name="Approvals">Approvals in their order.</param>
/// <param name="State">Where it stands. One whose time is over stays open, and is refused.</param>
/// <param name="ClosedAt">Height of the block that executed or withdrew it.</param>
public sealed record GovernanceProposal(string Id, string Title, string Party, string Kid, string Changes, long Block, long Expires,
    ImmutableArray<Approval> Approvals, ProposalState State = ProposalState.Open, long? ClosedAt = null)
{
    /// <summary>Where the proposals are.</summary>
    public const string Prefix = "governance/";

    private static readonly string[] States = ["open", "executed", "withdrawn"];

    /// <summary>Where the proposal <paramref name="id"/> is.</summary>
    public static string Path(string id) => Prefix + id;

    /// <summary>The proposal <paramref name="id"/>, or null.</summary>
    public static GovernanceProposal? Read(IStateReader state, string id) =>
        Names.IsDigest(id) && state.Get(Path(id)) is { } value ? FromJson(id, value) : null;

    /// <summary>All proposals, in the order of their ids.</summary>
    public static IEnumerable<GovernanceProposal> All(IStateReader state) => state.Range(Prefix).Select(e => FromJson(e.Key[Prefix.Length..], e.Value));

    /// <summary>The approvals that count under <paramref name="rule"/> in block <paramref name="number"/>: one a party that decides, each with a key that is still good.</summary>
    public ImmutableArray<Approval> Counting(GovernanceRule rule, IStateReader state, long number) =>
        [.. Approvals.Where(a => rule.Parties.Contains(a.Party) && KeyEntry.Read(state, a.Kid) is { } key && !key.IsRevokedIn(number)).DistinctBy(a => a.Party, StringComparer.Ordinal)];

    /// <summary>Reads the value at a proposal's path.</summary>
    public static GovernanceProposal FromJson(string id, ReadOnlyMemory<byte> value)
    {
        using var document = JsonDocument.Parse(value);
        var root = document.RootElement;
        return new GovernanceProposal(id, root.GetProperty("title").GetString()!, root.GetProperty("party").GetString()!, root.GetProperty("kid").GetString()!,
            root.GetProperty("changes").GetRawText(), root.GetProperty("block").GetInt64(), root.GetProperty("expires").GetInt64(),
            [.. root.GetProperty("approvals").EnumerateArray().Select(a => new Approval(a.GetProperty("party").GetString()!, a.GetProperty("kid").GetString()!,
                a.GetProperty("transaction").GetString()!, a.GetProperty("block").GetInt64()))],
            (ProposalState)Array.IndexOf(States, root.GetProperty("state").GetString()),
            root.TryGetProperty("closed", out var closed) ? closed.GetInt64() : null);
    }

    /// <summary>The value at the proposal's path.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteString("title", Title);
        writer.WriteString("party", Party);
        writer.WriteString("kid", Kid);
        writer.WriteNumber("block", Block);
        writer.WriteNumber("expires", Expires);
        writer.WriteString("state", States[(int)State]);
        if (ClosedAt is { } closed)
            writer.WriteNumber("closed", closed);
        writer.WriteStartArray("approvals");
        foreach (var approval in Approvals)
        {
            writer.WriteStartObject();
            writer.WriteString("party", approval.Party);
            writer.WriteString("kid", approval.Kid);
            writer.WriteString("transaction", approval.Transaction);
            writer.WriteNumber("block", approval.Block);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WritePropertyName("changes");
        writer.WriteRawValue(Changes);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
