using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orleans.Concurrency;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>Signs for a tenant on one ledger. Keeps nothing: the ledger knows all of it.</summary>
[Reentrant]
[GrainType("governance")]
public sealed class GovernanceGrain(LedgerReader reader, FamilyRegistry families, IKeyVault keys, TimeProvider time) : Grain, IGovernanceGrain
{
    private const string Decisions = "governance/1", Keys = "key/1";

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    private string Ledger => this.GetPrimaryKeyString().Split('/')[1];

    /// <inheritdoc/>
    public Task<GovernanceOutcome> Try(ProposalDraft draft) => TryAsync(Decisions, Propose(draft.Title, draft.Changes));

    /// <inheritdoc/>
    public Task<GovernanceOutcome> Propose(ProposalDraft draft) => SubmitAsync(Decisions, Propose(draft.Title, draft.Changes), null);

    /// <inheritdoc/>
    public Task<GovernanceOutcome> Approve(string proposal) => SubmitAsync(Decisions, Say("approve", proposal), proposal);

    /// <inheritdoc/>
    public Task<GovernanceOutcome> Withdraw(string proposal) => SubmitAsync(Decisions, Say("withdraw", proposal), proposal);

    /// <inheritdoc/>
    public async Task<GovernanceOutcome> ChangeKey(KeyChange change)
    {
        var op = change.Jwk is null ? "revoke" : "rotate";
        var alone = Key(op, change);
        var tried = await TryAsync(Keys, alone);
        if (tried.Rejection is not { Code: "governance.required" or "governance.party" or "key.role" or "key.self" })
            return tried.Done ? await SubmitAsync(Keys, alone, null) : tried;
        var title = op == "revoke" ? $"Revoke the key {change.Kid}" : $"Rotate the key {change.Kid}";
        return await SubmitAsync(Decisions, Propose(title, $"[{Encoding.UTF8.GetString(Key("key." + op, change))}]"), null);
    }

    /// <summary>Executes on the newest state, without a block.</summary>
    private async Task<GovernanceOutcome> TryAsync(string family, byte[] payload)
    {
        if (await reader.Store.ReadHeadAsync(Ledger) is not { } head)
            return Refused(family, payload, new Rejection("ledger.unknown", $"There is no ledger '{Ledger}'.", "ledger", Ledger));
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var transaction = await SignAsync(family, payload, now);
        var state = reader.StateAt(head);
        if (KeyEntry.Read(state, transaction.Header.Kid) is not { } signer)
            return Refused(family, payload, Stranger(transaction.Header.Kid));
        var draft = new StateOverlay(state);
        var why = families.Try(transaction, signer, draft, head.Number + 1, Math.Max(now, head.Time), head.FirstIndex + head.Count);
        if (why is not null)
            return Refused(family, payload, why);
        var proposal = GovernanceProposal.Read(draft, transaction.Id);
        return new GovernanceOutcome(true, null, null, proposal is null or { State: ProposalState.Executed }, -1, null, family, Encoding.UTF8.GetString(payload));
    }

    private async Task<GovernanceOutcome> SubmitAsync(string family, byte[] payload, string? proposal)
    {
        var transaction = await SignAsync(family, payload, time.GetUtcNow().ToUnixTimeMilliseconds());
        var result = await GrainFactory.GetGrain<ILedgerGrain>(Ledger).Submit(new SubmitRequest([transaction.Bytes]));
        var outcome = result.Outcomes[0];
        if (outcome.Status != BatchStatus.Committed)
            return Refused(family, payload, outcome.Rejection!.Code == "key.unknown" && outcome.Rejection.Value == transaction.Header.Kid ? Stranger(transaction.Header.Kid) : outcome.Rejection);
        proposal ??= family == Decisions ? transaction.Id : null;
        var state = await reader.StateAtAsync(Ledger, outcome.Block);
        var executed = proposal is null || (state is not null && GovernanceProposal.Read(state, proposal) is { State: ProposalState.Executed });
        return new GovernanceOutcome(true, null, proposal, executed, outcome.Block, transaction.Id, family, Encoding.UTF8.GetString(payload));
    }

    private async Task<Transaction> SignAsync(string family, byte[] payload, long now) =>
        Transaction.Sign(await keys.GetOrCreateAsync(Genesis.OperatorKey(Tenant)), Ledger, family, payload, now, Nonces.Next());

    private Rejection Stranger(string kid) => new("key.unknown",
        $"The hosted key of {Tenant}, {kid}, is not registered on the ledger {Ledger}: hand it to those who decide there.", "kid", kid);

    private static GovernanceOutcome Refused(string family, byte[] payload, Rejection why) =>
        new(false, why, null, false, -1, null, family, Encoding.UTF8.GetString(payload));

    private static byte[] Propose(string title, string changes) => Write(json =>
    {
        json.WriteString("op", "propose");
        json.WriteString("title", title);
        json.WritePropertyName("changes");
        json.WriteRawValue(changes);
    });

    private static byte[] Say(string op, string proposal) => Write(json =>
    {
        json.WriteString("op", op);
        json.WriteString("proposal", proposal);
    });

    private static byte[] Key(string op, KeyChange change) => Write(json =>
    {
        json.WriteString("op", op);
        json.WriteString("kid", change.Kid);
        if (change.Jwk is { } jwk)
        {
            json.WritePropertyName("jwk");
            json.WriteRawValue(jwk);
        }
        if (change.From is { } from)
            json.WriteNumber("from", from);
    });

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
