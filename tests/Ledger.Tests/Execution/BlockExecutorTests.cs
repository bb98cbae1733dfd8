using System.Text;

namespace SmartBlocks.Ledger.Tests.Execution;

public sealed class BlockExecutorTests
{
    [Fact]
    public void Genesis_sets_the_ledger_up()
    {
        var ledger = new TestLedger();
        ledger.Cursor.Number.ShouldBe(0);
        var block = ledger.Blocks[0];
        block.Header.Previous.ShouldBe(BlockHeader.NoPrevious);
        block.Header.Engine.ShouldBe("solo");
        block.Header.Validators.ShouldBe([TestLedger.Validator.KeyId]);
        block.Header.Size.ShouldBe(2);
        var settings = ledger.Executor.SettingsAt(ledger.Cursor);
        (settings.Name, settings.Engine, settings.BlockLimit).ShouldBe(("Test", "solo", 4096));
        KeyEntry.Read(ledger.State, TestLedger.Device.KeyId)!.ShouldBe(new KeyEntry(TestLedger.Device.KeyId, TestLedger.Device.PublicKey.ToJwk(), "nimbus", "device"));
        ledger.Read(SettingsFamily.GenesisPath).ShouldNotBeNull();
    }

    [Fact]
    public void Nothing_comes_before_genesis_and_no_second_one_after()
    {
        var ledger = new TestLedger(started: false);
        ledger.CommitOne(ledger.Add("c", 1))!.Code.ShouldBe("ledger.notStarted");
        ledger.CommitOne(ledger.Genesis(TestLedger.Device))!.Code.ShouldBe("ledger.notStarted");   // signed by a key it does not bring along
        ledger.Cursor.Number.ShouldBe(-1);
        ledger.CommitOne(ledger.Genesis()).ShouldBeNull();
        ledger.CommitOne(ledger.Genesis())!.Code.ShouldBe("genesis.exists");
    }

    [Fact]
    public void A_new_family_is_one_file_and_one_registration_line()
    {
        var ledger = new TestLedger();
        var proposal = ledger.Commit(Batch.Of(ledger.Add("c", 5)), Batch.Of(ledger.Add("c", 2)));
        ledger.Read("counter/c").ShouldBe("7");
        var events = proposal.Execution!.Batches.SelectMany(b => b.Events).SelectMany(e => e).ToList();
        events.Select(e => (e.Type, e.Subject, Encoding.UTF8.GetString(e.Data.Span))).ShouldBe([("counter.changed", "c", "5"), ("counter.changed", "c", "7")]);
        proposal.Execution.Batches.Select(b => b.FirstIndex).ShouldBe([2, 3]);
    }

    [Fact]
    public void A_batch_commits_whole_or_leaves_no_trace()
    {
        var ledger = new TestLedger();
        ledger.CommitOne(ledger.Add("a", 1)).ShouldBeNull();
        var before = ledger.Cursor;
        var bad = Batch.Create(TestLedger.Device, [ledger.Add("a", 5), ledger.Add("b", 3), ledger.Add("a", -100)]);
        var proposal = ledger.Commit(bad);
        proposal.Execution.ShouldBeNull();
        proposal.Rejected.Single().Rejection.Code.ShouldBe("counter.negative");
        proposal.Rejected.Single().TransactionId.ShouldBe(bad.Transactions[2].Id);
        ledger.Cursor.ShouldBe(before);

        // The same block with the refused batch in its midst is the block without it.
        var one = Batch.Of(ledger.Add("a", 1));
        var two = Batch.Of(ledger.Add("b", 1));
        var with = ledger.Executor.Propose(before, [one, bad, two], ledger.Now, ledger);
        var without = ledger.Executor.Propose(before, [one, two], ledger.Now, ledger);
        with.Execution!.Header.ToJson().ShouldBe(without.Execution!.Header.ToJson());
        with.Execution.State.Bytes.ToArray().ShouldBe(without.Execution.State.Bytes.ToArray());
    }

    [Fact]
    public void One_id_commits_at_most_once()
    {
        var ledger = new TestLedger();
        var transaction = ledger.Add("a", 1);
        var again = ledger.Sign(TestLedger.Device, "counter/1", Encoding.UTF8.GetString(transaction.Payload.Span), nonce: transaction.Header.Nonce);
        again.Id.ShouldBe(transaction.Id);
        var proposal = ledger.Commit(Batch.Of(transaction), Batch.Of(again));
        proposal.Rejected.Single().Rejection.Code.ShouldBe("transaction.duplicate");
        ledger.CommitOne(again)!.Code.ShouldBe("transaction.duplicate");
        ledger.Read("counter/a").ShouldBe("1");
    }

