using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Who takes part in a ledger.</summary>
/// <param name="Block">The newest block, as of which this is.</param>
/// <param name="Items">Organisations: members first, then others that have keys which are no devices'.</param>
/// <param name="Devices">Good keys of devices; they are in <c>/keys?role=device</c>.</param>
/// <param name="You">The party that the caller's tenant is here; null when it is none.</param>
public sealed record Members(long Block, IReadOnlyList<MemberOfLedger> Items, int Devices, string? You);

/// <summary>An organisation on a ledger.</summary>
/// <param name="Party">Its id.</param>
/// <param name="Name">What people call it; null when it has keys and is no member.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="IsMember">Whether it takes part now.</param>
/// <param name="LeftAt">The block it left in.</param>
/// <param name="Decides">Whether its approval counts.</param>
/// <param name="Tenant">Which tenant of this host it is; told only to who runs the ledger's own tenant.</param>
/// <param name="Keys">Its keys, revoked ones included.</param>
public sealed record MemberOfLedger(string Party, string? Name, IReadOnlyList<string> Roles, bool IsMember, long? LeftAt, bool Decides, string? Tenant,
    IReadOnlyList<KeyOfLedger> Keys);

/// <summary>A key on a ledger.</summary>
/// <param name="Kid">RFC 7638 thumbprint.</param>
/// <param name="Party">Whose it is.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Good">Whether it signs in the next block.</param>
/// <param name="RevokedFrom">The first block it cannot sign in; it may lie ahead.</param>
/// <param name="IsValidator">Whether it certifies the next block.</param>
/// <param name="Hosted">Whether this host signs with it for the caller's tenant.</param>
/// <param name="Origin">The first key of the row that this one continues.</param>
/// <param name="Successor">The key that took its place.</param>
/// <param name="Jwk">The public key.</param>
public sealed record KeyOfLedger(string Kid, string Party, string Role, bool Good, long? RevokedFrom, bool IsValidator, bool Hosted, string? Origin,
    string? Successor, PublicJwk Jwk);

/// <summary>A tenant's hosted key: what it hands to those who decide on a ledger that it joins.</summary>
/// <param name="Kid">RFC 7638 thumbprint.</param>
/// <param name="Jwk">The public key.</param>
public sealed record HostedKey(string Kid, PublicJwk Jwk);

/// <summary>A ledger's settings and how they came about.</summary>
/// <param name="Block">The newest block; its successor is the first that they are in force for.</param>
/// <param name="Items">The settings.</param>
public sealed record LedgerSettingsAnswer(long Block, IReadOnlyList<SettingOfLedger> Items);

/// <summary>A setting.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Default">Whether nobody has set it.</param>
/// <param name="History">The values it has had, the newest first, at most 50.</param>
public sealed record SettingOfLedger(string Name, JsonElement Value, bool Default, IReadOnlyList<SettingChange> History);

/// <summary>A value that a setting took.</summary>
/// <param name="Value">The value.</param>
/// <param name="Block">The block that changed it; it is in force from the next one on.</param>
/// <param name="Time">That block's time.</param>
/// <param name="Transaction">The transaction that did.</param>
/// <param name="By">Who signed it.</param>
/// <param name="Proposal">The proposal it was a part of.</param>
/// <param name="Approvals">Who approved.</param>
public sealed record SettingChange(JsonElement Value, long Block, DateTime Time, string? Transaction, string? By, string? Proposal, IReadOnlyList<ApprovalOf> Approvals);

/// <summary>A party's approval.</summary>
/// <param name="Party">Whose.</param>
/// <param name="Kid">The key it was given with.</param>
/// <param name="Transaction">The transaction that says so.</param>
/// <param name="Block">Its block.</param>
/// <param name="Counts">Whether it counts: a party that decides, with a key that is good.</param>
public sealed record ApprovalOf(string Party, string Kid, string Transaction, long Block, bool Counts);

/// <summary>Who decides on a ledger, and what the caller's tenant may do.</summary>
/// <param name="Parties">The members that decide; empty: any operator does.</param>
/// <param name="Threshold">How many of them it takes.</param>
/// <param name="You">The party that the caller's tenant's hosted key belongs to here; null when it is not registered.</param>
/// <param name="Kid">That key.</param>
/// <param name="MayPropose">Whether the caller may propose with it.</param>
/// <param name="MayApprove">Whether the caller may approve with it.</param>
/// <param name="Open">Proposals that wait for approvals.</param>
public sealed record GovernanceAnswer(IReadOnlyList<string> Parties, int Threshold, string? You, string? Kid, bool MayPropose, bool MayApprove, int Open);

