namespace SmartBlocks.Grains.Stores;

/// <summary>
/// The durable record of every ledger partition: blocks, transaction bodies, seals, the state-node log and the history tiles.
/// One <see cref="AppendAsync"/> is one durable transaction (fsync or the database's synchronous commit); a block is either wholly there or not at all.
/// </summary>
/// <remarks>
/// <b>Trust:</b> the store is the lock. It refuses a second block at a height and a block whose <c>previous</c> is not the stored head, so that
/// two activations of one ledger grain cannot fork a ledger, wherever they run.
/// Everything committed is immutable, hence readers need no lock and may read beside an append.
/// </remarks>
public interface ILedgerStore
{
    /// <summary>The ids of the ledgers that have at least block 0, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation = default);

    /// <summary>The newest block of a ledger, or null when the ledger has none.</summary>
    Task<StoredBlock?> ReadHeadAsync(string ledger, CancellationToken cancellation = default);

    /// <summary>Appends one block. Outcomes are values, never exceptions; exceptions mean that the store itself failed and nothing was stored.</summary>
    Task<AppendOutcome> AppendAsync(BlockAppend block, CancellationToken cancellation = default);

    /// <summary>The block at a height, or null.</summary>
    Task<StoredBlock?> ReadBlockAsync(string ledger, long number, CancellationToken cancellation = default);

    /// <summary>The block with an id (base64url SHA-256 of its payload), or null.</summary>
    Task<StoredBlock?> FindBlockAsync(string ledger, string blockId, CancellationToken cancellation = default);

    /// <summary>Blocks from <paramref name="from"/> upwards, at most <paramref name="limit"/>, ascending.</summary>
    Task<IReadOnlyList<StoredBlock>> ReadBlocksAsync(string ledger, long from, int limit, CancellationToken cancellation = default);

    /// <summary>The transactions and seals of one block, or null.</summary>
    Task<StoredBody?> ReadBodyAsync(string ledger, long number, CancellationToken cancellation = default);

    /// <summary>
    /// Drops the bytes of transactions and the values of state nodes of one block, in one durable transaction; repeating it changes nothing. The one exception to
    /// everything committed being immutable: hashes, ids and places stay, so that every root and every proof of what remains stays what it was.
    /// </summary>
    /// <exception cref="ArgumentException">A transaction is not there, or has another leaf hash.</exception>
    Task DropAsync(BlockDrop drop, CancellationToken cancellation = default);

    /// <summary>Where a transaction stands, by id (base64url SHA-256), or null when it is not on the ledger.</summary>
    Task<TransactionPlace?> FindTransactionAsync(string ledger, string transactionId, CancellationToken cancellation = default);

    /// <summary>The places of those of the given ids that are on the ledger.</summary>
    Task<IReadOnlyDictionary<string, TransactionPlace>> FindTransactionsAsync(string ledger, IReadOnlyCollection<string> transactionIds, CancellationToken cancellation = default);

    /// <summary>Where a batch of more than one transaction stands, by batch id, or null.</summary>
    Task<BatchPlace?> FindBatchAsync(string ledger, string batchId, CancellationToken cancellation = default);

    /// <summary>
    /// The stored chunk of the state-node log that contains byte <paramref name="position"/>. Synchronous: the trie reads nodes in the middle of applying
    /// a transaction, off the grain's turn, and a chunk is a single indexed read.
    /// </summary>
    /// <returns>The chunk, or null when the position lies past the end of the log.</returns>
    NodeChunk? ReadNodes(string ledger, long position);

    /// <summary>A tile of history hashes (C2SP tlog-tiles shape: up to 256 hashes of 32 bytes), or null when none is stored.</summary>
    Task<ReadOnlyMemory<byte>?> ReadTileAsync(string ledger, int level, long index, CancellationToken cancellation = default);

    /// <summary>The same, synchronously, for proofs made while a tree is walked.</summary>
    ReadOnlyMemory<byte>? ReadTile(string ledger, int level, long index);
}

