using SmartBlocks.Energy.Families;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;

namespace SmartBlocks.Validator.Replica;

/// <summary>
/// A whole ledger in a file of one's own. A block enters it only after its re-execution gave what it says and its certificate verified; it is
/// then there with all it added, or not at all. One thread writes; anybody reads beside it (<see cref="OpenReader"/>).
/// </summary>
public sealed partial class LedgerReplica : IReplica, IVoteStore, IDisposable
{
    /// <summary>Memory for state nodes of a validator that has a process of its own, bytes.</summary>
    public const int UsualCacheBytes = 2 * StateNodeReader.DefaultGenerationBytes;

    /// <summary>Page cache of the writing session at most, KiB.</summary>
    const int WriterCache = 8192;

    readonly ReplicaFolder folder;
    readonly SqliteSession session;
    readonly ReplicaReader reader;
    readonly BlockExecutor executor;
    readonly ConsensusEngines engines;
    LedgerCursor committed;
    (string Id, Execution Execution)? replayed;

    LedgerReplica(ReplicaFolder folder, string ledger, int cacheBytes)
    {
        this.folder = folder;
        engines = ConsensusEngines.ForVerification;
        session = new SqliteSession(folder.Database, Math.Min(WriterCache, cacheBytes / 1024));
        try
        {
            ReplicaSchema.Prepare(session, ledger, folder.Database);
            reader = new ReplicaReader(session);
            executor = new BlockExecutor(new FamilyRegistry(EnergyFamilies.All), reader.Nodes, cacheBytes);
            Cursor = committed = TakeUp(ledger);
            GenesisId = reader.GenesisId;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The ledger's id.</summary>
    public string Ledger => Cursor.Ledger;

    /// <summary>The ledger after the newest block that was added.</summary>
    public LedgerCursor Cursor { get; private set; }

    /// <summary>Id of block 0; null in an empty replica.</summary>
    public string? GenesisId { get; private set; }

    /// <summary>Height of the first block it has: 0, or that of the snapshot it began with.</summary>
    public long Base => reader.First()?.Number ?? 0;

    /// <summary>True when blocks were added that are not on the disk yet.</summary>
    public bool HasUncommitted => session.InTransaction;

    /// <summary>Opens a replica and takes it up at its newest block.</summary>
    /// <param name="folder">Its folder; the caller keeps it for as long.</param>
    /// <param name="ledger">The ledger it is of.</param>
    /// <param name="cacheBytes">Memory for state nodes, bytes.</param>
    /// <exception cref="SourceException">The file is of another ledger or version, or damaged.</exception>
    public static LedgerReplica Open(ReplicaFolder folder, string ledger, int cacheBytes = UsualCacheBytes)
    {
        try
        {
            return new LedgerReplica(folder, ledger, cacheBytes);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or Microsoft.Data.Sqlite.SqliteException)
        {
            throw new SourceException(
                $"The replica {folder.Database} is damaged: {exception.Message} Keep the folder's votes; move it away only when no validator key votes with it.", exception);
        }
    }

    /// <summary>A reader of its own session; what is not committed it does not see.</summary>
    public ReplicaReader OpenReader() => ReplicaReader.Open(folder.Database);

    /// <inheritdoc />
    public LedgerSettings Settings => executor.SettingsAt(Cursor);

    /// <inheritdoc />
    public KeyEntry? Key(string kid) => KeyEntry.Read(new StateTrie(Cursor.State, reader.Nodes), kid);

    /// <inheritdoc />
    public ReplayResult Replay(ProposedBlock block)
    {
        var result = executor.Replay(Cursor, block.WithoutSignatures(), block.Batches, reader);
        // Soon it comes again with its certificate: it need not be executed twice.
        replayed = result.Execution is { } execution ? (block.Id, execution) : null;
        return result;
    }

    /// <summary>The block at a height as the writing session sees it, or null.</summary>
    public ReplicaBlock? Block(long number) => reader.Block(number);

    /// <inheritdoc />
    /// <exception cref="SourceException">The record is damaged: without it this key must not vote.</exception>
    public VoteRecord? Load(string ledger)
    {
        if (session.First("SELECT record FROM votes WHERE ledger = @ledger", row => row.GetFieldValue<byte[]>(0), ("@ledger", ledger)) is not { } record) return null;
        return VoteRecord.TryParse(record, out var votes, out var why) ? votes : throw new SourceException($"{folder.Database}: {why.Detail}");
    }

    /// <inheritdoc />
    public void Save(VoteRecord record)
    {
        Commit();
        session.Execute("INSERT INTO votes (ledger, record) VALUES (@ledger, @record) ON CONFLICT (ledger) DO UPDATE SET record = excluded.record",
            ("@ledger", record.Ledger), ("@record", record.ToJson()));
    }

    /// <summary>
    /// Adds the next block when it is right: re-execution, certificate, and the digest of the node log where the record has one. It is on
    /// the disk after <see cref="Commit"/>, together with those added before.
    /// </summary>
    /// <returns>Null, or what is wrong; the block is not added then.</returns>
    public Discrepancy? Add(PreparedBlock prepared)
    {
        var number = Cursor.Number + 1;
        if (prepared.Wrong is { } unreadable) return new Discrepancy(number, unreadable);
        var block = prepared.Block!;
        var result = Known(prepared) ?? executor.Replay(Cursor, block, prepared.Batches, reader);
        if (result.Execution is not { } execution) return result.Discrepancy;
        if (engines.VerifyCertificate(block, execution.Validators) is { } bad) return new Discrepancy(number, "its certificate is wrong: " + bad);
        if (prepared.Nodes is { } stored && Hash256.Of(execution.State.Bytes.Span) is var own && stored != own)
            return new Discrepancy(number, "the state nodes the host stored for it are not the ones re-execution gives", own.ToString(), stored.ToString());
        Write(execution, block);
        return null;
    }

    /// <summary>Makes what was added durable: one transaction, synced.</summary>
    public void Commit()
    {
        if (!session.InTransaction) return;
        session.Commit();
        committed = Cursor;
    }

    /// <inheritdoc />
    public void Dispose() => session.Dispose();

    // The execution of the proposal that became this block: the same id, and the same bytes for what the id does not cover, the seals.
    ReplayResult? Known(PreparedBlock prepared)
    {
        if (replayed is not var (id, execution) || id != prepared.Block!.Id || execution.Batches.Length != prepared.Batches.Count) return null;
        var same = execution.Batches.Zip(prepared.Batches).All(pair => pair.First.Batch.Seal == pair.Second.Seal
            && pair.First.Batch.Transactions.Length == pair.Second.Transactions.Length
            && pair.First.Batch.Transactions.Zip(pair.Second.Transactions).All(t => t.First.Bytes.Span.SequenceEqual(t.Second.Bytes.Span)));
        return same ? new ReplayResult(execution, null) : null;
    }

    void Write(Execution execution, Block block)
    {
        if (!session.InTransaction) session.Begin();
        try
        {
            var header = execution.Header;
            var first = header.Size - execution.Leaves.Length;
            InsertBlock(block, first, execution.Leaves.Length, execution.State.Start, execution.State.Bytes.Length, execution.State.Root.Position);
            session.Execute("INSERT INTO bodies (number, batches) VALUES (@number, @batches)",
                ("@number", header.Number), ("@batches", BatchPack.Write(execution.Batches.Select(b => b.Batch))));
            reader.Nodes.Append(execution.State.Start, execution.State.Bytes.Span);
            WriteTiles(execution.TileHashes);
            WriteIds(execution.Batches.SelectMany(b => b.Batch.Transactions), first);
        }
        catch
        {
            // Half a block must not be committed with the next one.
            session.Rollback();
            Cursor = committed;
            throw;
        }

        Cursor = execution.Next;
        replayed = null;
        if (block.Header.Number == 0) GenesisId = block.Id;
    }

    void InsertBlock(Block block, long first, long count, long nodesStart, long nodesLength, long statePosition) => session.Execute(
        """
        INSERT INTO blocks (number, id, first_index, count, nodes_start, nodes_length, state_position, jws)
        VALUES (@number, @id, @first, @count, @start, @length, @position, @jws)
        """,
        ("@number", block.Header.Number), ("@id", block.Id), ("@first", first), ("@count", count),
        ("@start", nodesStart), ("@length", nodesLength), ("@position", statePosition), ("@jws", block.ToJws()));

    void WriteTiles(IEnumerable<HistoryHash> added)
    {
        Span<byte> value = stackalloc byte[Hash256.Size];
        foreach (var tile in added.GroupBy(hash => (Level: hash.Level / HistoryTiles.Height, Index: hash.Index / HistoryTiles.Width)))
        {
            var from = (int)(tile.First().Index % HistoryTiles.Width) * Hash256.Size;
            var bytes = new byte[from + tile.Count() * Hash256.Size];
            if (from > 0) reader.Tile(tile.Key.Level, tile.Key.Index).AsSpan(0, from).CopyTo(bytes);
            foreach (var hash in tile)
            {
                hash.Hash.CopyTo(value);
                value.CopyTo(bytes.AsSpan(from));
                from += Hash256.Size;
            }

            session.Execute(
                "INSERT INTO tiles (level, tile, hashes) VALUES (@level, @tile, @hashes) ON CONFLICT (level, tile) DO UPDATE SET hashes = excluded.hashes",
                ("@level", (long)tile.Key.Level), ("@tile", tile.Key.Index), ("@hashes", bytes));
        }
    }

    void WriteIds(IEnumerable<Transaction> transactions, long first)
    {
        // In the order of the index, so that neighbours are written together.
        foreach (var (prefix, place) in transactions.Select((t, i) => (Prefix: ReplicaReader.Prefix(t.Hash), Place: first + i)).Order())
            session.Execute("INSERT INTO transactions (prefix, place) VALUES (@prefix, @place)", ("@prefix", prefix), ("@place", place));
    }

    LedgerCursor TakeUp(string ledger)
    {
        if (reader.Head() is not { } head) return LedgerCursor.Start(ledger);
        var header = head.Parse().Header;
        return LedgerCursor.After(header, HistoryTree.Load(header.Size, reader.HistoryAt(header.Size)), head.State);
    }
}
