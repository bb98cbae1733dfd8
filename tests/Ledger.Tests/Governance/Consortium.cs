namespace SmartBlocks.Ledger.Tests.Governance;

/// <summary>
/// A ledger of an owner, an ESCO and a utility, who decide by two of three, with an auditor who looks on. Each has one key of role member but the owner,
/// who runs it as operator.
/// </summary>
internal sealed class Consortium
{
    public static readonly SigningKey Owner = TestKeys.Of("consortium-owner");
    public static readonly SigningKey Esco = TestKeys.Of("consortium-esco");
    public static readonly SigningKey Utility = TestKeys.Of("consortium-utility");
    public static readonly SigningKey Auditor = TestKeys.Of("consortium-auditor");

    public Consortium(int threshold = 2, string[]? parties = null)
    {
        Ledger = new TestLedger(started: false);
        string[] deciding = parties ?? ["esco", "owner", "utility"];
        Ledger.CommitOne(Ledger.Sign(Owner, "settings/1", $$"""
            {"op":"genesis","name":"Consortium","engine":"solo","validators":[{{Jwk(TestLedger.Validator)}}],
             "keys":[{{Key(Owner, "owner", "operator")}},{{Key(TestLedger.Validator, "owner", "validator")}},{{Key(TestLedger.Device, "meter-1", "device")}},
                     {{Key(Esco, "esco", "member")}},{{Key(Utility, "utility", "member")}},{{Key(Auditor, "auditor", "member")}}],
             "members":[{"party":"owner","name":"Owner","roles":["owner"]},{"party":"esco","name":"Esco","roles":["esco"]},
                        {"party":"utility","name":"Utility","roles":["utility"]},{"party":"auditor","name":"Auditor","roles":["auditor"]}],
             "governance":{"parties":[{{string.Join(',', deciding.Select(p => $"\"{p}\""))}}],"threshold":{{threshold}} } }
            """)).ShouldBeNull();
    }

    public TestLedger Ledger { get; }

    public static string Jwk(SigningKey key) => key.PublicKey.ToJwk();

    public static string Key(SigningKey key, string party, string role) => $$"""{"jwk":{{Jwk(key)}},"party":"{{party}}","role":"{{role}}"}""";

    /// <summary>A proposal's transaction.</summary>
    public Transaction Proposing(SigningKey signer, params string[] changes) =>
        Ledger.Sign(signer, "governance/1", $$"""{"op":"propose","title":"A change","changes":[{{string.Join(',', changes)}}]}""");

    /// <summary>Proposes and answers the proposal's id.</summary>
    public string Propose(SigningKey signer, params string[] changes)
    {
        var transaction = Proposing(signer, changes);
        Ledger.CommitOne(transaction).ShouldBeNull();
        return transaction.Id;
    }

    public Rejection? Approve(SigningKey signer, string proposal) =>
        Ledger.CommitOne(Ledger.Sign(signer, "governance/1", $$"""{"op":"approve","proposal":"{{proposal}}"}"""));

    public Rejection? Withdraw(SigningKey signer, string proposal) =>
        Ledger.CommitOne(Ledger.Sign(signer, "governance/1", $$"""{"op":"withdraw","proposal":"{{proposal}}"}"""));

    /// <summary>Proposed by the owner and approved by the ESCO; null when it is done.</summary>
    public Rejection? Decide(params string[] changes)
    {
        var transaction = Proposing(Owner, changes);
        return Ledger.CommitOne(transaction) ?? Approve(Esco, transaction.Id);
    }

    public GovernanceProposal Read(string proposal) => GovernanceProposal.Read(Ledger.State, proposal)!;
}
