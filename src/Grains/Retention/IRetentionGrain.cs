using SmartBlocks.Energy;

namespace SmartBlocks.Grains;

/// <summary>
/// Drops what one ledger's retention transactions let go (the key is the ledger's id): payloads of transactions, values of past states, rows of the read model, and
/// the entries of published bundles. It goes through the ledger once for each set of new rules and remembers how far it is, so that a crash only makes it look at
/// some blocks again.
/// </summary>
[Alias("IRetentionGrain")]
public interface IRetentionGrain : IGrainWithStringKey
{
    /// <summary>Completes when nothing is left to drop under the rules that stand now.</summary>
    Task CatchUp();
}

/// <summary>How far dropping has come.</summary>
public sealed class RetentionState
{
    /// <summary>The rules that are carried out, by meter.</summary>
    public Dictionary<string, RetentionRule> Done { get; set; } = [];

    /// <summary>The rules of the pass that is under way, by meter; empty when there is none.</summary>
    public Dictionary<string, RetentionRule> Pass { get; set; } = [];

    /// <summary>The block that the pass goes on at.</summary>
    public long Next { get; set; }
}