/// <param name="Ledger">Ledger id.</param>
/// <param name="Number">Height, from 0.</param>
/// <param name="Id">Block id: base64url SHA-256 of the payload.</param>
/// <param name="Previous">Id of the block below.</param>
/// <param name="Time">Unix milliseconds.</param>
/// <param name="Jws">The block as JWS general JSON, UTF-8.</param>
/// <param name="FirstIndex">History index of its first transaction.</param>
/// <param name="Count">Transactions in it.</param>
/// <param name="NodesStart">Position in the state-node log at which its new nodes begin.</param>
/// <param name="NodesLength">Bytes of new nodes.</param>
/// <param name="StatePosition">Position of the state's root node in the log; −1 when the state is empty. A block that changes nothing repeats the one before.</param>
public sealed record StoredBlock(string Ledger, long Number, string Id, string Previous, long Time, ReadOnlyMemory<byte> Jws,
    long FirstIndex, int Count, long NodesStart, int NodesLength, long StatePosition);

/// <summary>
/// A body: transactions in history order, and the seals of the batches that have more than one. A transaction of no bytes was dropped under a retention
/// transaction; <see cref="Dropped"/> says what it was.
/// </summary>
public sealed record StoredBody(long Number, IReadOnlyList<ReadOnlyMemory<byte>> Transactions, IReadOnlyList<StoredSeal> Seals)
{
    /// <summary>The transactions whose bytes were dropped, by offset.</summary>
    public IReadOnlyList<StoredDrop> Dropped { get; init; } = [];

    /// <summary>What is left of a transaction whose bytes were dropped; null for one that is whole.</summary>
    public StoredDrop? DropAt(int offset) => Transactions[offset].IsEmpty ? Dropped.FirstOrDefault(d => d.Offset == offset) : null;
}

/// <summary>What is left of a dropped transaction.</summary>
/// <param name="Offset">Its offset within its block.</param>
/// <param name="Id">Its id.</param>
/// <param name="Leaf">Its leaf hash in the history, base64url.</param>
/// <param name="By">Id of the retention transaction under which it was dropped.</param>
public sealed record StoredDrop(int Offset, string Id, string Leaf, string By);

/// <summary>What is to be dropped of a block.</summary>
/// <param name="Ledger">Ledger id.</param>
/// <param name="Number">Height.</param>
/// <param name="Transactions">The transactions whose bytes go.</param>
/// <param name="NodesStart">Position in the state-node log at which the block's nodes begin.</param>
/// <param name="Nodes">All of the block's nodes, of the same length, with values dropped; null when none are.</param>
public sealed record BlockDrop(string Ledger, long Number, IReadOnlyList<StoredDrop> Transactions, long NodesStart, ReadOnlyMemory<byte>? Nodes);

/// <summary>A seal over the transactions [First, First+Count) of its block (offsets within the block).</summary>
public sealed record StoredSeal(string BatchId, int First, int Count, string Seal);

/// <summary>A transaction's block height, its history index, and its offset within the block.</summary>
public sealed record TransactionPlace(long Block, long Index, int Offset);

/// <summary>A batch's block height, and its transactions' offsets within the block.</summary>
public sealed record BatchPlace(long Block, int First, int Count);

/// <summary>A stretch of the state-node log.</summary>
public sealed record NodeChunk(long Start, ReadOnlyMemory<byte> Bytes);

/// <summary>A tile to write: the whole content of the tile after the block.</summary>
public sealed record TileWrite(int Level, long Index, ReadOnlyMemory<byte> Hashes);

/// <summary>Everything that one block adds.</summary>
public sealed record BlockAppend(StoredBlock Block, IReadOnlyList<ReadOnlyMemory<byte>> Transactions, IReadOnlyList<string> TransactionIds,
    IReadOnlyList<StoredSeal> Seals, ReadOnlyMemory<byte> Nodes, IReadOnlyList<TileWrite> Tiles);

/// <summary>How an append ended.</summary>
public enum AppendOutcome
{
    /// <summary>The block is durable.</summary>
    Appended,
    /// <summary>This very block (same id) already stands at its height: the answer to a repeated append.</summary>
    AlreadyThere,
    /// <summary>Another block stands at that height, or <c>previous</c> is not the head: this writer is stale and must reload.</summary>
    Conflict,
    /// <summary>One of the transaction ids is on the ledger already.</summary>
    DuplicateTransaction,
}
