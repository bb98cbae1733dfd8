using System.Collections.Immutable;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>A ledger's settings, each a JSON value at <c>settings/&lt;name&gt;</c>.</summary>
/// <param name="Engine">Consensus engine.</param>
/// <param name="Validators">Keys whose signatures certify blocks.</param>
/// <param name="Name">For people.</param>
/// <param name="BlockLimit">Most transactions in a block.</param>
/// <param name="FutureLimit">How far a transaction's <c>iat</c> may be ahead of its block, in milliseconds.</param>
/// <param name="AgeLimit">How far it may lie behind, in milliseconds.</param>
public sealed record LedgerSettings(
    string Engine, ImmutableArray<PublicKey> Validators, string Name, int BlockLimit, long FutureLimit, long AgeLimit)
{
    /// <summary>Members read the ledger, and nobody else: what a ledger is unless it says otherwise.</summary>
    public const string Private = "private";

    /// <summary>Anybody reads the ledger.</summary>
    public const string Public = "public";

    /// <summary>Most transactions any ledger may allow in a block.</summary>
    public const int MaxBlockLimit = Batch.MaxTransactions;

    /// <summary>Most bytes of transactions in a block: what a validator must hold at once.</summary>
    public const int MaxBlockBytes = 16 * 1024 * 1024;

    /// <summary>Five minutes: what clocks of honest devices differ by.</summary>
    public const long DefaultFutureLimit = 5 * 60_000;

    /// <summary>One year: the longest a device may keep readings before it delivers them.</summary>
    public const long DefaultAgeLimit = 365L * 86_400_000;

    /// <summary>Who may read the ledger: <see cref="Private"/> or <see cref="Public"/>.</summary>
    public string Access { get; init; } = Private;

    /// <summary>Who decides on the ledger; null on ledgers that leave it to any operator.</summary>
    public GovernanceRule? Governance { get; init; }

    /// <summary>Roles that may submit a family, for the families whose own choice the ledger has replaced.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Permissions { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>What counts before a genesis transaction has spoken.</summary>
    public static LedgerSettings BeforeGenesis { get; } = new("", [], "", MaxBlockLimit, DefaultFutureLimit, DefaultAgeLimit);

    /// <summary>Reads the settings in force.</summary>
    public static LedgerSettings Read(IStateReader state)
    {
        if (Value(state, "engine") is not { } engine)
            return BeforeGenesis;
        return new LedgerSettings(
            engine.GetString()!,
            [.. Value(state, "validators")!.Value.EnumerateArray().Select(PublicKey.FromJwk)],
            Value(state, "name")?.GetString() ?? "",
            Value(state, "blockLimit")?.GetInt32() ?? MaxBlockLimit,
            Value(state, "futureLimit")?.GetInt64() ?? DefaultFutureLimit,
            Value(state, "ageLimit")?.GetInt64() ?? DefaultAgeLimit)
        {
            Access = Value(state, "access")?.GetString() ?? Private,
            Governance = GovernanceRule.Read(state),
            Permissions = ReadPermissions(state),
        };
    }

    private static ImmutableDictionary<string, ImmutableArray<string>> ReadPermissions(IStateReader state)
    {
        const string prefix = SettingsRules.Prefix + SettingsRules.Permission;
        var permissions = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var (path, value) in state.Range(prefix))
        {
            using var document = JsonDocument.Parse(value);
            if (document.RootElement.ValueKind == JsonValueKind.Array)   // null: reset
                permissions.Add(path[prefix.Length..], [.. document.RootElement.EnumerateArray().Select(r => r.GetString()!)]);
        }
        return permissions.ToImmutable();
    }

    private static JsonElement? Value(IStateReader state, string name)
    {
        if (state.Get("settings/" + name) is not { } bytes)
            return null;
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }
}
