using System.Collections.Immutable;

namespace SmartBlocks.Ledger;

/// <summary>
/// Why a proposal in a later round is safe: the statuses of a quorum for that round and, unless all of them say that nothing was prepared, a prepared
/// certificate of the block proposed that is at least as high as any of them says.
/// </summary>
/// <param name="Statuses">Statuses of different validators for the round.</param>
/// <param name="Prepared">The prepared certificate of an earlier round; null when there is none.</param>
public sealed record Justification(ImmutableArray<RoundStatus> Statuses, VoteCertificate? Prepared)
{
    /// <summary>Null when this justifies proposing <paramref name="block"/> in <paramref name="round"/>; else why not.</summary>
    public Rejection? Check(string ledger, long number, long round, string block, IReadOnlyList<PublicKey> validators)
    {
        var speakers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var status in Statuses)
        {
            if (status.Ledger != ledger || status.Number != number || status.Round != round)
                return new Rejection("justification.subject", $"The status of {status.Kid} is for another height or round.", "kid", status.Kid);
            if (validators.FirstOrDefault(v => v.KeyId == status.Kid) is not { } key || !status.Verify(key) || !speakers.Add(status.Kid))
                return new Rejection("justification.status", $"The status of {status.Kid} is not by a validator of the ledger, or counted twice.", "kid", status.Kid);
        }
        if (speakers.Count < Quorum.Needed(validators.Count))
        {
            return new Rejection("justification.quorum", FormattableString.Invariant(
                $"There are {speakers.Count} statuses; {Quorum.Needed(validators.Count)} of {validators.Count} validators are needed."));
        }
        if (Prepared is not null)
        {
            if (Prepared.Check(ledger, number, VotePhase.Prepare, validators) is { } bad)
                return bad;
            if (Prepared.Round >= round)
                return new Rejection("justification.round", "The prepared certificate is not of an earlier round.");
            if (Prepared.Block != block)
                return new Rejection("justification.block", $"The prepared certificate is for block {Prepared.Block}; another one is proposed.", "block", block);
        }
        foreach (var status in Statuses)
        {
            if (status.Prepared is { } point && (Prepared is null || point.Round > Prepared.Round || (point.Round == Prepared.Round && point.Block != Prepared.Block)))
                return new Rejection("justification.low", $"The status of {status.Kid} names a higher prepared certificate than the proposal has.", "kid", status.Kid);
        }
        return null;
    }
}
