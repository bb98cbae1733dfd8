using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;
using SmartBlocks.Storage.Sql;

namespace SmartBlocks.Grains.Tests.Ledgers;

/// <summary>A world whose ledger store fails on demand, and whose validators may decide another block than the one proposed.</summary>
public sealed class UnreliableWorld : World
{
    public StoreFaults Faults { get; } = new();

    /// <summary>What the validators say to the next proposal instead of signing it.</summary>
    public Func<Execution, Task<Exception?>>? Objection { get; set; }

    /// <summary>The ledger's chain as another activation would hold it, past every fault.</summary>
    internal async Task<LedgerChain> RivalAsync()
    {
        var store = ((UnreliableLedgerStore)Store).Inner;
        var engines = await new LedgerEngines(Services.GetRequiredService<IKeyVault>()).CreateAsync(Ledger);
        return await LedgerChain.LoadAsync(store, Services.GetRequiredService<FamilyRegistry>(), engines, Ledger, 1 << 20, default);
    }

    protected override void Configure(IServiceCollection services)
    {
        base.Configure(services);
        services.AddSingleton<ILedgerStore>(provider => new UnreliableLedgerStore(new SqlLedgerStore(provider.GetRequiredService<SqlDatabase>()), Faults));
        services.AddSingleton<ILedgerEngines>(provider => new ObjectingEngines(this, provider.GetRequiredService<IKeyVault>()));
    }

    private sealed class ObjectingEngines(UnreliableWorld world, IKeyVault keys) : ILedgerEngines
    {
        public async ValueTask<ConsensusEngines> CreateAsync(
            string ledger, Func<Execution, CancellationToken, Task<Block>>? seal = null, CancellationToken cancellation = default) =>
            new(new Objecting(world, new Solo(await keys.GetOrCreateAsync(Genesis.ValidatorKey, cancellation))));
    }

    private sealed class Objecting(UnreliableWorld world, Solo solo) : IConsensus
    {
        public string Engine => solo.Engine;

        public async Task<Block> SealAsync(Execution execution, CancellationToken cancellation = default)
        {
            if (world.Objection is { } objection && execution.Header.Ledger == Ledger)
            {
                world.Objection = null;
                if (await objection(execution) is { } exception)
                    throw exception;
            }
            return await solo.SealAsync(execution, cancellation);
        }

        public Rejection? VerifyCertificate(Block block, IReadOnlyList<PublicKey> validators) => solo.VerifyCertificate(block, validators);
    }
}
