using System.Collections.Immutable;

namespace SmartBlocks.Ledger;

/// <summary>Votes of one phase, in one round, for one block, by different validators: with a quorum of them, proof of a decision's step.</summary>
public sealed class VoteCertificate
{
    private VoteCertificate(ImmutableArray<Vote> votes) => Votes = votes;

    /// <summary>The votes, in the order of their key ids.</summary>
    public ImmutableArray<Vote> Votes { get; }

    /// <summary>The ledger.</summary>
    public string Ledger => Votes[0].Ledger;

    /// <summary>The height.</summary>
    public long Number => Votes[0].Number;

    /// <summary>The round.</summary>
    public long Round => Votes[0].Round;

    /// <summary>The phase.</summary>
    public VotePhase Phase => Votes[0].Phase;

    /// <summary>Id of the block.</summary>
    public string Block => Votes[0].Block;

    /// <summary>Round and block: what a status says of it.</summary>
    public PreparedPoint Point => new(Round, Block);

    /// <summary>Puts votes together; null when there is none, two say different things, or one key votes twice.</summary>
    public static VoteCertificate? Of(IEnumerable<Vote> votes)
    {
        ImmutableArray<Vote> ordered = [.. votes.OrderBy(v => v.Kid, StringComparer.Ordinal)];
        if (ordered.IsEmpty)
            return null;
        var first = ordered[0];
        for (var i = 1; i < ordered.Length; i++)
        {
            var vote = ordered[i];
            if (vote.Kid == ordered[i - 1].Kid || vote.Ledger != first.Ledger || vote.Number != first.Number
                || vote.Round != first.Round || vote.Phase != first.Phase || vote.Block != first.Block)
                return null;
        }
        return new VoteCertificate(ordered);
    }

    /// <summary>Null when a quorum of <paramref name="validators"/> gave these votes at this height of this ledger; else why not.</summary>
    public Rejection? Check(string ledger, long number, VotePhase phase, IReadOnlyList<PublicKey> validators)
    {
        if (Ledger != ledger || Number != number || Phase != phase)
        {
            return new Rejection("votes.subject", FormattableString.Invariant(
                $"The votes are {Vote.NameOf(Phase)} votes at height {Number} of {Ledger}; {Vote.NameOf(phase)} votes at height {number} of {ledger} are needed."));
        }
        if (Votes.Length < Quorum.Needed(validators.Count))
        {
            return new Rejection("votes.quorum", FormattableString.Invariant(
                $"There are {Votes.Length} votes; {Quorum.Needed(validators.Count)} of {validators.Count} validators are needed."));
        }
        foreach (var vote in Votes)
        {
            if (validators.FirstOrDefault(v => v.KeyId == vote.Kid) is not { } key)
                return new Rejection("votes.signer", $"The vote by {vote.Kid} is by no validator of the ledger.", "kid", vote.Kid);
            if (!vote.Verify(key))
                return new Rejection("votes.signature", $"The vote's signature by {vote.Kid} does not verify.", "kid", vote.Kid);
        }
        return null;
    }
}
