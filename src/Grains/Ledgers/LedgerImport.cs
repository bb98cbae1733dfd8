using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>How an import ended.</summary>
/// <param name="Ledger">The ledger; null when not even that could be read.</param>
/// <param name="Present">Blocks of the export that the store had already.</param>
/// <param name="Added">Blocks that were verified and stored.</param>
/// <param name="Head">The newest block stored of it afterwards, null when none is.</param>
/// <param name="Wrong">Why it went no further; null when the whole export is in the store.</param>
public sealed record ImportOutcome(string? Ledger, long Present, long Added, StoredBlock? Head, string? Wrong);

/// <summary>
/// Puts a ledger's export back into a store. Nothing of it is believed: each block is executed again on the ones before, its certificate checked and its roots
/// compared, before it is appended as any block is, durably and in order. So an import that was stopped goes on where it was when it is started again, and what is in
/// the store is right as far as it goes. A ledger of the same id that is another one is never touched.
/// </summary>
public sealed class LedgerImport(ILedgerStore store, FamilyRegistry families)
{
    /// <summary>Imports lines of an export, in their order from block 0 on.</summary>
    /// <param name="lines">The lines, without their ends.</param>
    /// <param name="progress">Told the height after each block.</param>
    /// <param name="cancellation">Stops after a block.</param>
    public async Task<ImportOutcome> RunAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> lines, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        Growing? ledger = null;
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            if (!ExportLine.TryParse(line, out var record, out var wrong))
                return Ended(ledger, $"block {ledger?.Next ?? 0}: {wrong}");
            if (!Block.TryParse(record.Block, out var block, out var why))
                return Ended(ledger, FormattableString.Invariant($"block {ledger?.Next ?? 0}: {why.Detail}"));
            ledger ??= await Growing.OpenAsync(store, families, block.Header.Ledger, cancellation);
            if (await ledger.TakeAsync(record, block, cancellation) is { } refused)
                return Ended(ledger, refused);
            progress?.Report(block.Header.Number);
        }
        return ledger is null ? new ImportOutcome(null, 0, 0, null, "the export holds no block") : Ended(ledger, null);
    }

    private static ImportOutcome Ended(Growing? ledger, string? wrong) =>
        ledger is null ? new ImportOutcome(null, 0, 0, null, wrong) : new ImportOutcome(ledger.Id, ledger.Present, ledger.Added, ledger.Head, wrong);

    /// <summary>The ledger as it stands in the store, and grows.</summary>
    private sealed class Growing(ILedgerStore store, BlockExecutor executor, TileTail tiles, LedgerCursor start, StoredBlock? head)
    {
        private LedgerCursor _cursor = start;

        public string Id => _cursor.Ledger;

        public StoredBlock? Head { get; private set; } = head;

        public long Next { get; private set; }

        public long Present { get; private set; }

        public long Added { get; private set; }

        public static async Task<Growing> OpenAsync(ILedgerStore store, FamilyRegistry families, string ledger, CancellationToken cancellation)
        {
            var head = await store.ReadHeadAsync(ledger, cancellation);
            var cursor = head is null ? LedgerCursor.Start(ledger) : LedgerReader.CursorAt(store, head, LedgerReader.Parse(head));
            return new Growing(store, new BlockExecutor(families, new StoredNodes(store, ledger)), new TileTail(new StoredTiles(store, ledger)), cursor, head);
        }

        /// <summary>Null when the block is in the store now; else why it is not.</summary>
        public async Task<string?> TakeAsync(LedgerRecord record, Block block, CancellationToken cancellation)
        {
            var number = Next++;
            if (block.Header.Number != number || block.Header.Ledger != Id)
                return FormattableString.Invariant($"a line holds block {block.Header.Number} of '{block.Header.Ledger}' where block {number} of '{Id}' is due");
            if (number <= (Head?.Number ?? -1))
                return await CompareAsync(block, cancellation);
            var batches = new List<Batch>(record.Batches.Count);
            foreach (var bytes in record.Batches)
            {
                if (!Batch.TryParse(bytes, out var batch, out var why))
                    return FormattableString.Invariant($"block {number}: {why.Detail}");
                batches.Add(batch);
            }
            var known = await store.FindTransactionsAsync(Id, KnownTransactions.References(batches), cancellation);
            var cursor = _cursor;
            var (execution, wrong) = await Task.Run(() => Execute(cursor, block, batches, new KnownTransactions(known.Keys), record.StateBytes), cancellation);
            return execution is null ? wrong : await AppendAsync(execution, block, cancellation);
        }

        /// <summary>What is there already must be the same: a chain's newest block vouches for all below it, so that only two need be looked at.</summary>
        private async Task<string?> CompareAsync(Block block, CancellationToken cancellation)
        {
            var number = block.Header.Number;
            if (number == 0 || number == Head!.Number)
            {
                var standing = await store.ReadBlockAsync(Id, number, cancellation);
                if (standing?.Id != block.Id)
                    return FormattableString.Invariant($"there is another ledger '{Id}' in the store: its block {number} is {standing?.Id}, the export's is {block.Id}");
            }
            Present++;
            return null;
        }

        private (Execution? Execution, string? Wrong) Execute(LedgerCursor cursor, Block block, List<Batch> batches, KnownTransactions known, Hash256? stateBytes)
        {
            var replay = executor.Replay(cursor, block, batches, known);
            if (replay.Execution is not { } execution)
                return (null, replay.Discrepancy!.ToString());
            if (ConsensusEngines.ForVerification.VerifyCertificate(block, execution.Validators) is { } bad)
                return (null, FormattableString.Invariant($"block {block.Header.Number}: its certificate is wrong: {bad}"));
            return stateBytes is { } stored && stored != Hash256.Of(execution.State.Bytes.Span)
                ? (null, FormattableString.Invariant($"block {block.Header.Number}: the state nodes that were exported are not the ones its execution gives"))
                : (execution, null);
        }

        private async Task<string?> AppendAsync(Execution execution, Block block, CancellationToken cancellation)
        {
            var grown = tiles.Grow(execution.TileHashes);
            var append = LedgerChain.Write(execution, block, grown);
            var outcome = await store.AppendAsync(append, cancellation);
            if (outcome is not (AppendOutcome.Appended or AppendOutcome.AlreadyThere))
                return FormattableString.Invariant($"block {block.Header.Number} was refused by the store ({outcome}): somebody else writes to this ledger");
            tiles.Keep(grown);
            (_cursor, Head) = (execution.Next, append.Block);
            Added++;
            return null;
        }
    }
}
