namespace SmartBlocks.Ledger.Tests.Governance;

/// <summary>Changes that would leave a ledger without anybody to go on are refused, naming field, value and rule.</summary>
public sealed class GuardTests
{
    private static string[] AddValidators(int count) =>
        [.. Enumerable.Range(1, count).Select(i => $$"""{"op":"validator.add","jwk":{{Consortium.Jwk(TestKeys.Of("v" + i))}},"party":"esco"}""")];

    private static string Set(string name, string value) => $$"""{"op":"setting.set","name":"{{name}}","value":{{value}}}""";

    public static TheoryData<string, string, string?> Refused => new()
    {
        { AddValidators(1)[0], "guard.validators", "2" },
        { Set("engine", "\"quorum\""), "guard.validators", "1" },
        { string.Join(',', [.. AddValidators(2), Set("engine", "\"quorum\"")]), "guard.validators", "3" },
        { Set("engine", "\"raft\""), "guard.engine", "raft" },
        { $$"""{"op":"validator.remove","kid":"{{TestLedger.Validator.KeyId}}"}""", "settings.validators", null },
        { Set("validators", $"[{Consortium.Jwk(TestKeys.Of("stranger"))}]"), "guard.validator", TestKeys.Of("stranger").KeyId },
        { Set("validators", $"[{Consortium.Jwk(Consortium.Esco)}]"), "guard.validator", Consortium.Esco.KeyId },
        { $$"""{"op":"key.revoke","kid":"{{TestLedger.Validator.KeyId}}"}""", "guard.validator", TestLedger.Validator.KeyId },
        { $$"""{"op":"key.revoke","kid":"{{TestLedger.Validator.KeyId}}","from":500}""", "guard.validator", TestLedger.Validator.KeyId },
        { """{"op":"member.set","party":"owner","name":"Owner","roles":["auditor"]}""", "guard.owner", "owner" },
        { """{"op":"member.remove","party":"owner"}""", "guard.owner", "owner" },
        { """{"op":"member.remove","party":"utility"}""", "guard.party", "utility" },
        { Set("governance", """{"parties":["owner","esco"],"threshold":3}"""), "guard.threshold", "3" },
        { Set("governance", """{"parties":["owner","nobody"],"threshold":1}"""), "guard.party", "nobody" },
        { Set("governance", """{"parties":[],"threshold":1}"""), "settings.governance", null },
        { Set("governance", """{"parties":["owner","owner"],"threshold":1}"""), "settings.governance", null },
        { Set("governance", """{"parties":["owner"],"threshold":0}"""), "payload.threshold", null },
        { $$"""{"op":"key.revoke","kid":"{{Consortium.Esco.KeyId}}"},{"op":"key.revoke","kid":"{{Consortium.Utility.KeyId}}"}""", "guard.reachable", "2" },
        { Set("permission/governance/1", """["auditor"]"""), "guard.reachable", "2" },
        { $$"""{"op":"key.revoke","kid":"{{Consortium.Owner.KeyId}}"}""", "guard.operator", "operator" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_change_that_would_strand_the_ledger_is_refused(string changes, string code, string? value)
    {
        var us = new Consortium();
        var head = us.Ledger.Cursor;
        var why = us.Ledger.CommitOne(us.Proposing(Consortium.Utility, changes))!;
        why.Code.ShouldBe(code, why.Detail);
        why.Field.ShouldNotBeNull();
        if (value is not null)
            why.Value.ShouldBe(value);
        us.Ledger.Cursor.ShouldBe(head);
    }

    [Fact]
    public void Together_the_same_changes_lead_to_a_quorum_and_back()
    {
        var us = new Consortium();
        us.Decide([.. AddValidators(3), Set("engine", "\"quorum\"")]).ShouldBeNull();
        var settings = us.Ledger.Executor.SettingsAt(us.Ledger.Cursor);
        (settings.Engine, settings.Validators.Length).ShouldBe(("quorum", 4));
        settings.Validators.Select(v => v.KeyId).ShouldBe(settings.Validators.Select(v => v.KeyId).Order(StringComparer.Ordinal));
        KeyEntry.Read(us.Ledger.State, TestKeys.Of("v1").KeyId)!.Role.ShouldBe("validator");
        LedgerGuards.Check(us.Ledger.State).ShouldBeNull();
    }

    [Fact]
    public void What_became_impossible_since_it_was_proposed_is_refused_when_it_would_be_executed()
    {
        var us = new Consortium();
        var remove = us.Propose(Consortium.Esco, """{"op":"key.revoke","kid":"{0}"}""".Replace("{0}", Consortium.Utility.KeyId, StringComparison.Ordinal));
        us.Decide("""{"op":"setting.set","name":"governance","value":{"parties":["owner","esco","utility"],"threshold":3}}""").ShouldBeNull();
        us.Approve(Consortium.Owner, remove).ShouldBeNull();
        us.Approve(Consortium.Utility, remove)!.Code.ShouldBe("guard.reachable");
        us.Read(remove).State.ShouldBe(ProposalState.Open);
    }

    [Fact]
    public void Guards_look_at_a_batch_as_a_whole()
    {
        var us = new Consortium(threshold: 1, parties: ["owner"]);
        var keys = Enumerable.Range(1, 3).Select(i => TestKeys.Of("v" + i)).ToList();
        var registrations = keys.Select(k => us.Ledger.Sign(Consortium.Owner, "key/1", $$"""{"op":"register",{{Consortium.Key(k, "esco", "validator")[1..]}}""")).ToList();
        var set = us.Ledger.Sign(Consortium.Owner, "settings/1",
            $$"""{"op":"set","name":"validators","value":[{{string.Join(',', keys.Append(TestLedger.Validator).Select(Consortium.Jwk))}}]}""");
        var engine = us.Ledger.Sign(Consortium.Owner, "settings/1", """{"op":"set","name":"engine","value":"quorum"}""");
        us.Ledger.Commit(Batch.Create(Consortium.Owner, [.. registrations, set])).Rejected.Single().Rejection.Code.ShouldBe("guard.validators");
        us.Ledger.Commit(Batch.Create(Consortium.Owner, [.. registrations, set, engine])).Rejected.ShouldBeEmpty();
    }

    [Fact]
    public void A_ledger_without_an_owner_among_its_members_cannot_take_up_governance()
    {
        var ledger = new TestLedger();
        var rule = ledger.Sign(TestLedger.Operator, "settings/1", """{"op":"set","name":"governance","value":{"parties":["host"],"threshold":1}}""");
        ledger.CommitOne(rule)!.Code.ShouldBe("guard.validator");   // its validator was never registered as one
        ledger.CommitOne(ledger.Sign(TestLedger.Operator, "key/1", $$"""{"op":"register",{{Consortium.Key(TestLedger.Validator, "host", "validator")[1..]}}""")).ShouldBeNull();
        ledger.CommitOne(rule)!.Code.ShouldBe("guard.owner");
        ledger.CommitOne(ledger.Sign(TestLedger.Operator, "member/1", """{"op":"set","party":"host","name":"Host","roles":["owner"]}""")).ShouldBeNull();
        ledger.CommitOne(rule).ShouldBeNull();
    }
}
