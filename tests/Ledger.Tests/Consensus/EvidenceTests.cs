using System.Text;
using System.Text.Json.Nodes;

namespace SmartBlocks.Ledger.Tests.Consensus;

/// <summary>Evidence is checked by anyone, with nothing but the file; nothing in it can be changed, and nobody honest makes any.</summary>
public sealed class EvidenceTests
{
    private static readonly QuorumLedger Ledger = new();
    private static readonly SigningKey Key = Ledger.Validators[0];
    private static readonly string One = Hash256.Of("one"u8).ToString(), Other = Hash256.Of("other"u8).ToString();
    private static readonly Dictionary<string, Evidence> All = Make();

    public static TheoryData<string> Kinds => [.. All.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void Anyone_can_check_it_with_nothing_but_the_file(string kind)
    {
        Evidence.Check(All[kind].ToJson(), out var read).ShouldBeNull();
        (read!.Kind, read.Key.KeyId, read.Ledger, read.Number, read.Id).ShouldBe((kind, Key.KeyId, TestLedger.Name, Ledger.Height, All[kind].Id));
        read.Sentence.ShouldContain(Key.KeyId);
        // Indented, as a validator keeps it.
        Evidence.Check(Encoding.UTF8.GetBytes(JsonNode.Parse(All[kind].ToJson())!.ToJsonString(new() { WriteIndented = true })), out _).ShouldBeNull();
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Any_character_changed_makes_it_no_evidence(string kind)
    {
        var json = All[kind].ToJson();
        // Each change costs the check of two signatures: every third character, and each in one of the kinds.
        var (step, first) = (All.Count, All.Keys.ToList().IndexOf(kind));
        for (var at = first; at < json.Length; at += step)
        {
            var changed = (byte[])json.Clone();
            changed[at] = changed[at] == (byte)'A' ? (byte)'B' : (byte)'A';
            Evidence.Check(changed, out var read).ShouldNotBeNull(Encoding.ASCII.GetString(changed[Math.Max(0, at - 20)..at]));
            read.ShouldBeNull();
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_member_too_many_too_few_or_of_another_value_makes_it_no_evidence(string kind)
    {
        foreach (var name in (string[])["format", "kind", "jwk", "first", "second"])
        {
            Wrong(kind, o => o.Remove(name));
            Wrong(kind, o => o[name] = null);
            Wrong(kind, o => o[name] = 7);
            Wrong(kind, o => o[name] = "x");
        }
        Wrong(kind, o => o["note"] = "x");
        Wrong(kind, o => o["jwk"]!["use"] = "sig");
        Wrong(kind, o => (o["first"], o["second"]) = (o["second"]!.DeepClone(), o["first"]!.DeepClone()));
        Wrong(kind, o => o["second"] = o["first"]!.DeepClone());
        Wrong(kind, o => o["kind"] = kind == "vote" ? "block" : "vote");
        Wrong(kind, o => o["jwk"] = JsonNode.Parse(Ledger.Validators[1].PublicKey.ToJwk()));
    }

    [Fact]
    public void What_an_honest_key_says_at_a_height_excludes_nothing_of_it()
    {
        SignedStatement[] said =
        [
            Cast(0, VotePhase.Prepare, One), Cast(0, VotePhase.Lock, One), Status(1, new(0, One)), Cast(1, VotePhase.Prepare, One), Cast(1, VotePhase.Lock, One),
            Status(2, new(1, One)), Cast(2, VotePhase.Prepare, Other), Cast(2, VotePhase.Lock, Other), Status(5, new(2, Other)), Signature(1),
            SignedProposal.Sign(Key, TestLedger.Name, Ledger.Height, 0, One), SignedProposal.Sign(Key, TestLedger.Name, Ledger.Height, 1, Other),
        ];
        foreach (var (a, b) in said.SelectMany(a => said.Select(b => (a, b))))
            Evidence.Of(a, b, Key.PublicKey).ShouldBeNull(a.Sentence + " and " + b.Sentence);
    }

    [Fact]
    public void Statements_of_two_keys_ledgers_or_heights_exclude_nothing()
    {
        var mine = Cast(0, VotePhase.Prepare, One);
        Evidence.Of(mine, Vote.Sign(Ledger.Validators[1], TestLedger.Name, Ledger.Height, 0, VotePhase.Prepare, Other), Key.PublicKey).ShouldBeNull();
        Evidence.Of(mine, Vote.Sign(Key, "another", Ledger.Height, 0, VotePhase.Prepare, Other), Key.PublicKey).ShouldBeNull();
        Evidence.Of(mine, Vote.Sign(Key, TestLedger.Name, Ledger.Height + 1, 0, VotePhase.Prepare, Other), Key.PublicKey).ShouldBeNull();
        Evidence.Of(mine, Cast(1, VotePhase.Prepare, Other), Key.PublicKey).ShouldBeNull();
    }

    private static void Wrong(string kind, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(All[kind].ToJson())!.AsObject();
        change(json);
        Evidence.Check(Encoding.UTF8.GetBytes(json.ToJsonString()), out var read).ShouldNotBeNull();
        read.ShouldBeNull();
    }

    private static Vote Cast(long round, VotePhase phase, string block) => Vote.Sign(Key, TestLedger.Name, Ledger.Height, round, phase, block);

    private static RoundStatus Status(long round, PreparedPoint? prepared) => RoundStatus.Sign(Key, TestLedger.Name, Ledger.Height, round, prepared);

    private static BlockStatement Signature(int transactions) => Ledger.Propose(transactions) is var block ? BlockStatement.Of(block.Header, Block.Sign(block.Header, Key)) : null!;

    private static Dictionary<string, Evidence> Make() => new()
    {
        ["block"] = Evidence.Of(Signature(1), Signature(2), Key.PublicKey)!,
        ["vote"] = Evidence.Of(Cast(0, VotePhase.Prepare, One), Cast(0, VotePhase.Lock, Other), Key.PublicKey)!,
        ["proposal"] = Evidence.Of(
            SignedProposal.Sign(Key, TestLedger.Name, Ledger.Height, 0, One), SignedProposal.Sign(Key, TestLedger.Name, Ledger.Height, 0, Other), Key.PublicKey)!,
        ["status"] = Evidence.Of(Status(1, null), Status(1, new(0, One)), Key.PublicKey)!,
        ["lie"] = Evidence.Of(Cast(1, VotePhase.Lock, One), Status(2, new(0, One)), Key.PublicKey)!,
    };
}
