using System.Collections.Immutable;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// <c>member/1</c>: which organisations take part, and as what.
/// <code>{"op":"set","party":"vale","name":"Vale Energy","roles":["esco"]}    {"op":"remove","party":"vale"}</code>
/// An operator alone may say so where the ledger's governance leaves it to one (<see cref="GovernanceRule.Alone"/>); else it takes a proposal. Setting
/// a member again replaces its name and roles; one that left may come back. Its keys are <c>key/1</c>'s business, and stay as they are.
/// </summary>
public sealed class MemberFamily : IFamily
{
    /// <inheritdoc/>
    public string Name => "member/1";

    /// <inheritdoc/>
    public ImmutableArray<string> Submitters => [Roles.Operator];

    /// <inheritdoc/>
    public Rejection? Apply(TransactionContext context, IState state)
    {
        using var payload = Payload.Open(context.Transaction.Payload);
        return payload.Text("op") switch
        {
            "set" => Set(payload, context, state) ?? GovernanceRule.Alone(context, state),
            "remove" => Remove(payload, context, state) ?? GovernanceRule.Alone(context, state),
            _ => payload.Rejection ?? new Rejection("payload.op", "op must be set or remove.", "op"),
        };
    }

    /// <summary>Admits a member, or changes its name and roles.</summary>
    internal static Rejection? Set(Payload payload, TransactionContext context, IState state)
    {
        var party = payload.Slug("party");
        var name = payload.Text("name", 200);
        var listed = payload.Element("roles");
        if (payload.End() is { } why)
            return why;
        if (string.IsNullOrWhiteSpace(name))
            return new Rejection("member.name", "name is empty; it must be 1 to 200 characters that can be seen.", "name", name);
        if (RoleList.Read(listed, "roles", Roles.OfMembers, out var bad) is not { } roles)
            return bad;
        var member = new MemberEntry(party, name, roles);
        state.Set(MemberEntry.Path(party), member.ToJson());
        context.Emit(new LedgerEvent("member.set", party, member.ToJson()));
        return null;
    }

    /// <summary>Lets a member go.</summary>
    internal static Rejection? Remove(Payload payload, TransactionContext context, IState state)
    {
        var party = payload.Slug("party");
        if (payload.End() is { } why)
            return why;
        if (MemberEntry.Read(state, party) is not { IsActive: true } member)
            return new Rejection("member.unknown", $"There is no member {party}.", "party", party);
        member = member with { LeftAt = context.BlockNumber };
        state.Set(MemberEntry.Path(party), member.ToJson());
        context.Emit(new LedgerEvent("member.removed", party, member.ToJson()));
        return null;
    }
}

/// <summary>Lists of roles, as members and permissions have them.</summary>
internal static class RoleList
{
    /// <summary>Reads 1 to 10 different roles, each one of <paramref name="allowed"/>, and puts them in the order of their letters; null when it breaks a rule.</summary>
    public static ImmutableArray<string>? Read(JsonElement value, string field, ImmutableArray<string> allowed, out Rejection? why)
    {
        why = null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is < 1 or > 10)
        {
            why = new Rejection("role.list", $"{field} must be a list of 1 to 10 of {string.Join(", ", allowed)}.", field);
            return null;
        }
        var roles = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var item in value.EnumerateArray())
        {
            var role = item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText();
            if (!allowed.Contains(role) || !roles.Add(role))
            {
                why = new Rejection("role.unknown", $"{field} holds '{role}'; it must hold different ones of {string.Join(", ", allowed)}.", field, role);
                return null;
            }
        }
        return [.. roles];
    }
}
