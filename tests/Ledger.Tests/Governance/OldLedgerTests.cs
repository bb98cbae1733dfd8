namespace SmartBlocks.Ledger.Tests.Governance;

/// <summary>
/// A ledger founded before members, permissions and governance were thought of executes as it did: the same state, byte for byte. The root below was
/// computed with the code of that time.
/// </summary>
public sealed class OldLedgerTests
{
    public const string StateRoot = "zgvdOvNgMJ_u6XlgCis8CTVzzuJxJnVGkzyNpgCnOL4";

    [Fact]
    public void A_ledger_from_before_governance_has_the_state_it_always_had()
    {
        var ledger = new TestLedger();
        var second = TestKeys.Of("old-operator");
        ledger.Commit(Batch.Of(ledger.Register(second, "operator")), Batch.Of(ledger.Register(TestKeys.Of("old-auditor"), "auditor")), Batch.Of(ledger.Add("a", 7))).Rejected.ShouldBeEmpty();
        ledger.CommitOne(ledger.Sign(second, "settings/1", """{"op":"set","name":"blockLimit","value":900}""")).ShouldBeNull();
        ledger.CommitOne(ledger.Sign(second, "settings/1", """{"op":"set","name":"name","value":"Fr\u00f6hlich"}""")).ShouldBeNull();
        ledger.CommitOne(ledger.Sign(second, "key/1", $$"""{"op":"revoke","kid":"{{TestLedger.Device.KeyId}}"}""")).ShouldBeNull();
        ledger.CommitOne(ledger.Sign(TestLedger.Operator, "key/1", $$"""{"op":"revoke","kid":"{{second.KeyId}}"}""")).ShouldBeNull();
        // What guards would refuse elsewhere: an engine that nobody has, and two validators under solo.
        var set = ledger.Sign(TestLedger.Operator, "settings/1",
            $$"""{"op":"set","name":"validators","value":[{{TestLedger.Validator.PublicKey.ToJwk()}},{{TestKeys.Of("validator-2").PublicKey.ToJwk()}}]}""");
        ledger.Commit(Batch.Create(TestLedger.Operator, [set, ledger.Sign(TestLedger.Operator, "settings/1", """{"op":"set","name":"engine","value":"raft"}""")])).Rejected.ShouldBeEmpty();
        ledger.Cursor.State.Hash.ToString().ShouldBe(StateRoot);
    }
}
