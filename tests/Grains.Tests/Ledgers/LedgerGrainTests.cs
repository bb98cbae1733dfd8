using System.Text;
using SmartBlocks.Energy;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains.Tests.Ledgers;

public sealed class LedgerGrainTests(World world) : IClassFixture<World>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await world.FoundAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_ledger_that_was_never_founded_has_no_head_and_takes_nothing()
    {
        var nowhere = world.Client.GetGrain<ILedgerGrain>("nowhere");
        (await nowhere.Head()).ShouldBeNull();
        await world.AddMeterAsync("unfounded");
        var refused = (await nowhere.Submit(new SubmitRequest([world.Reading("unfounded", World.DaysAgo(1), 1m).Bytes]))).Outcomes[0];
        refused.Status.ShouldBe(BatchStatus.Invalid);
        refused.Rejection!.Code.ShouldBe("ledger.wrong");
    }

    [Fact]
    public async Task A_founded_ledger_belongs_to_its_founder()
    {
        var again = await world.LedgerGrain.Create(new CreateLedger("Nimbus", World.Tenant));
        again.Created.ShouldBeFalse();
        again.Rejection.ShouldBeNull();
        var other = await world.LedgerGrain.Create(new CreateLedger("Nimbus", "someone-else"));
        other.Rejection!.Code.ShouldBe("ledger.exists");
    }

    [Fact]
    public async Task A_ledger_can_be_founded_for_a_quorum_of_its_members()
    {
        FoundingValidator[] members = [.. new[] { Roles.Esco, Roles.Owner, Roles.Utility, Roles.Auditor }
            .Select(role => new FoundingValidator("party-" + role, "The " + role, role, SigningKey.FromECDsa(System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256)).PublicKey.ToJwk()))];
        var few = await world.Client.GetGrain<ILedgerGrain>("few").Create(new CreateLedger("Few", World.Tenant, null, [.. members.Take(3)]));
        few.Rejection!.Code.ShouldBe("ledger.validators");
        (await world.Client.GetGrain<ILedgerGrain>("few").Head()).ShouldBeNull();

        var ledger = world.Client.GetGrain<ILedgerGrain>("consortium");
        var request = new CreateLedger("Consortium", World.Tenant, null, [.. members]);
        var founded = await ledger.Create(request);
        founded.Created.ShouldBeTrue();
        founded.Head!.Number.ShouldBe(1);
        // The host certified both blocks; from the next one on it takes the members.
        founded.Head.Engine.ShouldBe("solo");
        var state = (await world.Reader.StateAtAsync("consortium", 1))!;
        var settings = LedgerSettings.Read(state);
        settings.Engine.ShouldBe(Quorum.Name);
        settings.Validators.Select(v => v.ToJwk()).ShouldBe(members.Select(m => m.Jwk), ignoreOrder: true);
        foreach (var member in members)
            KeyEntry.Read(state, PublicKey.FromJwk(member.Jwk).KeyId)!.Party.ShouldBe(member.Party);

        var again = await ledger.Create(request);
        again.Created.ShouldBeFalse();
        again.Head!.Number.ShouldBe(1);
    }

    [Fact]
    public async Task A_committed_reading_is_in_a_block_with_its_receipt()
    {
        await world.AddMeterAsync("receipt");
        var reading = world.Reading("receipt", World.DaysAgo(1), 1.5m, 2.25m);
        var outcome = await world.SubmitAsync(reading);
        outcome.Status.ShouldBe(BatchStatus.Committed);
        outcome.Id.ShouldBe(reading.Id);

        var (place, block) = (await world.Reader.FindAsync(World.Ledger, reading.Id)).ShouldNotBeNull();
        place.Block.ShouldBe(outcome.Block);
        place.Index.ShouldBe(outcome.Index);
        var parsed = LedgerReader.Parse(block);
        var proof = InclusionProof.Create(place.Index, parsed.Header.Size, world.Reader.HistoryAt(World.Ledger, parsed.Header.Size));
        Hash256.TryParse(parsed.Header.Root, out var root).ShouldBeTrue();
        proof.Verify(reading.LeafHash, root).ShouldBeTrue();
        world.Reader.StateAt(block).MeterHead("receipt")!.Value.ShouldBe(2.25m);
    }

    [Fact]
    public async Task A_redelivered_transaction_gets_the_receipt_of_the_first_delivery()
    {
        await world.AddMeterAsync("redelivered");
        var reading = world.Reading("redelivered", World.DaysAgo(1), 1m);
        var first = await world.SubmitAsync(reading);
        var second = await world.SubmitAsync(reading);
        second.ShouldBe(first);
        var both = await world.SubmitAsync([reading, world.Reading("redelivered", World.DaysAgo(2), 1m), reading]);
        both.Select(o => o.Status).ShouldAllBe(s => s == BatchStatus.Committed);
        both[0].ShouldBe(first);
        both[2].ShouldBe(first);
    }

    [Fact]
    public async Task The_same_transaction_twice_in_one_block_commits_once()
    {
        await world.AddMeterAsync("twice");
        var reading = world.Reading("twice", World.DaysAgo(1), 1m);
        var size = (await world.LedgerGrain.Head())!.Transactions;
        var outcomes = await world.SubmitAsync([reading, reading]);
        outcomes[1].ShouldBe(outcomes[0]);
        (await world.LedgerGrain.Head())!.Transactions.ShouldBe(size + 1);
    }

    [Fact]
    public async Task A_refused_batch_leaves_no_trace_and_says_why()
    {
        await world.AddMeterAsync("refused");
        var good = world.Reading("refused", World.DaysAgo(1), 1m);
        (await world.SubmitAsync(good)).Status.ShouldBe(BatchStatus.Committed);
        var before = (await world.LedgerGrain.Head())!;
        var overlapping = world.Reading("refused", World.DaysAgo(1), 7m);
        var outcome = await world.SubmitAsync(overlapping);
        outcome.Status.ShouldBe(BatchStatus.Invalid);
        outcome.Rejection!.Code.ShouldBe("reading.overlap");
        outcome.TransactionId.ShouldBe(overlapping.Id);
        (await world.LedgerGrain.Head())!.Id.ShouldBe(before.Id);

        var status = (await world.LedgerGrain.Statuses([overlapping.Id, good.Id, "nothing"])).Select(s => s.Status);
        status.ShouldBe([BatchStatus.Invalid, BatchStatus.Committed, BatchStatus.Unknown]);
    }

    [Fact]
    public async Task A_sealed_batch_commits_whole_or_not_at_all()
    {
        var key = await world.AddMeterAsync("sealed");
        var one = world.Reading("sealed", World.DaysAgo(1), 1m);
        var two = world.Reading("sealed", World.DaysAgo(2), 1m);
        var whole = Batch.Create(key, [one, two]);
        var committed = (await world.LedgerGrain.Submit(new SubmitRequest([whole.ToJson()]))).Outcomes[0];
        committed.Status.ShouldBe(BatchStatus.Committed);
        committed.Count.ShouldBe(2);

        var three = world.Reading("sealed", World.DaysAgo(3), 1m);
        var half = Batch.Create(key, [three, world.Reading("sealed", World.DaysAgo(1), 9m)]);
        (await world.LedgerGrain.Submit(new SubmitRequest([half.ToJson()]))).Outcomes[0].Rejection!.Code.ShouldBe("reading.overlap");
        (await world.Store.FindTransactionAsync(World.Ledger, three.Id)).ShouldBeNull();
        (await world.LedgerGrain.Submit(new SubmitRequest([whole.ToJson()]))).Outcomes[0].ShouldBe(committed);
    }

    [Fact]
    public async Task What_is_no_batch_is_refused_and_does_not_hold_up_the_others()
    {
        await world.AddMeterAsync("mixed");
        var good = world.Reading("mixed", World.DaysAgo(1), 1m);
        var forged = good.Bytes.ToArray();
        forged[^2] = forged[^2] == (byte)'A' ? (byte)'B' : (byte)'A';
        var outcomes = (await world.LedgerGrain.Submit(new SubmitRequest(
            [Encoding.UTF8.GetBytes("{\"transactions\":7}"), good.Bytes, Encoding.UTF8.GetBytes("not a jws"), forged]))).Outcomes;
        outcomes.Select(o => o.Status).Take(3).ShouldBe([BatchStatus.Invalid, BatchStatus.Committed, BatchStatus.Invalid]);
        outcomes[0].Rejection!.Code.ShouldStartWith("batch.");
        outcomes[2].Rejection!.Code.ShouldBe("transaction.form");
    }

    [Fact]
    public async Task Many_submissions_at_once_share_blocks_and_each_keeps_its_order()
    {
        var meters = new[] { "crowd-1", "crowd-2", "crowd-3", "crowd-4" };
        foreach (var meter in meters)
            await world.AddMeterAsync(meter, kind: "register");
        await world.AddMeterAsync("crowd");
        var from = World.DaysAgo(3);
        var before = (await world.LedgerGrain.Head())!;
        // Intervals may come in any order, as calls that are under way at once may on a cluster.
        var alone = Enumerable.Range(0, 100).Select(i => world.SubmitAsync(world.Reading("crowd", from.AddMinutes(15 * i), 1m))).ToList();
        // A register that ran backwards would be refused: any reordering within a submission shows.
        var together = meters.Select(meter => world.LedgerGrain.Submit(new SubmitRequest([.. Enumerable.Range(0, 100).Select(i => (ReadOnlyMemory<byte>)world.Sign(meter,
            RegisterPayload.Family, new RegisterPayload(meter, [new RegisterReading(from.AddMinutes(i), 100m + i)]).ToJson()).Bytes)]))).ToList();
        foreach (var outcome in await Task.WhenAll(alone))
            outcome.Rejection.ShouldBeNull();
        foreach (var outcome in (await Task.WhenAll(together)).SelectMany(r => r.Outcomes))
            outcome.Rejection.ShouldBeNull();
        var after = (await world.LedgerGrain.Head())!;
        (after.Transactions - before.Transactions).ShouldBe(500);
        (after.Number - before.Number).ShouldBeLessThan(100);
    }

    [Fact]
    public async Task A_ledger_goes_on_where_it_was_after_deactivation_and_after_a_restart()
    {
        await world.AddMeterAsync("restart");
        var first = await world.SubmitAsync(world.Reading("restart", World.DaysAgo(3), 1m));
        await world.DeactivateAsync(world.LedgerGrain);
        var second = await world.SubmitAsync(world.Reading("restart", World.DaysAgo(2), 1m));
        second.Index.ShouldBe(first.Index + 1);
        await world.RestartAsync();
        var third = await world.SubmitAsync(world.Reading("restart", World.DaysAgo(1), 1m));
        third.Index.ShouldBe(second.Index + 1);
        var head = (await world.LedgerGrain.Head())!;
        head.Name.ShouldBe("Nimbus");
        head.Number.ShouldBe(third.Block);
    }

    [Fact]
    public async Task A_verifier_finds_nothing_wrong_with_what_the_grain_wrote()
    {
        await world.AddMeterAsync("verified");
        await world.SubmitAsync(Enumerable.Range(1, 20).Select(day => world.Reading("verified", World.DaysAgo(day), day, day + 0.5m)));
        var nodes = new MemoryStateNodes();
        var executor = new BlockExecutor(new FamilyRegistry(Energy.Families.EnergyFamilies.All), nodes);
        var cursor = LedgerCursor.Start(World.Ledger);
        foreach (var stored in await world.Store.ReadBlocksAsync(World.Ledger, 0, 10_000))
        {
            var block = LedgerReader.Parse(stored);
            var body = (await world.Store.ReadBodyAsync(World.Ledger, stored.Number))!;
            var replay = executor.Replay(cursor, block, Batches(body), KnownTransactions.None);
            replay.Discrepancy.ShouldBeNull();
            world.Reader.NodesOf(stored).ShouldBe(replay.Execution!.State.Bytes.ToArray());
            ConsensusEngines.ForVerification.VerifyCertificate(block, replay.Execution.Validators).ShouldBeNull();
            nodes.Append(replay.Execution.State.Start, replay.Execution.State.Bytes.Span);
            cursor = replay.Execution.Next;
        }
        cursor.Id.ShouldBe((await world.LedgerGrain.Head())!.Id);
    }

    [Fact]
    public async Task The_history_of_a_state_path_leads_back_to_its_registration()
    {
        await world.AddMeterAsync("history");
        var blocks = new List<long>();
        foreach (var day in new[] { 3, 2, 1 })
            blocks.Add((await world.SubmitAsync(world.Reading("history", World.DaysAgo(day), day))).Block);
        var head = await world.Reader.StateHistoryAsync(World.Ledger, "meter/history/head", 10);
        head.Select(c => c.Block).ShouldBe(Enumerable.Reverse(blocks));
        (await world.Reader.StateHistoryAsync(World.Ledger, "meter/history", 10)).ShouldHaveSingleItem().Block.ShouldBeLessThan(blocks[0]);
        (await world.Reader.StateHistoryAsync(World.Ledger, "meter/nobody", 10)).ShouldBeEmpty();
    }

    private static List<Batch> Batches(Stores.StoredBody body)
    {
        var batches = new List<Batch>();
        for (var i = 0; i < body.Transactions.Count;)
        {
            var seal = body.Seals.FirstOrDefault(s => s.First == i);
            var count = seal?.Count ?? 1;
            var text = seal is null
                ? body.Transactions[i]
                : Encoding.UTF8.GetBytes($$"""{"transactions":["{{string.Join("\",\"", body.Transactions.Skip(i).Take(count).Select(t => Encoding.ASCII.GetString(t.Span)))}}"],"seal":"{{seal.Seal}}"}""");
            Batch.TryParse(text, out var batch, out var why).ShouldBeTrue(why?.Detail);
            batches.Add(batch!);
            i += count;
        }
        return batches;
    }
}