    [Fact]
    public void Dependencies_must_be_committed_before_or_with_it()
    {
        var ledger = new TestLedger();
        var first = ledger.Add("a", 1);
        ledger.CommitOne(ledger.Add("a", 1, dep: [first.Id]))!.Code.ShouldBe("dep.missing");
        ledger.Commit(Batch.Of(first), Batch.Of(ledger.Add("a", 1, dep: [first.Id]))).Rejected.ShouldBeEmpty();
        ledger.CommitOne(ledger.Add("a", 1, dep: [first.Id])).ShouldBeNull();
        var second = ledger.Add("a", 1);
        ledger.Commit(Batch.Create(TestLedger.Device, [ledger.Add("a", 1, dep: [second.Id]), second])).Rejected.ShouldBeEmpty();
    }

    [Fact]
    public void Who_may_not_sign_is_refused_with_the_rule()
    {
        var ledger = new TestLedger();
        var stranger = TestKeys.Of("stranger");
        ledger.CommitOne(ledger.Add("a", 1, stranger))!.Code.ShouldBe("key.unknown");
        ledger.CommitOne(ledger.Register(stranger, "device", TestLedger.Device))!.Code.ShouldBe("key.role");
        ledger.CommitOne(ledger.Register(stranger, "king"))!.Code.ShouldBe("key.role");
        ledger.CommitOne(ledger.Register(TestLedger.Device, "device"))!.Code.ShouldBe("key.exists");
        ledger.CommitOne(ledger.Sign(TestLedger.Device, "weather/1", "{}"))!.Code.ShouldBe("family.unknown");
        ledger.CommitOne(ledger.Sign(TestLedger.Device, "counter/1", "{}", ledger: "other-ledger"))!.Code.ShouldBe("ledger.wrong");
        ledger.CommitOne(ledger.Sign(TestLedger.Device, "counter/1", "nonsense"))!.Code.ShouldBe("payload.json");
        ledger.CommitOne(ledger.Sign(TestLedger.Device, "counter/1", """{"counter":"a","add":1,"add":1}"""))!.Code.ShouldBe("payload.json");
        ledger.CommitOne(ledger.Sign(TestLedger.Device, "counter/1", """{"counter":"a","add":1,"more":1}"""))!.Code.ShouldBe("payload.member");
        ledger.CommitOne(ledger.Sign(TestLedger.Device, "counter/1", """{"counter":"a","add":1.5}"""))!.Code.ShouldBe("payload.add");
        ledger.CommitOne(ledger.Sign(TestLedger.Device, "counter/1", """{"counter":"\ud800","add":1}"""))!.Code.ShouldBe("payload.counter");
        ledger.Cursor.Number.ShouldBe(0);
    }

    [Fact]
    public void A_signature_that_is_not_the_keys_is_refused()
    {
        var ledger = new TestLedger();
        var good = ledger.Add("a", 1).ToString();
        var other = ledger.Add("a", 1).ToString();
        var forged = good[..good.LastIndexOf('.')] + other[other.LastIndexOf('.')..];
        Transaction.TryParse(forged, out var transaction, out _).ShouldBeTrue();
        ledger.CommitOne(transaction!)!.Code.ShouldBe("transaction.signature");
        var sealedByOther = Encoding.UTF8.GetString(Batch.Create(TestLedger.Device, [ledger.Add("a", 1)]).ToJson());
        var seal = Encoding.UTF8.GetString(Batch.Create(TestLedger.Device, [ledger.Add("b", 1)]).ToJson());
        var mixed = sealedByOther[..^88] + seal[^88..];
        Batch.TryParse(Encoding.UTF8.GetBytes(mixed), out var batch, out var why).ShouldBeTrue(why?.Detail);
        ledger.Commit(batch!).Rejected.Single().Rejection.Code.ShouldBe("batch.seal");
    }

    [Fact]
    public void A_revoked_key_signs_no_more()
    {
        var ledger = new TestLedger();
        ledger.CommitOne(ledger.Add("a", 1)).ShouldBeNull();
        ledger.CommitOne(ledger.Sign(TestLedger.Operator, "key/1", $$"""{"op":"revoke","kid":"{{TestLedger.Device.KeyId}}"}""")).ShouldBeNull();
        ledger.CommitOne(ledger.Add("a", 1))!.Code.ShouldBe("key.revoked");
        ledger.Commit(Batch.Create(TestLedger.Device, [ledger.Register(TestKeys.Of("new"), "device")])).Rejected.Single().Rejection.Code.ShouldBe("key.revoked");
        ledger.CommitOne(ledger.Register(TestLedger.Device, "device"))!.Code.ShouldBe("key.exists");
        ledger.CommitOne(ledger.Sign(TestLedger.Operator, "key/1", $$"""{"op":"revoke","kid":"{{TestLedger.Operator.KeyId}}"}"""))!.Code.ShouldBe("key.self");
    }

