using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// Hosted signing keys: a tenant's operator key (<c>operator/&lt;tenant&gt;</c>), the gateway's attestation key (<c>gateway</c>), the host's validator key
/// (<c>validator</c>). <b>Trust:</b> whoever reads the vault can sign as its keys.
/// </summary>
public interface IKeyVault
{
    /// <summary>The key of that name, created at first use. The signer is kept by the vault; do not dispose it.</summary>
    ValueTask<ISigner> GetOrCreateAsync(string name, CancellationToken cancellation = default);

    /// <summary>The Ed25519 key of that name, created at first use: a ledger's log key (<c>log/&lt;ledger&gt;</c>), which signs checkpoints and nothing else.</summary>
    ValueTask<Ed25519Key> GetOrCreateEd25519Async(string name, CancellationToken cancellation = default);
}
