using System.Collections.Concurrent;
using System.Text.Json;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Reads for the API who takes part in a ledger, what is set, what is proposed, and how all that came about.</summary>
public sealed class GovernanceBook(LedgerBook book, LedgerReader reader, IGrainFactory grains)
{
    /// <summary>Values of a setting's history in one answer.</summary>
    public const int MostVersions = 50;

    /// <summary>Explained changes kept; beyond it all are explained anew.</summary>
    const int Kept = 20_000;

    readonly ConcurrentDictionary<(string Ledger, string Name, long Block), SettingChange> explained = new();

    /// <summary>The ledger's newest block and the state after it, for a caller who may read it.</summary>
    /// <exception cref="ProblemException">There is no such ledger for this caller.</exception>
    public async Task<(StoredBlock Head, StateTrie State)> OpenAsync(View view, string ledger, CancellationToken cancellation)
    {
        await book.HeadAsync(view, ledger);
        var head = await reader.Store.ReadHeadAsync(ledger, cancellation) ?? throw ProblemException.NotFound("ledger", ledger);
        return (head, reader.StateAt(head));
    }

    /// <summary>The key that this host signs with for the caller's tenant, as the ledger knows it; null when it does not.</summary>
    public async Task<KeyEntry?> VoiceAsync(View view, IStateReader state) =>
        await HostedKidAsync(view) is { } kid ? KeyEntry.Read(state, kid) : null;

    /// <summary>The id of the key that this host signs with for the caller's tenant; null for visitors.</summary>
    public async Task<string?> HostedKidAsync(View view) => view.Caller.Kind == CallerKind.Visitor ? null
        : await grains.GetGrain<ITenantGrain>(view.TenantId).HostedKey() is { } jwk ? PublicKey.FromJwk(jwk).KeyId : null;

    /// <summary>A key as the API shows it.</summary>
    public static KeyOfLedger Describe(KeyEntry key, long next, IReadOnlySet<string> validators, string? hosted) => new(
        key.Kid, key.Party, key.Role, !key.IsRevokedIn(next), key.RevokedAt, validators.Contains(key.Kid), key.Kid == hosted, key.Origin, key.Successor,
        JsonSerializer.Deserialize<PublicJwk>(key.Jwk, JsonSerializerOptions.Web)!);

    /// <summary>The settings, each with the values it has had.</summary>
    public async Task<IReadOnlyList<SettingOfLedger>> SettingsAsync(string ledger, IStateReader state, CancellationToken cancellation)
    {
        const string prefix = "settings/";
        var settings = LedgerSettings.Read(state);
        var items = new List<SettingOfLedger>();
        foreach (var (path, value) in state.Range(prefix).Where(e => e.Key != SettingsFamily.GenesisPath).ToList())
        {
            var history = new List<SettingChange>();
            foreach (var change in await reader.StateHistoryAsync(ledger, path, MostVersions, cancellation)) history.Add(await ExplainAsync(ledger, path[prefix.Length..], change, cancellation));
            items.Add(new SettingOfLedger(path[prefix.Length..], LedgerBook.Json(value), false, history));
        }
        foreach (var (name, value) in Defaults(settings).Where(d => items.All(i => i.Name != d.Name))) items.Add(new SettingOfLedger(name, JsonElement.Parse(value), true, []));
        return [.. items.OrderBy(i => i.Name, StringComparer.Ordinal)];
    }

    /// <summary>A proposal as the API shows it.</summary>
    public async Task<ProposalOfLedger> DescribeAsync(string ledger, GovernanceProposal proposal, StoredBlock head, IStateReader state, View view, KeyEntry? voice,
        CancellationToken cancellation)
    {
        var rule = GovernanceRule.Read(state);
        var block = proposal.Block == head.Number ? head : await reader.Store.ReadBlockAsync(ledger, proposal.Block, cancellation);
        var open = proposal.State == ProposalState.Open && proposal.Expires >= head.Time;
        // What was decided is shown by the rule and the keys of its block; what is open by those of the next.
        var (then, number) = (state, head.Number + 1);
        if (proposal.ClosedAt is { } closed && await reader.StateAtAsync(ledger, closed, cancellation) is { } after)
            (then, number, rule) = (after, closed, await reader.StateAtAsync(ledger, closed - 1, cancellation) is { } before ? GovernanceRule.Read(before) : rule);
        var counting = rule is null ? proposal.Approvals : proposal.Counting(rule, then, number);
        var mine = voice is { } key && AccessPolicy.CanGovern(view.Caller) && !key.IsRevokedIn(head.Number + 1) ? key.Party : null;
        var changes = JsonElement.Parse(proposal.Changes);
        return new ProposalOfLedger(proposal.Id, proposal.Title, open || proposal.State != ProposalState.Open ? proposal.State.ToString().ToLowerInvariant() : "expired",
            proposal.Party, proposal.Kid, proposal.Block, Utc.OfMilliseconds(block?.Time ?? head.Time), Utc.OfMilliseconds(proposal.Expires), proposal.ClosedAt, changes,
            ChangeSentence.All(changes), [.. proposal.Approvals.Select(a => new ApprovalOf(a.Party, a.Kid, a.Transaction, a.Block, counting.Contains(a)))],
            counting.Length, rule?.Threshold ?? 1,
            open && mine is not null && rule is not null && rule.Parties.Contains(mine) && counting.All(a => a.Party != mine),
            open && mine is not null && (proposal.Party == mine || proposal.Approvals.Any(a => a.Party == mine)));
    }

