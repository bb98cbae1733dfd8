namespace SmartBlocks.Ledger.Tests.Governance;

public sealed class GovernanceTests
{
    private const string Limit = """{"op":"setting.set","name":"blockLimit","value":1000}""";

    [Fact]
    public void The_second_of_two_approvals_changes_the_setting()
    {
        var us = new Consortium();
        var id = us.Propose(Consortium.Esco, Limit);
        us.Read(id).State.ShouldBe(ProposalState.Open);
        us.Ledger.Read("settings/blockLimit").ShouldBeNull();
        us.Approve(Consortium.Utility, id).ShouldBeNull();
        us.Ledger.Read("settings/blockLimit").ShouldBe("1000");
        var done = us.Read(id);
        (done.State, done.ClosedAt, done.Party).ShouldBe((ProposalState.Executed, us.Ledger.Cursor.Number, "esco"));
        done.Approvals.Select(a => a.Party).ShouldBe(["esco", "utility"]);
        done.Approvals[0].Transaction.ShouldBe(id);
        us.Approve(Consortium.Owner, id)!.Code.ShouldBe("governance.closed");
    }

    [Fact]
    public void One_alone_changes_nothing_where_two_must_agree()
    {
        var us = new Consortium();
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "settings/1", """{"op":"set","name":"blockLimit","value":1000}"""))!.Code.ShouldBe("governance.required");
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "member/1", """{"op":"remove","party":"esco"}"""))!.Code.ShouldBe("governance.required");
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "key/1", $$"""{"op":"register",{{Consortium.Key(TestKeys.Of("x"), "esco", "member")[1..]}}"""))!.Code.ShouldBe("governance.required");
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "key/1", $$"""{"op":"revoke","kid":"{{Consortium.Esco.KeyId}}"}"""))!.Code.ShouldBe("governance.required");
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "key/1", $$"""{"op":"rotate","kid":"{{Consortium.Esco.KeyId}}","jwk":{{Consortium.Jwk(TestKeys.Of("x"))}}}"""))!.Code.ShouldBe("governance.required");
        // Devices come and go without a vote.
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "key/1", $$"""{"op":"register",{{Consortium.Key(TestKeys.Of("x"), "meter-2", "device")[1..]}}""")).ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "key/1", $$"""{"op":"revoke","kid":"{{TestKeys.Of("x").KeyId}}"}""")).ShouldBeNull();
    }

    [Fact]
    public void With_a_threshold_of_one_an_operator_of_a_deciding_party_decides_alone()
    {
        var us = new Consortium(threshold: 1, parties: ["owner"]);
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "settings/1", """{"op":"set","name":"blockLimit","value":1000}""")).ShouldBeNull();
        var id = us.Propose(Consortium.Owner, """{"op":"setting.set","name":"access","value":"public"}""");
        us.Read(id).State.ShouldBe(ProposalState.Executed);
        us.Ledger.Executor.SettingsAt(us.Ledger.Cursor).Access.ShouldBe("public");
        var asked = us.Propose(Consortium.Esco, Limit);
        us.Read(asked).Approvals.ShouldBeEmpty();
        us.Approve(Consortium.Esco, asked)!.Code.ShouldBe("governance.party");
        us.Approve(Consortium.Owner, asked).ShouldBeNull();
        us.Read(asked).State.ShouldBe(ProposalState.Executed);
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "key/1", $$"""{"op":"register",{{Consortium.Key(TestKeys.Of("second"), "auditor", "operator")[1..]}}""")).ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Sign(TestKeys.Of("second"), "settings/1", """{"op":"set","name":"blockLimit","value":9}"""))!.Code.ShouldBe("governance.party");
    }

    [Fact]
    public void Without_the_setting_any_operator_decides_as_ever_and_nobody_else()
    {
        var ledger = new TestLedger();
        ledger.CommitOne(ledger.Sign(TestLedger.Operator, "governance/1", $$"""{"op":"propose","title":"Limit","changes":[{{Limit}}]}""")).ShouldBeNull();
        ledger.Read("settings/blockLimit").ShouldBe("1000");
        ledger.CommitOne(ledger.Register(TestKeys.Of("member"), "member")).ShouldBeNull();
        ledger.CommitOne(ledger.Sign(TestKeys.Of("member"), "governance/1", $$"""{"op":"propose","title":"Limit","changes":[{{Limit}}]}"""))!.Code.ShouldBe("key.role");
    }

    [Fact]
    public void A_party_counts_once_and_only_while_its_key_is_good()
    {
        var us = new Consortium();
        var id = us.Propose(Consortium.Esco, Limit);
        us.Approve(Consortium.Esco, id)!.Code.ShouldBe("governance.approved");
        us.Approve(Consortium.Auditor, id)!.Code.ShouldBe("governance.party");
        // The ESCO's key is replaced: what it approved with the old one counts no more.
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Esco, "key/1",
            $$"""{"op":"rotate","kid":"{{Consortium.Esco.KeyId}}","jwk":{{Consortium.Jwk(TestKeys.Of("esco-2"))}}}""")).ShouldBeNull();
        us.Approve(Consortium.Utility, id).ShouldBeNull();
        us.Read(id).State.ShouldBe(ProposalState.Open);
        us.Approve(TestKeys.Of("esco-2"), id).ShouldBeNull();
        us.Read(id).State.ShouldBe(ProposalState.Executed);
    }

    [Fact]
    public void Proposer_and_approver_may_step_back()
    {
        var us = new Consortium(threshold: 3);
        var id = us.Propose(Consortium.Esco, Limit);
        us.Approve(Consortium.Utility, id).ShouldBeNull();
        us.Withdraw(Consortium.Auditor, id)!.Code.ShouldBe("governance.party");
        us.Withdraw(Consortium.Utility, id).ShouldBeNull();
        us.Read(id).Approvals.Select(a => a.Party).ShouldBe(["esco"]);
        us.Withdraw(Consortium.Esco, id).ShouldBeNull();
        us.Read(id).State.ShouldBe(ProposalState.Withdrawn);
        us.Approve(Consortium.Owner, id)!.Code.ShouldBe("governance.closed");
        us.Approve(Consortium.Owner, us.Ledger.Blocks[0].Id)!.Code.ShouldBe("governance.unknown");
    }

    [Fact]
    public void A_proposal_runs_out()
    {
        var us = new Consortium();
        var id = us.Propose(Consortium.Esco, Limit);
        us.Ledger.Now += GovernanceFamily.DefaultTerm + 1;
        us.Approve(Consortium.Utility, id)!.Code.ShouldBe("governance.expired");
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Esco, "governance/1", $$"""{"op":"propose","title":"Late","changes":[{{Limit}}],"expires":5}"""))!.Code.ShouldBe("payload.expires");
    }

    [Fact]
    public void A_block_may_hold_proposal_and_approvals_together()
    {
        var us = new Consortium();
        var proposing = us.Proposing(Consortium.Esco, Limit);
        var approving = us.Ledger.Sign(Consortium.Utility, "governance/1", $$"""{"op":"approve","proposal":"{{proposing.Id}}"}""", dep: [proposing.Id]);
        us.Ledger.Commit(Batch.Of(proposing), Batch.Of(approving)).Rejected.ShouldBeEmpty();
        us.Read(proposing.Id).State.ShouldBe(ProposalState.Executed);
    }

    [Theory]
    [InlineData("""{"op":"setting.set","name":"colour","value":1}""", "settings.unknown", "changes[0].name")]
    [InlineData("""{"op":"setting.set","name":"access","value":"secret"}""", "settings.access", "changes[0].access")]
    [InlineData("""{"op":"setting.set","name":"blockLimit"}""", "payload.value", "changes[0].value")]
    [InlineData("""{"op":"setting.reset","name":"blockLimit"}""", "settings.reset", "changes[0].name")]
    [InlineData("""{"op":"setting.reset","name":"permission/site/1"}""", "settings.unset", "changes[0].name")]
    [InlineData("""{"op":"setting.set","name":"permission/site/1","value":["king"]}""", "role.unknown", "changes[0].value")]
    [InlineData("""{"op":"setting.set","name":"permission/site/1","value":[]}""", "role.list", "changes[0].value")]
    [InlineData("""{"op":"member.set","party":"Vale","name":"Vale","roles":["esco"]}""", "payload.party", "changes[0].party")]
    [InlineData("""{"op":"member.set","party":"vale","name":" ","roles":["esco"]}""", "member.name", "changes[0].name")]
    [InlineData("""{"op":"member.set","party":"vale","name":"Vale","roles":["device"]}""", "role.unknown", "changes[0].roles")]
    [InlineData("""{"op":"member.set","party":"vale","name":"Vale","roles":["esco"],"more":1}""", "payload.member", "changes[0].more")]
    [InlineData("""{"op":"member.remove","party":"nobody"}""", "member.unknown", "changes[0].party")]
    [InlineData("""{"op":"key.revoke","kid":"nobody"}""", "key.unknown", "changes[0].kid")]
    [InlineData("""{"op":"validator.remove","kid":"nobody"}""", "validator.unknown", "changes[0].kid")]
    [InlineData("""{"op":"dance"}""", "governance.op", "changes[0].op")]
    [InlineData("7", "payload.json", "changes[0]")]
    public void A_proposal_that_could_not_be_executed_is_refused_with_field_and_rule(string change, string code, string field)
    {
        var us = new Consortium();
        var why = us.Ledger.CommitOne(us.Proposing(Consortium.Owner, change))!;
        (why.Code, why.Field).ShouldBe((code, field));
    }

    [Fact]
    public void A_proposal_needs_a_title_and_changes()
    {
        var us = new Consortium();
        us.Ledger.CommitOne(us.Proposing(Consortium.Owner))!.Code.ShouldBe("governance.changes");
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "governance/1", $$"""{"op":"propose","title":" ","changes":[{{Limit}}]}"""))!.Code.ShouldBe("governance.title");
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "governance/1", """{"op":"sing"}"""))!.Code.ShouldBe("payload.op");
        us.Ledger.CommitOne(us.Ledger.Sign(TestLedger.Device, "governance/1", $$"""{"op":"propose","title":"I","changes":[{{Limit}}]}"""))!.Code.ShouldBe("key.role");
    }

    [Fact]
    public async Task Another_program_executes_it_all_alike()
    {
        var us = new Consortium();
        us.Decide("""{"op":"member.set","party":"vale","name":"Vale Fröhlich","roles":["esco","auditor"]}""",
            $$"""{"op":"key.register",{{Consortium.Key(TestKeys.Of("vale"), "vale", "member")[1..]}}""", """{"op":"setting.set","name":"permission/counter/1","value":["esco"]}""").ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Add("a", 1, TestKeys.Of("vale"))).ShouldBeNull();
        var report = await TestLedger.Verify(us.Ledger.Records);
        report.Discrepancy.ShouldBeNull();
        report.Head.State.Hash.ShouldBe(us.Ledger.Cursor.State.Hash);
    }
}