/// <summary>A proposal.</summary>
/// <param name="Id">Id of the transaction that proposed it.</param>
/// <param name="Title">What it is about.</param>
/// <param name="State">open, expired, executed or withdrawn.</param>
/// <param name="By">Who proposed it.</param>
/// <param name="Kid">With which key.</param>
/// <param name="Block">The block that holds it.</param>
/// <param name="Time">That block's time.</param>
/// <param name="Expires">When it can no longer be approved.</param>
/// <param name="ClosedAt">The block that executed or withdrew it.</param>
/// <param name="Changes">Its changes, as proposed.</param>
/// <param name="Sentences">The changes in plain words.</param>
/// <param name="Approvals">Who approved.</param>
/// <param name="Counting">How many approvals count.</param>
/// <param name="Threshold">How many it takes, or took.</param>
/// <param name="MayApprove">Whether the caller's approval is missing.</param>
/// <param name="MayWithdraw">Whether the caller may take it, or its approval, back.</param>
public sealed record ProposalOfLedger(string Id, string Title, string State, string By, string Kid, long Block, DateTime Time, DateTime Expires, long? ClosedAt,
    JsonElement Changes, IReadOnlyList<string> Sentences, IReadOnlyList<ApprovalOf> Approvals, int Counting, int Threshold, bool MayApprove, bool MayWithdraw);

/// <summary>Changes to propose.</summary>
/// <param name="Title">What they are about, 1 to 200 characters.</param>
/// <param name="Changes">A list of 1 to 32 changes (docs/formats.md, Members, keys and governance).</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NewProposal(string Title, JsonElement Changes);

/// <summary>A member to admit or to change.</summary>
/// <param name="Party">Its id: 1 to 64 of a-z, 0-9 and -.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Roles">owner, esco, utility, auditor, oracle, validator or operator; at least one.</param>
/// <param name="Key">Its public key, to register with it.</param>
/// <param name="Tenant">The tenant of this host that it is, which may then read the ledger; null: none, or as it was.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NewMember(string Party, string Name, IReadOnlyList<string> Roles, NewKey? Key = null, string? Tenant = null);

/// <summary>A key to register.</summary>
/// <param name="Jwk">The public key, P-256.</param>
/// <param name="Role">What it may do; member unless said.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NewKey(PublicJwk Jwk, string? Role = null);

/// <summary>Which tenant of this host a member is.</summary>
/// <param name="Tenant">The tenant; null: none.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MemberTenant(string? Tenant);

/// <summary>A key's successor.</summary>
/// <param name="Jwk">The new public key, P-256.</param>
/// <param name="From">The first block the old one cannot sign in; null: from now on.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record KeyRotation(PublicJwk Jwk, long? From = null);

/// <summary>A key's end.</summary>
/// <param name="From">The first block it cannot sign in; null: from now on.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record KeyRevocation(long? From = null);

/// <summary>What was decided, or with <c>dryRun</c> what would be.</summary>
/// <param name="Executed">Whether the changes are made, rather than waiting for approvals.</param>
/// <param name="Proposal">The proposal; null for a key changed without one, and for a dry run.</param>
/// <param name="Block">The block that holds it; null for a dry run.</param>
/// <param name="Transaction">The transaction; null for a dry run.</param>
/// <param name="Family">The family that is spoken.</param>
/// <param name="Payload">What is written to the ledger.</param>
/// <param name="Sentences">The changes in plain words.</param>
public sealed record Decision(bool Executed, string? Proposal, long? Block, string? Transaction, string Family, JsonElement Payload, IReadOnlyList<string> Sentences)
{
    internal static Decision Of(GovernanceOutcome o)
    {
        if (!o.Done) throw ProblemException.Of(o.Rejection!);
        var payload = JsonElement.Parse(o.Payload);
        return new Decision(o.Executed, o.Proposal, o.Block < 0 ? null : o.Block, o.Transaction, o.Family, payload, ChangeSentence.All(o.Family, payload));
    }
}
