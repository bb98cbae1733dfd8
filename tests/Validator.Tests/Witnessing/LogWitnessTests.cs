using System.Collections.Concurrent;
using System.Text;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Tests.Samples;

namespace SmartBlocks.Validator.Tests.Witnessing;

/// <summary>What a witness remembers, and what it never says.</summary>
public sealed class LogWitnessTests : IDisposable
{
    readonly SampleFiles files = new();
    readonly SampleLog log = new("example/log"), other = new("example/other", "other");

    string Folder => files.Path("witness");

    [Fact]
    public void It_remembers_each_log_across_a_restart_and_goes_on_from_there()
    {
        using (var witness = new SampleWitness(Folder, log.Key, other.Key))
        {
            witness.Ask(log.Request(0, 7)).Status.ShouldBe(200);
            witness.Ask(log.Request(7, 20)).Status.ShouldBe(200);
            witness.Ask(other.Request(0, 5)).Status.ShouldBe(200);
        }

        using (var witness = new SampleWitness(Folder, log.Key, other.Key))
        {
            (witness.Witness.Latest("example/log")!.Checkpoint, witness.Witness.Latest("example/other")!.Checkpoint).ShouldBe((log.At(20), other.At(5)));
            // As if it had seen nothing, or less: it says what it has seen.
            (witness.Ask(log.Request(0, 7)).Status, witness.Ask(log.Request(0, 7)).Body).ShouldBe((409, "20\n"));
            witness.Ask(log.Request(7, 20)).Body.ShouldBe("20\n");
            witness.Ask(log.Request(20, 20)).Status.ShouldBe(200);
            witness.Ask(log.Request(20, 300)).Status.ShouldBe(200);
        }
    }

    [Fact]
    public void A_history_rolled_back_or_rewritten_is_refused_and_its_fork_is_proven()
    {
        using var witness = new SampleWitness(Folder, log.Key);
        var rewritten = new SampleLog("example/log", "rewritten");
        witness.Ask(log.Request(0, 20)).Status.ShouldBe(200);

        // Rolled back: an older size cannot even be asked for with the size that is known here.
        witness.Ask(log.Request(20, 20) with { Checkpoint = log.NoteAt(19) }).Status.ShouldBe(400);
        witness.Ask(log.Request(19, 19)).Body.ShouldBe("20\n");
        // Longer, and shown to be no continuation by nothing or by what leads nowhere: that is no proof.
        witness.Ask(rewritten.Request(20, 30) with { Proof = [] }).Status.ShouldBe(422);
        witness.Ask(rewritten.Request(20, 30) with { Proof = log.Request(20, 30).Proof }).Status.ShouldBe(422);
        witness.Evidence.List().ShouldBeEmpty();
        // The same size with another root: two signatures of the log that contradict each other.
        witness.Ask(rewritten.Request(20, 20)).Status.ShouldBe(422);
        witness.Said.ShouldContain(line => line.Contains("has signed two histories"));
        var kept = Encoding.UTF8.GetBytes(witness.Evidence.List().ShouldHaveSingleItem().File!.ToJsonString());
        LogFork.TryParse(kept, out var fork, out var why).ShouldBeTrue(why?.Detail);
        fork!.Verify([log.Key], out var first, out var second).ShouldBeNull();
        (first, second).ShouldBe((log.At(20), rewritten.At(20)));

        // Longer, with the rewritten history's own proof: what it says of the size that is known here is not what was signed.
        witness.Ask(rewritten.Request(20, 30)).Status.ShouldBe(422);
        var longer = witness.Evidence.List().Select(e => Encoding.UTF8.GetBytes(e.File!.ToJsonString())).Single(f => !f.AsSpan().SequenceEqual(kept));
        LogFork.TryParse(longer, out fork, out why).ShouldBeTrue(why?.Detail);
        fork!.Verify([log.Key], out first, out second).ShouldBeNull();
        (first, second).ShouldBe((log.At(20), rewritten.At(30)));

        witness.Witness.Latest("example/log")!.Checkpoint.ShouldBe(log.At(20));
        witness.Ask(log.Request(20, 40)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Of_requests_that_race_each_is_cosigned_against_what_stood_there_and_nothing_is_rolled_back()
    {
        using var witness = new SampleWitness(Folder, log.Key);
        witness.Ask(log.Request(0, 1)).Status.ShouldBe(200);
        for (var from = 1; from < 281; from += 20)
        {
            // Twenty continuations of one size, at once: only one can be of that size; the others are told the size that won.
            var requests = Enumerable.Range(from + 1, 20).Select(to => (To: to, Request: log.Request(from, to))).ToList();
            var answers = new ConcurrentBag<(int To, int Status, string Body)>();
            using var start = new Barrier(4);
            await Task.WhenAll(requests.Chunk(5).Select(part => Task.Run(() =>
            {
                start.SignalAndWait();
                foreach (var (to, request) in part)
                {
                    var response = witness.Ask(request);
                    answers.Add((to, response.Status, response.Body));
                }
            })));

            var won = answers.Where(a => a.Status == 200).ShouldHaveSingleItem().To;
            answers.Where(a => a.Status != 200).ShouldAllBe(a => a.Status == 409 && a.Body == FormattableString.Invariant($"{won}\n"));
            witness.Witness.Latest("example/log")!.Checkpoint.ShouldBe(log.At(won));
            witness.Ask(log.Request(won, from + 20)).Status.ShouldBe(200);
        }
    }

    [Fact]
    public void A_checkpoint_that_was_judged_against_something_older_is_not_kept()
    {
        using var folder = SmartBlocks.Validator.Replica.HeldFolder.Open(Folder);
        using var store = SmartBlocks.Validator.Witnessing.WitnessStore.Open(folder);
        store.TryReplace(null, new(log.At(5), log.NoteAt(5), 1)).ShouldBeTrue();
        store.TryReplace(null, new(log.At(6), log.NoteAt(6), 2)).ShouldBeFalse();
        store.TryReplace(log.At(5), new(log.At(9), log.NoteAt(9), 3)).ShouldBeTrue();
        // The race of the specification: judged against 5, a larger one has come in between.
        store.TryReplace(log.At(5), new(log.At(7), log.NoteAt(7), 4)).ShouldBeFalse();
        store.Latest("example/log")!.Checkpoint.ShouldBe(log.At(9));
    }

    [Fact]
    public void Two_witnesses_do_not_share_a_folder_and_a_damaged_memory_is_not_begun_anew()
    {
        using (new SampleWitness(Folder, log.Key))
            Should.Throw<SourceException>(() => new SampleWitness(Folder, log.Key)).Message.ShouldContain("in use");
        Directory.CreateDirectory(files.Path("damaged"));
        File.WriteAllText(Path.Combine(files.Path("damaged"), "witness.db"), new string('x', 4096));
        Should.Throw<SourceException>(() => new SampleWitness(files.Path("damaged"), log.Key)).Message.ShouldContain("Never begin with an empty one");
    }

    public void Dispose() => files.Dispose();
}
