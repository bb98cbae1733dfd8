using System.Collections.Immutable;

namespace SmartBlocks.Ledger;

/// <summary>
/// What must hold after every batch that touched settings, members or keys, lest a ledger be left without anybody who can make its next block or decide on
/// it. Asked on ledgers that have the setting <c>governance</c>, as every ledger founded since has: older ones execute as they did.
/// </summary>
public static class LedgerGuards
{
    /// <summary>Fewest validators of a quorum: 3f+1 with f = 1, below which no failure can be borne and <c>solo</c> says more honestly what there is.</summary>
    public const int MinQuorum = 4;

    /// <summary>Why a ledger must not be left in this state; null when it can go on.</summary>
    public static Rejection? Check(IStateReader state)
    {
        if (GovernanceRule.Read(state) is not { } rule)
            return null;
        var settings = LedgerSettings.Read(state);
        return CheckSize(settings) ?? CheckValidators(settings, state) ?? CheckMembers(state) ?? CheckRule(rule, settings, state);
    }

    /// <summary>True when a batch changed something that guards look at: a setting, a member, or a key that was there before.</summary>
    internal static bool Concern(StateOverlay batch, IStateReader before) => batch.Changes.Keys.Any(path =>
        path.StartsWith(SettingsRules.Prefix, StringComparison.Ordinal) || path.StartsWith(MemberEntry.Prefix, StringComparison.Ordinal)
        || (path.StartsWith("key/", StringComparison.Ordinal) && before.Get(path) is not null));

    private static Rejection? CheckSize(LedgerSettings settings) => settings.Engine switch
    {
        "solo" when settings.Validators.Length != 1 => new Rejection("guard.validators", FormattableString.Invariant(
            $"engine is 'solo' and the ledger would have {settings.Validators.Length} validators; with solo it must be exactly 1."), "validators", Number(settings.Validators.Length)),
        "quorum" when settings.Validators.Length < MinQuorum => new Rejection("guard.validators", FormattableString.Invariant(
            $"engine is 'quorum' and the ledger would have {settings.Validators.Length} validators; a quorum needs at least {MinQuorum}."), "validators", Number(settings.Validators.Length)),
        "solo" or "quorum" => null,
        _ => new Rejection("guard.engine", $"engine is '{settings.Engine}'; it must be solo or quorum.", "engine", settings.Engine),
    };

    private static Rejection? CheckValidators(LedgerSettings settings, IStateReader state)
    {
        foreach (var validator in settings.Validators)
        {
            var entry = KeyEntry.Read(state, validator.KeyId);
            var wrong = entry switch
            {
                null => "is not registered on this ledger",
                { RevokedAt: not null } => "is revoked; take it out of the validators first",
                { Role: not Roles.Validator } => $"has the role {entry.Role}",
                _ => null,
            };
            if (wrong is not null)
                return new Rejection("guard.validator", $"The validator {validator.KeyId} {wrong}; a validator's key must be registered with the role validator and good.", "validators", validator.KeyId);
        }
        return null;
    }

    private static Rejection? CheckMembers(IStateReader state) => MemberEntry.All(state).Any(m => m.IsActive && m.Roles.Contains(Roles.Owner))
        ? null
        : new Rejection("guard.owner", "The ledger would have no member with the role owner; at least one must remain.", "roles", Roles.Owner);

    private static Rejection? CheckRule(GovernanceRule rule, LedgerSettings settings, IStateReader state)
    {
        if (rule.Threshold > rule.Parties.Length)
        {
            return new Rejection("guard.threshold", FormattableString.Invariant(
                $"governance.threshold is {rule.Threshold} and there are {rule.Parties.Length} parties; it must be reachable."), "governance.threshold", Number(rule.Threshold));
        }
        if (rule.Parties.FirstOrDefault(p => MemberEntry.Read(state, p) is not { IsActive: true }) is { } stranger)
            return new Rejection("guard.party", $"governance.parties holds {stranger}, which is no member of the ledger; who decides must be one.", "governance.parties", stranger);
        var voices = settings.Permissions.GetValueOrDefault("governance/1", Roles.Voices);
        var able = new HashSet<string>(StringComparer.Ordinal);
        var operators = 0;
        foreach (var key in KeyEntry.All(state).Where(k => k.RevokedAt is null))
        {
            operators += key.Role == Roles.Operator ? 1 : 0;
            if (rule.Parties.Contains(key.Party) && Speaks(key, voices, state))
                able.Add(key.Party);
        }
        if (operators == 0)
            return new Rejection("guard.operator", "The ledger would have no good key with the role operator; at least one must remain.", "role", Roles.Operator);
        return able.Count >= rule.Threshold ? null : new Rejection("guard.reachable", FormattableString.Invariant(
            $"governance.threshold is {rule.Threshold} and only {able.Count} of the parties that decide ({string.Join(", ", rule.Parties)}) would have a good key to approve with."),
            "governance.threshold", Number(rule.Threshold));
    }

    private static bool Speaks(KeyEntry key, ImmutableArray<string> voices, IStateReader state) =>
        voices.Contains(key.Role) || (key.Role == Roles.Member && MemberEntry.Read(state, key.Party) is { IsActive: true } member && member.Roles.Any(voices.Contains));

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
