using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Grains.Tests.Ledgers;
using SmartBlocks.Ledger;
using SmartBlocks.Storage.Sql;

namespace SmartBlocks.Grains.Tests.Consensus;

/// <summary>A world whose ledger four validators certify, each of which can be stopped and started again.</summary>
public sealed class QuorumWorld : World
{
    private readonly MemoryVotes[] _votes = [.. Enumerable.Range(0, 4).Select(_ => new MemoryVotes())];

    public SigningKey[] Keys { get; } = [.. Enumerable.Range(0, 4).Select(_ => SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256)))];

    public LocalValidator?[] Validators { get; } = new LocalValidator?[4];

    /// <summary>What the ledger store does instead of storing.</summary>
    public StoreFaults Faults { get; } = new();

    public IProposalStore Proposals => Services.GetRequiredService<IProposalStore>();

    public IFollowGrain FollowGrain => Client.GetGrain<IFollowGrain>(Ledger);

    public IEvidenceStore EvidenceStore => Services.GetRequiredService<IEvidenceStore>();

    protected override void Configure(IServiceCollection services)
    {
        base.Configure(services);
        services.AddSingleton<ILedgerStore>(provider => new UnreliableLedgerStore(new SqlLedgerStore(provider.GetRequiredService<SqlDatabase>()), Faults));
        services.Configure<LedgerOptions>(o => o.RoundTimeout = TimeSpan.FromMilliseconds(400));
    }

    /// <summary>Founds the ledger and hands it over to the validators, all of them connected.</summary>
    public async Task FoundWithQuorumAsync()
    {
        await FoundAsync();
        // Validators must be registered keys of that role.
        var founder = await Services.GetRequiredService<IKeyVault>().GetOrCreateAsync("operator/" + Tenant);
        var registered = await SubmitAsync(Keys.Select(key => Transaction.Sign(founder, Ledger, "key/1",
            Encoding.UTF8.GetBytes($$"""{"op":"register","jwk":{{key.PublicKey.ToJwk()}},"party":"validators","role":"validator"}"""),
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Guid.NewGuid().ToString("N"))));
        registered.ShouldAllBe(outcome => outcome.Rejection == null);
        (await SetAsync(("validators", $"[{string.Join(',', Keys.Select(k => k.PublicKey.ToJwk()))}]"), ("engine", "\"quorum\""))).Rejection.ShouldBeNull();
        for (var i = 0; i < 4; i++)
            Start(i);
    }

    public LocalValidator Start(int validator, Func<FollowMessage, QuorumVoter, IEnumerable<FollowMessage>>? lie = null) =>
        Validators[validator] = new LocalValidator(Keys[validator], _votes[validator], Ledger, Client, Reader, Services.GetRequiredService<FamilyRegistry>(), TimeProvider.System) { Lie = lie };

    public async Task StopAsync(params int[] validators)
    {
        foreach (var i in validators)
        {
            if (Validators[i] is { } running)
                await running.DisposeAsync();
            Validators[i] = null;
        }
    }

    /// <summary>Changes settings in one sealed batch, as the tenant's operator.</summary>
    public async Task<BatchOutcome> SetAsync(params (string Name, string Value)[] settings)
    {
        var founder = await Services.GetRequiredService<IKeyVault>().GetOrCreateAsync("operator/" + Tenant);
        var batch = Batch.Create(founder, [.. settings.Select(s => Transaction.Sign(founder, Ledger, "settings/1",
            Encoding.UTF8.GetBytes($$"""{"op":"set","name":"{{s.Name}}","value":{{s.Value}}}"""), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Guid.NewGuid().ToString("N")))]);
        return (await LedgerGrain.Submit(new SubmitRequest([batch.ToJson()]))).Outcomes.ShouldHaveSingleItem();
    }

    /// <summary>What a validator is bound to.</summary>
    public VoteRecord? Record(int validator) => _votes[validator].Load(Ledger);

    /// <summary>The host's database came back without the proposal it had stored.</summary>
    public async Task ForgetProposalAsync()
    {
        await using var command = Services.GetRequiredService<System.Data.Common.DbDataSource>().CreateCommand("DELETE FROM proposals");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await holds())
                return;
            await Task.Delay(50);
        }
        throw new TimeoutException("It did not come about that " + what);
    }

    public async Task<Block> BlockAsync(long number) => LedgerReader.Parse((await Store.ReadBlockAsync(Ledger, number)).ShouldNotBeNull());
}
