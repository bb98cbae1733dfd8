using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>The consensus engines that a ledger's grain may seal blocks with; which one does is a setting of the ledger at each height.</summary>
public interface ILedgerEngines
{
    /// <summary>A ledger's engines, for one activation of its grain.</summary>
    /// <param name="ledger">Ledger id.</param>
    /// <param name="seal">Has the ledger's validators certify a block; null for those who ask none.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<ConsensusEngines> CreateAsync(
        string ledger, Func<Execution, CancellationToken, Task<Block>>? seal = null, CancellationToken cancellation = default);
}

/// <summary>The engines there are, with the host's own validator key.</summary>
public sealed class LedgerEngines(IKeyVault keys) : ILedgerEngines
{
    /// <inheritdoc/>
    public async ValueTask<ConsensusEngines> CreateAsync(
        string ledger, Func<Execution, CancellationToken, Task<Block>>? seal = null, CancellationToken cancellation = default) =>
        new(new Solo(await keys.GetOrCreateAsync(Genesis.ValidatorKey, cancellation)), new Quorum(seal));
}
