using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Grains;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;
using SmartBlocks.Rig;

namespace SmartBlocks.Benchmarks;

/// <summary>
/// How fast a transparency log grows here: entries of signed readings, sequenced into the tree and made durable in the store, block by block, and
/// then published as C2SP tlog-tiles, entry bundles and signed checkpoints in a folder, each file durable before the next checkpoint names it.
/// Signatures of the entries are not verified and nothing is executed: that is the ledger's share, and another benchmark's.
/// </summary>
public static class TilesBenchmark
{
    const int PerBlock = 2_000;

    /// <summary>Runs it: 200,000 entries; <c>--short</c> 50,000; <c>--long</c> a million.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var entries = arguments.Contains("--short") ? 50_000 : arguments.Contains("--long") ? 1_000_000 : 200_000;
        using var folder = new TemporaryFolder("tiles");
        await using var host = await LedgerHost.StartAsync(folder.Path, followers: false);
        var plant = await Plant.CreateAsync(host, 500);
        var publisher = host.Services.GetRequiredService<LogPublisher>();
        var store = host.Services.GetRequiredService<ILedgerStore>();
        var figures = new Figures("tiles");
        var fsyncs = FsyncProbe.Measure(folder.Path, TimeSpan.FromSeconds(1));
        figures.Add("fsyncPerSecond", fsyncs, "fsyncs/s of 4 KiB in the same folder");

        var (sequencing, bytes) = await SequenceAsync(host, plant, entries);
        figures.Add("entryBytes", bytes, "bytes an entry");
        figures.Add("sequencedPerSecond", entries / sequencing.TotalSeconds, "entries/s hashed, put into the tree, and stored durably with their tiles, 2,000 a block");

        var head = (await store.ReadHeadAsync(host.LedgerId))!;
        var clock = Stopwatch.StartNew();
        var published = await publisher.ReadAsync(host.LedgerId);
        var from = published?.Checkpoint.Size ?? 0;
        var first = from;
        while (from < head.FirstIndex + head.Count)
        {
            var (checkpoint, note) = await publisher.WriteTilesAsync(host.LedgerId, from, head);
            published = await publisher.WriteCheckpointAsync(host.LedgerId, checkpoint, note, published);
            from = checkpoint.Size;
        }

        var publishing = clock.Elapsed;
        figures.Add("publishedPerSecond", (from - first) / publishing.TotalSeconds, "entries/s read back and published as tiles, bundles and checkpoints in a folder");
        figures.Add("entriesPerSecond", entries / (sequencing + publishing * entries / (from - first)).TotalSeconds, "entries/s into the log, both together one after the other");
        figures.Print();
    }

    static async Task<(TimeSpan Elapsed, double Bytes)> SequenceAsync(LedgerHost host, Plant plant, int entries)
    {
        var store = host.Services.GetRequiredService<ILedgerStore>();
        var chain = await LedgerChain.LoadAsync(store, host.Services.GetRequiredService<FamilyRegistry>(),
            await host.Services.GetRequiredService<ILedgerEngines>().CreateAsync(host.LedgerId), host.LedgerId, new LedgerOptions().StateCacheBytes,
            CancellationToken.None);
        var validators = chain.Head.Header!.Validators;
        var key = (await host.Services.GetRequiredService<IKeyVault>().GetOrCreateAsync("validator")).PublicKey;
        var (elapsed, bytes) = (TimeSpan.Zero, 0L);
        for (var done = 0; done < entries; done += PerBlock)
        {
            ImmutableArray<Batch> batches = [.. plant.Forge(PerBlock).Select(Batch.Of)];
            bytes += batches.Sum(batch => (long)batch.Size);
            var clock = Stopwatch.StartNew();
            await chain.AppendAsync(Sequence(chain.Head.Cursor, batches, validators, key), CancellationToken.None);
            elapsed += clock.Elapsed;
        }

        return (elapsed, bytes / (double)entries);
    }

    // What a block does to the history, without what it does to the state.
    static Execution Sequence(LedgerCursor parent, ImmutableArray<Batch> batches, ImmutableArray<string> validators, PublicKey validator)
    {
        var leaves = new Hash256[batches.Length];
        Parallel.For(0, leaves.Length, at => leaves[at] = batches[at].Transactions[0].LeafHash);
        var history = parent.History.Append(leaves);
        var header = new BlockHeader(parent.Ledger, parent.Number + 1, parent.Id, parent.Time, history.Tree.Size, history.Tree.Root.ToString(),
            parent.State.Hash.ToString(), validators, "solo");
        var state = new StateAppend(parent.State, parent.State.End, ReadOnlyMemory<byte>.Empty);
        var first = parent.History.Size;
        return new Execution(header, [.. batches.Select((batch, at) => new CommittedBatch(batch, first + at, []))], state, [.. leaves], history.TileHashes,
            [validator], LedgerCursor.After(header, history.Tree, parent.State));
    }
}
