namespace SmartBlocks.Ledger.Tests.Governance;

public sealed class PermissionTests
{
    private const string EscosCount = """{"op":"setting.set","name":"permission/counter/1","value":["esco"]}""";

    [Fact]
    public void A_ledger_says_which_roles_may_submit_a_family_from_the_next_block_on()
    {
        var us = new Consortium();
        var proposing = us.Proposing(Consortium.Owner, EscosCount);
        us.Ledger.CommitOne(proposing).ShouldBeNull();
        var approving = us.Ledger.Sign(Consortium.Esco, "governance/1", $$"""{"op":"approve","proposal":"{{proposing.Id}}"}""");
        us.Ledger.Commit(Batch.Of(approving), Batch.Of(us.Ledger.Add("a", 1))).Rejected.ShouldBeEmpty();   // in the block that changes it, the old rule
        var refused = us.Ledger.CommitOne(us.Ledger.Add("a", 1))!;
        (refused.Code, refused.Field).ShouldBe(("key.role", "kid"));
        refused.Detail.ShouldContain("counter/1 needs esco");
        us.Ledger.CommitOne(us.Ledger.Add("a", 1, Consortium.Esco)).ShouldBeNull();   // a member's key speaks in its organisation's roles
        us.Ledger.CommitOne(us.Ledger.Add("a", 1, Consortium.Utility))!.Code.ShouldBe("key.role");

        us.Decide("""{"op":"setting.reset","name":"permission/counter/1"}""").ShouldBeNull();
        us.Ledger.Read("settings/permission/counter/1").ShouldBe("null");
        us.Ledger.CommitOne(us.Ledger.Add("a", 1)).ShouldBeNull();
    }

    [Fact]
    public void The_ledgers_choice_stands_in_for_the_familys_own()
    {
        var us = new Consortium(threshold: 1, parties: ["esco", "owner"]);
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Esco, "settings/1", """{"op":"set","name":"blockLimit","value":9}"""))!.Code.ShouldBe("key.role");
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "settings/1", """{"op":"set","name":"permission/settings/1","value":["esco","operator"]}""")).ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Esco, "settings/1", """{"op":"set","name":"blockLimit","value":9}""")).ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "settings/1", """{"op":"set","name":"permission/key/1","value":["esco"]}""")).ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Esco, "key/1", $$"""{"op":"register",{{Consortium.Key(TestKeys.Of("d"), "meter-2", "device")[1..]}}""")).ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "key/1", $$"""{"op":"revoke","kid":"{{TestKeys.Of("d").KeyId}}"}"""))!.Code.ShouldBe("key.role");
    }

    [Fact]
    public void Who_left_speaks_in_no_role_any_more()
    {
        var us = new Consortium();
        us.Decide(EscosCount, """{"op":"setting.set","name":"governance","value":{"parties":["owner","utility"],"threshold":1}}""", """{"op":"member.remove","party":"esco"}""").ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Add("a", 1, Consortium.Esco))!.Code.ShouldBe("key.role");
        MemberEntry.Read(us.Ledger.State, "esco")!.LeftAt.ShouldBe(us.Ledger.Cursor.Number);
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "member/1", """{"op":"set","party":"esco","name":"Esco again","roles":["esco"]}""")).ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Add("a", 1, Consortium.Esco)).ShouldBeNull();
    }
}
