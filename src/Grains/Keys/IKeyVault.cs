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
}
