using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Grains;
using SmartBlocks.Grains.Tests.Consensus;
using SmartBlocks.Ledger;

namespace SmartBlocks.Benchmarks.Harness;

/// <summary>Validators in this process that certify the host's ledger by <c>quorum</c>, each with a replica of its own.</summary>
public sealed class LocalQuorum : IAsyncDisposable
{
    readonly List<LocalValidator> validators = [];

    LocalQuorum()
    {
    }

    /// <summary>Registers validators, hands the ledger over to them, and has them follow it.</summary>
    public static async Task<LocalQuorum> StartAsync(LedgerHost host, int count)
    {
        var keys = Enumerable.Range(0, count).Select(_ => SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256))).ToArray();
        foreach (var key in keys)
            await SubmitAsync(host, Sign(host, "key/1", $$"""{"op":"register","jwk":{{key.PublicKey.ToJwk()}},"party":"validators","role":"validator"}""").Bytes);
        var jwks = string.Join(',', keys.Select(key => key.PublicKey.ToJwk()));
        await SubmitAsync(host, Batch.Create(host.Operator,
        [
            Sign(host, "settings/1", $$"""{"op":"set","name":"validators","value":[{{jwks}}]}"""),
            Sign(host, "settings/1", """{"op":"set","name":"engine","value":"quorum"}"""),
        ]).ToJson());

        var quorum = new LocalQuorum();
        foreach (var key in keys)
            quorum.validators.Add(new LocalValidator(key, new MemoryVotes(), host.LedgerId, host.Services.GetRequiredService<IGrainFactory>(),
                host.Services.GetRequiredService<LedgerReader>(), host.Services.GetRequiredService<FamilyRegistry>(), TimeProvider.System));
        return quorum;
    }

    /// <summary>Throws when a validator found something wrong: what was measured is then no quorum of all of them.</summary>
    public void Check()
    {
        foreach (var validator in validators)
        {
            if (validator.Trouble is { } trouble) throw new InvalidOperationException($"A validator stopped: {trouble}");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var validator in validators) await validator.DisposeAsync();
    }

    static Transaction Sign(LedgerHost host, string family, string payload) => Transaction.Sign(host.Operator, host.LedgerId, family,
        Encoding.UTF8.GetBytes(payload), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), RandomNumberGenerator.GetHexString(16, lowercase: true));

    static async Task SubmitAsync(LedgerHost host, ReadOnlyMemory<byte> batch)
    {
        var result = await host.Ledger.Submit(new SubmitRequest([batch]));
        if (result.Outcomes[0].Rejection is { } why) throw new InvalidOperationException($"The validators were not set: {why}");
    }
}
