using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Energy;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains.Tests.Ledgers;

/// <summary>A block is executed on one that is not stored yet: whatever becomes of that one, nothing is lost, doubled, or said too early.</summary>
public sealed class BlockPipelineTests(UnreliableWorld world) : IClassFixture<UnreliableWorld>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private string _first = "";

    public async ValueTask InitializeAsync()
    {
        await world.FoundAsync();
        var genesis = (await world.Store.ReadBodyAsync(World.Ledger, 0))!.Transactions[0];
        Transaction.TryParse(genesis, out var transaction, out _).ShouldBeTrue();
        _first = transaction!.Id;
    }

    // Whatever a test did, the ledger must be one that an offline verifier finds nothing wrong with.
    public async ValueTask DisposeAsync()
    {
        world.Faults.Release();
        var report = await new LedgerVerifier(world.Services.GetRequiredService<FamilyRegistry>(), ConsensusEngines.ForVerification)
            .VerifyAsync(World.Ledger, RecordsAsync());
        report.Discrepancy.ShouldBeNull();
        report.Head.Id.ShouldBe((await world.LedgerGrain.Head())!.Id);
    }

    [Fact]
    public async Task The_next_block_is_executed_on_one_that_is_not_stored_and_neither_is_acknowledged_before()
    {
        await world.AddMeterAsync("ahead", kind: "register");
        var (one, two) = await HoldTwoAsync(Reading("ahead", 1, 100m), Reading("ahead", 2, 101m));
        await Task.Delay(50);
        (one.IsCompleted || two.IsCompleted).ShouldBeFalse();
        world.Faults.Release();
        var first = await Committed(one);
        (await Committed(two)).Block.ShouldBe(first.Block + 1);
    }

    [Fact]
    public async Task A_transaction_may_depend_on_one_that_is_not_stored_yet()
    {
        await world.AddMeterAsync("depends", kind: "register");
        var before = Reading("depends", 1, 100m);
        var (one, two) = await HoldTwoAsync(before, Reading("depends", 2, 101m, before.Id));
        world.Faults.Release();
        var first = await Committed(one);
        (await Committed(two)).Block.ShouldBe(first.Block + 1);
    }

    [Fact]
    public async Task When_a_block_cannot_be_stored_its_submissions_fail_and_those_executed_on_it_commit()
    {
        await world.AddMeterAsync("fails-1", kind: "register");
        await world.AddMeterAsync("fails-2", kind: "register");
        var reading = Reading("fails-1", 1, 100m);
        world.Faults.Next((_, _) => throw new IOException("The disk is full."));
        var (one, two) = await HoldTwoAsync(reading, Reading("fails-2", 1, 100m));
        world.Faults.Release();
        await Should.ThrowAsync<Exception>(one.WaitAsync(Patience));
        await Committed(two);
        (await world.Store.FindTransactionAsync(World.Ledger, reading.Id)).ShouldBeNull();
        await Committed(world.SubmitAsync(reading));
    }

    [Fact]
    public async Task A_refusal_on_top_of_a_block_that_is_not_stored_does_not_count()
    {
        await world.AddMeterAsync("backwards", kind: "register");
        world.Faults.Next((_, _) => throw new IOException("The disk is full."));
        // After 200 a register may not show 100. But the 200 never was.
        var (one, two) = await HoldTwoAsync(Reading("backwards", 1, 200m), Reading("backwards", 2, 100m));
        world.Faults.Release();
        await Should.ThrowAsync<Exception>(one.WaitAsync(Patience));
        await Committed(two);
    }

    [Fact]
    public async Task A_refusal_on_top_of_a_stored_block_counts()
    {
        await world.AddMeterAsync("forwards", kind: "register");
        var (one, two) = await HoldTwoAsync(Reading("forwards", 1, 200m), Reading("forwards", 2, 100m));
        await Task.Delay(50);
        two.IsCompleted.ShouldBeFalse();
        world.Faults.Release();
        await Committed(one);
        (await two.WaitAsync(Patience)).Status.ShouldBe(BatchStatus.Invalid);
    }

    [Fact]
    public async Task A_block_that_was_stored_though_the_store_failed_is_there_once()
    {
        await world.AddMeterAsync("after", kind: "register");
        var reading = Reading("after", 1, 100m);
        world.Faults.Next(async (_, append) =>
        {
            (await append()).ShouldBe(AppendOutcome.Appended);
            throw new IOException("The connection broke while the commit was on its way back.");
        });
        var (one, two) = await HoldTwoAsync(reading, Reading("after", 2, 101m));
        world.Faults.Release();
        await Should.ThrowAsync<Exception>(one.WaitAsync(Patience));
        var second = await Committed(two);
        var again = await Committed(world.SubmitAsync(reading));
        again.Index.ShouldBe(second.Index - 1);
    }

    [Fact]
    public async Task When_another_activation_has_written_both_blocks_are_made_again_above_its_block()
    {
        await world.AddMeterAsync("rival", kind: "register");
        await world.AddMeterAsync("mine", kind: "register");
        var theirs = Reading("rival", 1, 100m);
        world.Faults.Next(async (_, append) =>
        {
            var (rival, execution) = await RivalAsync(theirs);
            (await rival.AppendAsync(execution, default)).Outcome.ShouldBe(AppendOutcome.Appended);
            return await append();
        });
        var (one, two) = await HoldTwoAsync(Reading("mine", 1, 100m), Reading("mine", 2, 101m));
        world.Faults.Release();
        var first = await Committed(one);
        var second = await Committed(two);
        var rival = await Committed(world.SubmitAsync(theirs));
        first.Index.ShouldBe(rival.Index + 1);
        second.Index.ShouldBe(rival.Index + 2);
    }

    [Fact]
    public async Task A_redelivery_in_a_block_gets_its_receipt_and_holds_up_nobody()
    {
        await world.AddMeterAsync("again", kind: "register");
        var known = Reading("again", 1, 100m);
        var receipt = await Committed(world.SubmitAsync(known));
        var (one, two) = await HoldTwoAsync([known, Reading("again", 2, 101m)], [Reading("again", 3, 102m), known]);
        world.Faults.Release();
        var first = await one.WaitAsync(Patience);
        var second = await two.WaitAsync(Patience);
        first[0].ShouldBe(receipt);
        second[1].ShouldBe(receipt);
        first[1].Index.ShouldBe(receipt.Index + 1);
        second[0].Index.ShouldBe(receipt.Index + 2);
    }

    [Fact]
    public async Task A_redelivery_of_what_is_not_stored_yet_gets_the_same_receipt()
    {
        await world.AddMeterAsync("same", kind: "register");
        var reading = Reading("same", 1, 100m);
        var (one, two) = await HoldTwoAsync(reading, reading);
        await Task.Delay(50);
        two.IsCompleted.ShouldBeFalse();
        world.Faults.Release();
        (await Committed(two)).ShouldBe(await Committed(one));
    }

    [Fact]
    public async Task A_block_that_the_validators_decided_instead_is_adopted_and_the_own_batches_follow_it()
    {
        await world.AddMeterAsync("decided", kind: "register");
        await world.AddMeterAsync("own", kind: "register");
        var theirs = Reading("decided", 1, 100m);
        var both = Reading("own", 1, 100m);
        world.Objection = async _ =>
        {
            Batch[] batches = [Batch.Of(theirs), Batch.Of(both)];
            var (_, execution) = await RivalAsync(theirs, both);
            execution.Batches.Length.ShouldBe(2);
            var validator = await world.Services.GetRequiredService<IKeyVault>().GetOrCreateAsync(Genesis.ValidatorKey);
            return new OtherBlockDecidedException(await new Solo(validator).SealAsync(execution), [.. batches]);
        };
        var outcomes = await world.SubmitAsync([both, Reading("own", 2, 101m)]).WaitAsync(Patience);
        outcomes.ShouldAllBe(o => o.Status == BatchStatus.Committed);
        var decided = await Committed(world.SubmitAsync(theirs));
        outcomes[0].Block.ShouldBe(decided.Block);
        outcomes[1].Block.ShouldBe(decided.Block + 1);
        (await world.Store.ReadBlockAsync(World.Ledger, decided.Block))!.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_decided_block_without_a_certificate_is_not_believed()
    {
        await world.AddMeterAsync("forged", kind: "register");
        var theirs = Reading("forged", 1, 100m);
        world.Objection = async _ =>
        {
            var (_, execution) = await RivalAsync(theirs);
            return new OtherBlockDecidedException(new Block(execution.Header, []), [Batch.Of(theirs)]);
        };
        var reading = Reading("forged", 2, 101m);
        await Should.ThrowAsync<Exception>(world.SubmitAsync(reading).WaitAsync(Patience));
        (await world.Store.FindTransactionAsync(World.Ledger, theirs.Id)).ShouldBeNull();
        await Committed(world.SubmitAsync(reading));
    }

    [Fact]
    public async Task Many_failures_in_a_row_lose_and_double_nothing()
    {
        const int meters = 4, readings = 60;
        var random = new Random(20_261_122);
        for (var meter = 0; meter < meters; meter++)
            await world.AddMeterAsync($"storm-{meter}", kind: "register");
        for (var fault = 0; fault < 40; fault++)
        {
            world.Faults.Next(random.Next(5) switch
            {
                0 => (_, _) => throw new IOException("before"),
                1 => async (_, append) => throw new IOException("after " + await append()),
                2 => (_, _) => Task.FromResult(AppendOutcome.Conflict),
                3 => (_, _) => Task.FromResult(AppendOutcome.DuplicateTransaction),
                _ => (_, append) => append(),
            });
        }
        var before = (await world.LedgerGrain.Head())!.Transactions;
        await Task.WhenAll(Enumerable.Range(0, meters).Select(meter => Task.Run(async () =>
        {
            // In order, as an outbox delivers: until it is acknowledged, the reading is repeated.
            for (var number = 1; number <= readings; number++)
            {
                var reading = Reading($"storm-{meter}", number, 100m + number);
                while (await TryAsync(reading) is var outcome && outcome?.Status != BatchStatus.Committed)
                    outcome?.Rejection.ShouldBeNull();
            }
        }))).WaitAsync(Patience);
        ((await world.LedgerGrain.Head())!.Transactions - before).ShouldBe(meters * readings);
    }

    private async Task<BatchOutcome?> TryAsync(Transaction reading)
    {
        try
        {
            return await world.SubmitAsync(reading);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<BatchOutcome> Committed(Task<BatchOutcome> submission)
    {
        var outcome = await submission.WaitAsync(Patience);
        outcome.Rejection.ShouldBeNull();
        outcome.Status.ShouldBe(BatchStatus.Committed);
        return outcome;
    }

    /// <summary>Submits one, holds its block at the store's door, and submits the other, whose block is executed meanwhile.</summary>
    private async Task<(Task<BatchOutcome> One, Task<BatchOutcome> Two)> HoldTwoAsync(Transaction one, Transaction two)
    {
        var (first, second) = await HoldTwoAsync([one], [two]);
        return (Single(first), Single(second));

        static async Task<BatchOutcome> Single(Task<ImmutableArray<BatchOutcome>> outcomes) => (await outcomes)[0];
    }

    private async Task<(Task<ImmutableArray<BatchOutcome>>, Task<ImmutableArray<BatchOutcome>>)> HoldTwoAsync(
        Transaction[] one, Transaction[] two)
    {
        world.Faults.Hold();
        var first = world.SubmitAsync(one);
        await world.Faults.Held.WaitAsync(Patience);
        var second = world.SubmitAsync(two);
        await world.Faults.LookedUp.WaitAsync(Patience);
        return (first, second);
    }

    /// <summary>The next block as another activation would make it of these.</summary>
    private async Task<(LedgerChain Chain, Execution Execution)> RivalAsync(params Transaction[] transactions)
    {
        var rival = await world.RivalAsync();
        var batches = transactions.Select(Batch.Of).ToArray();
        var known = await rival.FindAsync([.. KnownTransactions.References(batches)], default);
        var proposal = rival.Propose(batches, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), known, 100);
        proposal.Rejected.ShouldBeEmpty();
        return (rival, proposal.Execution!);
    }

    /// <summary>A reading that depends on the ledger's first transaction, so that making its block shows as a look-up.</summary>
    private Transaction Reading(string meter, int minute, decimal value, params string[] dep)
    {
        var payload = new RegisterPayload(meter, [new RegisterReading(World.DaysAgo(1).AddMinutes(minute), value)]).ToJson();
        return Transaction.Sign(world.KeyOf(meter), World.Ledger, RegisterPayload.Family, payload,
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Guid.NewGuid().ToString("N"), [_first, .. dep]);
    }

    private async IAsyncEnumerable<LedgerRecord> RecordsAsync()
    {
        for (var number = 0L; await world.Store.ReadBlockAsync(World.Ledger, number) is { } block; number++)
        {
            yield return new LedgerRecord(
                block.Jws, [.. BatchesOf((await world.Store.ReadBodyAsync(World.Ledger, number))!)], world.Reader.NodesDigest(block));
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> BatchesOf(StoredBody body)
    {
        for (var at = 0; at < body.Transactions.Count;)
        {
            var seal = body.Seals.FirstOrDefault(s => s.First == at);
            var count = seal?.Count ?? 1;
            yield return seal is null
                ? body.Transactions[at]
                : System.Text.Encoding.UTF8.GetBytes($$"""{"transactions":["{{string.Join("\",\"", body.Transactions.Skip(at).Take(count).Select(t => System.Text.Encoding.ASCII.GetString(t.Span)))}}"],"seal":"{{seal.Seal}}"}""");
            at += count;
        }
    }
}