    static IEnumerable<(string Name, string Value)> Defaults(LedgerSettings s) =>
    [
        ("access", $"\"{s.Access}\""), ("blockLimit", Text(s.BlockLimit)), ("futureLimit", Text(s.FutureLimit)), ("ageLimit", Text(s.AgeLimit)), ("governance", "null"),
    ];

    static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Finds in a block the transaction that changed a setting there, and who agreed to it. Of several the last counts.</summary>
    async Task<SettingChange> ExplainAsync(string ledger, string name, StateChange change, CancellationToken cancellation)
    {
        if (explained.TryGetValue((ledger, name, change.Block), out var known)) return known;
        var (body, state) = (await reader.Store.ReadBodyAsync(ledger, change.Block, cancellation), await reader.StateAtAsync(ledger, change.Block, cancellation));
        var value = LedgerBook.Json(change.Value!.Value);   // no retention rule reaches settings
        var found = new SettingChange(value, change.Block, Utc.OfMilliseconds(change.Time), null, null, null, []);
        foreach (var bytes in body?.Transactions.Where(b => !b.IsEmpty).Reverse() ?? [])
        {
            var transaction = LedgerBook.Parse(ledger, change.Block, bytes);
            if (transaction.Header.Family is not ("settings/1" or "governance/1" or "key/1")) continue;
            var (changes, proposal) = Sets(transaction, name, state!, change.Block);
            if (!changes) continue;
            var by = KeyEntry.Read(state!, transaction.Header.Kid)?.Party;
            IReadOnlyList<ApprovalOf> approvals = proposal is not null
                ? [.. proposal.Approvals.Select(a => new ApprovalOf(a.Party, a.Kid, a.Transaction, a.Block, true))]
                : [new ApprovalOf(by ?? "", transaction.Header.Kid, transaction.Id, change.Block, true)];
            found = found with { Transaction = transaction.Id, By = proposal?.Party ?? by, Proposal = proposal?.Id, Approvals = approvals };
            break;
        }
        if (explained.Count >= Kept) explained.Clear();
        return explained[(ledger, name, change.Block)] = found;
    }

    static (bool Changes, GovernanceProposal? Proposal) Sets(Transaction transaction, string name, IStateReader state, long block)
    {
        using var document = JsonDocument.Parse(transaction.Payload);
        var (payload, op) = (document.RootElement, document.RootElement.GetProperty("op").GetString());
        if (transaction.Header.Family == "key/1") return (op == "rotate" && name == "validators", null);
        if (transaction.Header.Family == "settings/1") return (op == "genesis" || payload.GetProperty("name").ValueEquals(name), null);
        if (op is not ("propose" or "approve")) return (false, null);
        var proposal = GovernanceProposal.Read(state, op == "propose" ? transaction.Id : payload.GetProperty("proposal").GetString()!);
        if (proposal is not { State: ProposalState.Executed } || proposal.ClosedAt != block) return (false, null);
        using var changes = JsonDocument.Parse(proposal.Changes);
        return (changes.RootElement.EnumerateArray().Any(c => Touches(c, name)), proposal);
    }

    static bool Touches(JsonElement change, string name) => change.GetProperty("op").GetString() switch
    {
        "setting.set" or "setting.reset" => change.GetProperty("name").ValueEquals(name),
        "validator.add" or "validator.remove" or "key.rotate" => name == "validators",
        _ => false,
    };
}
