using System.Security.Claims;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Access;

/// <summary>
/// Who may follow a ledger: who may read it over REST, and besides them whoever holds a key that the ledger knows as a validator's, account or not.
/// </summary>
public sealed class FollowerAccess(Viewer viewer, LedgerReader reader)
{
    /// <summary>Whether a request comes from somebody who may read the ledger.</summary>
    public async Task<bool> MayReadAsync(ClaimsPrincipal user, string ledger) =>
        user.Identity is { IsAuthenticated: true } && (await viewer.ViewAsync(Caller.From(user))).Ledgers.Contains(ledger);

    /// <summary>
    /// The validator's key when the proof shows that the follower holds it: one of the set that certifies the next block, or registered with the role
    /// <c>validator</c> and good, so that a validator can catch up before it is taken into the set.
    /// </summary>
    public async Task<PublicKey?> ValidatorAsync(StoredBlock head, string genesis, string challenge, FollowMessage.FollowerHello hello, CancellationToken cancellation)
    {
        if (hello is not { Key: { } kid, Proof: { } proof }) return null;
        var state = reader.StateAt(head);
        var key = LedgerSettings.Read(state).Validators.FirstOrDefault(v => v.KeyId == kid)
            ?? (KeyEntry.Read(state, kid) is { Role: Roles.Validator } entry && !entry.IsRevokedIn(head.Number + 1) ? PublicKey.FromJwk(entry.Jwk) : null);
        return key is not null && HelloProof.Verify(proof, key, head.Ledger, genesis, challenge) ? key : null;
    }
}
