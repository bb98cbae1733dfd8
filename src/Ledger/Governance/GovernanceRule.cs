using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// Who decides on a ledger's settings, members and keys: the setting <c>governance</c>, <c>{"parties":["nimbus","vale"],"threshold":2}</c>. At least
/// <see cref="Threshold"/> of the parties must approve. With a threshold of 1 an operator of one of them decides alone; without the setting, as on ledgers
/// that were founded before there was one, any operator does.
/// </summary>
/// <param name="Parties">The members that decide, in the order of their letters.</param>
/// <param name="Threshold">How many of them it takes, from 1.</param>
public sealed record GovernanceRule(ImmutableArray<string> Parties, int Threshold)
{
    /// <summary>The setting's name.</summary>
    public const string Setting = "governance";

    /// <summary>Most parties that decide.</summary>
    public const int MaxParties = 100;

    /// <summary>The rule in force, or null.</summary>
    public static GovernanceRule? Read(IStateReader state)
    {
        if (state.Get(SettingsRules.Path(Setting)) is not { } value)
            return null;
        using var document = JsonDocument.Parse(value);
        return new GovernanceRule(
            [.. document.RootElement.GetProperty("parties").EnumerateArray().Select(p => p.GetString()!)],
            document.RootElement.GetProperty("threshold").GetInt32());
    }

    /// <summary>Why one signer may not decide alone here; null when it may.</summary>
    public static Rejection? Alone(TransactionContext context, IStateReader state)
    {
        if (Read(state) is not { } rule)
            return null;
        if (rule.Threshold > 1)
        {
            return new Rejection("governance.required", FormattableString.Invariant(
                $"The ledger's settings, members and keys are decided by {rule.Threshold} of {string.Join(", ", rule.Parties)}; propose it with governance/1."), "kid", context.Signer.Kid);
        }
        return rule.NotAParty(context.Signer);
    }

    /// <summary>Why the signer's organisation does not decide here; null when it does.</summary>
    internal Rejection? NotAParty(KeyEntry signer) => Parties.Contains(signer.Party)
        ? null
        : new Rejection("governance.party", $"The signer's party is {signer.Party}; this ledger is decided on by {string.Join(", ", Parties)}.", "kid", signer.Party);

    /// <summary>Reads the setting's value; null when it breaks a rule.</summary>
    internal static GovernanceRule? Parse(JsonElement value, out Rejection? why)
    {
        using var payload = Payload.Of(value);
        var listed = payload.Element("parties");
        var threshold = (int)payload.Whole("threshold", 1, MaxParties);
        why = payload.End();
        if (why is not null)
            return null;
        var parties = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        if (listed.ValueKind == JsonValueKind.Array && listed.GetArrayLength() is >= 1 and <= MaxParties)
        {
            foreach (var party in listed.EnumerateArray())
            {
                if (party.ValueKind != JsonValueKind.String || !Names.IsSlug(party.GetString()) || !parties.Add(party.GetString()!))
                    why = new Rejection("settings.governance", "governance.parties must hold different parties, each 1 to 64 of a-z, 0-9 and -.", "parties", party.GetRawText());
            }
        }
        else
            why = new Rejection("settings.governance", FormattableString.Invariant($"governance.parties must be a list of 1 to {MaxParties} parties."), "parties");
        return why is null ? new GovernanceRule([.. parties], threshold) : null;
    }

    /// <summary>The setting's value, canonical.</summary>
    internal byte[] ToJson() => Encoding.ASCII.GetBytes(FormattableString.Invariant(
        $$"""{"parties":[{{string.Join(',', Parties.Select(p => $"\"{p}\""))}}],"threshold":{{Threshold}}}"""));
}
