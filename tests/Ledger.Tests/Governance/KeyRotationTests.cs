namespace SmartBlocks.Ledger.Tests.Governance;

public sealed class KeyRotationTests
{
    [Fact]
    public void A_key_counts_up_to_the_transaction_that_revokes_it_and_not_after()
    {
        var us = new Consortium();
        var before = us.Ledger.Add("a", 1);
        var revoking = us.Ledger.Sign(Consortium.Owner, "key/1", $$"""{"op":"revoke","kid":"{{TestLedger.Device.KeyId}}"}""");
        var after = us.Ledger.Add("a", 1);
        var block = us.Ledger.Commit(Batch.Of(before), Batch.Of(revoking), Batch.Of(after));
        block.Rejected.Single().Rejection.Code.ShouldBe("key.revoked");
        us.Ledger.Read("counter/a").ShouldBe("1");
        KeyEntry.Read(us.Ledger.State, TestLedger.Device.KeyId)!.RevokedAt.ShouldBe(us.Ledger.Cursor.Number);
        us.Ledger.CommitOne(after)!.Code.ShouldBe("key.revoked");
    }

    [Fact]
    public void From_a_block_on_the_key_signs_until_the_one_before()
    {
        var us = new Consortium();
        var from = us.Ledger.Cursor.Number + 3;
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "key/1", $$"""{"op":"revoke","kid":"{{TestLedger.Device.KeyId}}","from":{{from}}}""")).ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Add("a", 1)).ShouldBeNull();
        us.Ledger.Cursor.Number.ShouldBe(from - 1);
        us.Ledger.CommitOne(us.Ledger.Add("a", 1))!.Code.ShouldBe("key.revoked");
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "key/1", $$"""{"op":"revoke","kid":"{{TestLedger.Device.KeyId}}","from":1}"""))!.Code.ShouldBe("payload.from");
    }

    [Fact]
    public void A_later_revocation_does_not_take_an_earlier_one_back()
    {
        var us = new Consortium();
        var from = us.Ledger.Cursor.Number + 5;
        string Revoke(long block) => $$"""{"op":"revoke","kid":"{{TestLedger.Device.KeyId}}","from":{{block}}}""";
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "key/1", Revoke(from))).ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "key/1", Revoke(from + 5)))!.Code.ShouldBe("key.revoked");
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Owner, "key/1", Revoke(from - 1))).ShouldBeNull();
    }

    [Fact]
    public void A_successor_takes_over_party_role_and_identity()
    {
        var us = new Consortium();
        var (second, third) = (TestKeys.Of("device-2"), TestKeys.Of("device-3"));
        us.Ledger.CommitOne(Rotate(us, TestLedger.Device, TestLedger.Device, second)).ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Add("a", 1))!.Code.ShouldBe("key.revoked");
        us.Ledger.CommitOne(us.Ledger.Add("a", 1, second)).ShouldBeNull();
        us.Ledger.CommitOne(Rotate(us, Consortium.Owner, second, third)).ShouldBeNull();   // an operator, for a device
        var entry = KeyEntry.Read(us.Ledger.State, third.KeyId)!;
        (entry.Party, entry.Role, entry.Identity).ShouldBe(("meter-1", "device", TestLedger.Device.KeyId));
        KeyEntry.Read(us.Ledger.State, second.KeyId)!.Successor.ShouldBe(third.KeyId);
        us.Ledger.CommitOne(Rotate(us, third, third, second))!.Code.ShouldBe("key.exists");
        us.Ledger.CommitOne(Rotate(us, third, TestLedger.Device, TestKeys.Of("device-4")))!.Code.ShouldBe("key.role");
    }

    [Fact]
    public void An_organisation_rotates_and_revokes_its_own_keys_and_no_others()
    {
        var us = new Consortium();
        var second = TestKeys.Of("esco-2");
        us.Decide($$"""{"op":"key.register",{{Consortium.Key(second, "esco", "member")[1..]}}""").ShouldBeNull();
        us.Ledger.CommitOne(Rotate(us, Consortium.Esco, second, TestKeys.Of("esco-3"))).ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Esco, "key/1", $$"""{"op":"revoke","kid":"{{TestKeys.Of("esco-3").KeyId}}"}""")).ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Esco, "key/1", $$"""{"op":"revoke","kid":"{{Consortium.Utility.KeyId}}"}"""))!.Code.ShouldBe("key.role");
        us.Ledger.CommitOne(us.Ledger.Sign(Consortium.Esco, "key/1", $$"""{"op":"revoke","kid":"{{Consortium.Esco.KeyId}}"}"""))!.Code.ShouldBe("key.self");
    }

    [Fact]
    public void A_rotated_validator_certifies_from_the_next_block_on()
    {
        var us = new Consortium();
        var next = TestKeys.Of("validator-2");
        us.Ledger.CommitOne(us.Ledger.Sign(TestLedger.Validator, "key/1",
            $$"""{"op":"rotate","kid":"{{TestLedger.Validator.KeyId}}","jwk":{{Consortium.Jwk(next)}},"from":90}"""))!.Code.ShouldBe("key.validator");
        us.Ledger.CommitOne(Rotate(us, TestLedger.Validator, TestLedger.Validator, next)).ShouldBeNull();
        us.Ledger.Blocks[^1].Header.Validators.ShouldBe([TestLedger.Validator.KeyId]);
        us.Ledger.Executor.SettingsAt(us.Ledger.Cursor).Validators.Single().KeyId.ShouldBe(next.KeyId);
    }

    private static Transaction Rotate(Consortium us, SigningKey signer, SigningKey old, SigningKey next) =>
        us.Ledger.Sign(signer, "key/1", $$"""{"op":"rotate","kid":"{{old.KeyId}}","jwk":{{Consortium.Jwk(next)}}}""");
}
