using System.Security.Cryptography;
using System.Text;

namespace SmartBlocks.Ledger.Tests;

/// <summary>The examples of docs/formats.md of how a block is agreed on.</summary>
public sealed partial class FormatsDocumentTests
{
    private const string Ledger = "example";

    private static ProposedBlock Proposed => new(TheBlock.Header, [TheBatch]);

    /// <summary>The key of all examples, and three whose private halves follow from their names.</summary>
    private static PublicKey[] Validators => [Key, .. Enumerable.Range(1, 3).Select(i =>
    {
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = SHA256.HashData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"validator {i}"))) });
        return SigningKey.FromECDsa(key).PublicKey;
    })];

    [Fact]
    public void Validators_of_the_example_are_who_it_says() => Validators.Select(v => v.KeyId).ShouldBe(Examples["validator-kids"].Split('\n'));

    [Fact]
    public void Statements_are_their_payloads_signed()
    {
        foreach (var (name, signer) in (ReadOnlySpan<(string, int)>)[("proposal", 0), ("vote", 1), ("status", 1), ("block-signature", 1)])
        {
            SignedStatement.TryParse(Examples[name], out var statement, out var why).ShouldBeTrue(why?.Detail);
            statement!.Verify(Validators[signer]).ShouldBeTrue(name);
            (statement.Ledger, statement.Number, statement.Text).ShouldBe((Ledger, 0, Examples[name]));
            var parts = Examples[name].Split('.');
            Decode(parts[0]).ShouldBe(Examples["proposal-header"].Replace(Key.KeyId, Validators[signer].KeyId, StringComparison.Ordinal)
                .Replace("sb-proposal", name == "block-signature" ? "sb-block" : "sb-" + name, StringComparison.Ordinal));
            Decode(parts[1]).ShouldBe(name == "block-signature" ? Examples["block-payload"] : Examples[name + "-payload"]);
        }
        SignedProposal.Read(Examples["proposal"])!.Block.ShouldBe(Examples["block-id"]);
        BlockStatement.Read(Examples["block-signature"])!.Block.ShouldBe(Examples["block-id"]);
    }

    [Fact]
    public void Hello_is_answered_with_a_proof_for_its_challenge()
    {
        var hello = Host<FollowMessage.Hello>("frame-hello");
        Decode(Examples["hello-proof"].Split('.')[1]).ShouldBe(Examples["hello-proof-payload"]);
        var answer = Follower<FollowMessage.FollowerHello>("frame-hello-answer");
        (answer.Key, answer.Proof).ShouldBe((Validators[1].KeyId, Examples["hello-proof"]));
        HelloProof.Verify(answer.Proof!, Validators[1], Ledger, hello.Genesis, hello.Challenge).ShouldBeTrue();
        HelloProof.Verify(answer.Proof!, Validators[1], Ledger, hello.Genesis, hello.Genesis).ShouldBeFalse();
        hello.Genesis.ShouldBe(Examples["block-id"]);
    }

    [Fact]
    public void Certificates_are_of_a_quorum()
    {
        Host<FollowMessage.Prepared>("frame-prepared").Certificate.Check(Ledger, 0, VotePhase.Prepare, Validators).ShouldBeNull();
        Host<FollowMessage.Locked>("frame-locked").Certificate.Check(Ledger, 0, VotePhase.Lock, Validators).ShouldBeNull();
        Host<FollowMessage.Locked>("frame-locked").Certificate.Block.ShouldBe(Proposed.Id);
    }

    [Fact]
    public void A_proposal_in_a_later_round_is_justified()
    {
        var propose = Host<FollowMessage.Propose>("frame-propose");
        (propose.Round, propose.Body.Id).ShouldBe((1, Proposed.Id));
        propose.Body.Header.ToJson().ShouldBe(Bytes("block-payload"));
        propose.Body.Batches.ShouldHaveSingleItem().ToJson().ShouldBe(Bytes("batch"));
        propose.Proposal.Verify(Key).ShouldBeTrue();
        propose.Justification!.Check(Ledger, 0, 1, Proposed.Id, Validators).ShouldBeNull();
        propose.Justification.Statuses.Select(s => s.Text).ShouldContain(Examples["status"]);
    }

    [Fact]
    public void Other_frames_say_what_the_text_says()
    {
        Host<FollowMessage.Progress>("frame-progress").Head.ShouldBe(new BlockPoint(0, Examples["block-id"]));
        Host<FollowMessage.EnterRound>("frame-round").ShouldBe(new FollowMessage.EnterRound(0, 1));
        Follower<FollowMessage.VoteCast>("frame-vote").Vote.Text.ShouldBe(Examples["vote"]);
        var signed = Follower<FollowMessage.BlockSigned>("frame-sign");
        BlockStatement.Of(TheBlock.Header, new BlockSignature(Validators[1].KeyId, signed.Signature)).Text.ShouldBe(Examples["block-signature"]);
        Follower<FollowMessage.StatusGiven>("frame-status").Status.Verify(Validators[2]).ShouldBeTrue();
        Follower<FollowMessage.At>("frame-at").State.ShouldBe(TheBlock.Header.State);
        Follower<FollowMessage.Refuse>("frame-refuse").Block.ShouldBe(Examples["block-id"]);
    }

    [Fact]
    public void Evidence_holds_by_itself()
    {
        Evidence.Check(Bytes("evidence"), out var evidence).ShouldBeNull();
        (evidence!.Kind, evidence.Key.KeyId, evidence.Id).ShouldBe(("vote", Validators[3].KeyId, Examples["evidence-id"]));
        evidence.ToJson().ShouldBe(Bytes("evidence"));
    }

    private static T Host<T>(string name) where T : FollowMessage
    {
        FollowCodec.TryReadHost(Bytes(name), out var message, out var why).ShouldBeTrue(why?.Detail);
        FollowCodec.Write(message!).ShouldBe(Bytes(name));
        return message.ShouldBeOfType<T>();
    }

    private static T Follower<T>(string name) where T : FollowMessage
    {
        FollowCodec.TryReadFollower(Bytes(name), out var message, out var why).ShouldBeTrue(why?.Detail);
        FollowCodec.Write(message!).ShouldBe(Bytes(name));
        return message.ShouldBeOfType<T>();
    }
}