    [Fact]
    public void A_key_registered_in_a_block_may_sign_and_seal_in_it()
    {
        var ledger = new TestLedger();
        var key = TestKeys.Of("fresh");
        ledger.Commit(Batch.Create(key, [ledger.Register(key, "device"), ledger.Add("a", 1, key)]), Batch.Of(ledger.Add("a", 1, key))).Rejected.ShouldBeEmpty();
        ledger.Read("counter/a").ShouldBe("2");
    }

    [Fact]
    public void Iat_must_lie_near_the_blocks_time()
    {
        var ledger = new TestLedger();
        var now = ledger.Now;
        ledger.Now = now + LedgerSettings.DefaultFutureLimit + 1;
        var future = ledger.Add("a", 1);
        ledger.Now = now - LedgerSettings.DefaultAgeLimit - 1;
        var old = ledger.Add("a", 1);
        ledger.Now = now;
        ledger.CommitOne(future)!.Code.ShouldBe("iat.future");
        ledger.CommitOne(old)!.Code.ShouldBe("iat.old");
    }

    [Fact]
    public void Settings_are_changed_by_operators_and_take_effect_with_the_next_block()
    {
        var ledger = new TestLedger();
        ledger.CommitOne(ledger.Sign(TestLedger.Device, "settings/1", """{"op":"set","name":"blockLimit","value":2}"""))!.Code.ShouldBe("key.role");
        ledger.CommitOne(ledger.Sign(TestLedger.Operator, "settings/1", """{"op":"set","name":"blockLimit","value":0}"""))!.Code.ShouldBe("settings.blockLimit");
        ledger.CommitOne(ledger.Sign(TestLedger.Operator, "settings/1", """{"op":"set","name":"colour","value":0}"""))!.Code.ShouldBe("settings.unknown");
        ledger.CommitOne(ledger.Sign(TestLedger.Operator, "settings/1", """{"op":"set","name":"blockLimit","value":2}""")).ShouldBeNull();
        var proposal = ledger.Commit([.. Enumerable.Range(0, 5).Select(_ => Batch.Of(ledger.Add("a", 1)))]);
        proposal.Execution!.Batches.Length.ShouldBe(2);
        proposal.Deferred.Length.ShouldBe(3);
        ledger.Commit(proposal.Deferred).Deferred.Length.ShouldBe(1);
        ledger.Commit(Batch.Create(TestLedger.Device, [ledger.Add("a", 1), ledger.Add("a", 1), ledger.Add("a", 1)]))
            .Rejected.Single().Rejection.Code.ShouldBe("block.limit");
    }

    [Fact]
    public void A_new_validator_certifies_from_the_next_block_on()
    {
        var ledger = new TestLedger();
        var next = TestKeys.Of("validator-2");
        var set = ledger.Executor.Propose(ledger.Cursor,
            [Batch.Of(ledger.Sign(TestLedger.Operator, "settings/1", $$"""{"op":"set","name":"validators","value":[{{next.PublicKey.ToJwk()}}]}"""))], ledger.Now, ledger);
        set.Execution!.Header.Validators.ShouldBe([TestLedger.Validator.KeyId]);
        ledger.Nodes.Append(set.Execution.State.Start, set.Execution.State.Bytes.Span);
        ledger.Executor.Propose(set.Execution.Next, [Batch.Of(ledger.Add("a", 1))], ledger.Now, ledger)
            .Execution!.Header.Validators.ShouldBe([next.KeyId]);
    }

    [Fact]
    public void Time_never_runs_backwards()
    {
        var ledger = new TestLedger();
        var time = ledger.Cursor.Time;
        ledger.Now = time - 60_000;
        ledger.CommitOne(ledger.Add("a", 1)).ShouldBeNull();
        ledger.Cursor.Time.ShouldBe(time);
    }

    [Fact]
    public void A_cursor_is_put_together_again_from_the_store()
    {
        var ledger = TestLedger.WithBlocks(10, seed: 1);
        var cursor = LedgerCursor.After(ledger.Blocks[^1].Header, HistoryTree.Load(ledger.Cursor.History.Size, ledger.Hashes), ledger.States[^1]);
        cursor.Id.ShouldBe(ledger.Cursor.Id);
        var batch = Batch.Of(ledger.Add("a", 1));
        new BlockExecutor(ledger.Families, ledger.Nodes).Propose(cursor, [batch], ledger.Now, ledger).Execution!.Header.ToJson()
            .ShouldBe(ledger.Executor.Propose(ledger.Cursor, [batch], ledger.Now, ledger).Execution!.Header.ToJson());
        Should.Throw<ArgumentException>(() => LedgerCursor.After(ledger.Blocks[^2].Header, cursor.History, cursor.State));
    }
}
