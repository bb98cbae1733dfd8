using SmartBlocks.Ledger;

namespace SmartBlocks.Validator.Replica;

/// <summary>Beginning with a snapshot instead of the genesis block.</summary>
public sealed partial class LedgerReplica
{
    /// <summary>
    /// Takes a snapshot into an empty replica: all of it, in one transaction, or nothing. The state is verified to be the one its block carries, the
    /// history's edge to lead to its root, and the certificate to be by the keys the state has for the block's validators. That this block is of the
    /// ledger one means, its id alone can show: <paramref name="block"/>.
    /// </summary>
    /// <param name="lines">The snapshot's lines.</param>
    /// <param name="genesis">Id of the genesis block that is expected; null: whichever the snapshot names.</param>
    /// <param name="block">Id of the block that is expected; null: whichever it is of.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null, or what is wrong; nothing was taken then.</returns>
    /// <exception cref="InvalidOperationException">The replica is not empty.</exception>
    public async Task<Rejection?> ImportAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> lines, string? genesis, string? block, CancellationToken cancellation)
    {
        if (Cursor.Number >= 0) throw new InvalidOperationException("A snapshot is where an empty replica begins.");
        var snapshot = new SnapshotReader();
        session.Begin();
        try
        {
            if (await TakeAsync(snapshot, lines, genesis, block, cancellation) is { } wrong)
            {
                session.Rollback();
                return wrong;
            }

            session.Commit();
        }
        catch
        {
            session.Rollback();
            throw;
        }

        Cursor = committed = snapshot.Cursor!;
        GenesisId = snapshot.Header!.Genesis;
        return null;
    }

    async Task<Rejection?> TakeAsync(SnapshotReader snapshot, IAsyncEnumerable<ReadOnlyMemory<byte>> lines, string? genesis, string? block, CancellationToken cancellation)
    {
        var ids = 0L;
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            var isHeader = snapshot.Header is null;
            if ((snapshot.Take(line, out var part) ?? (isHeader ? CheckHeader(snapshot.Header!, genesis, block) : null)) is { } wrong) return wrong;
            if (part is null) continue;
            if (!part.Nodes.IsEmpty) reader.Nodes.Append(part.Start, part.Nodes.Span);
            foreach (var id in part.Ids) WriteEarlier(id, ids++);
        }

        if ((snapshot.End() ?? CheckCertificate(snapshot)) is { } incomplete) return incomplete;
        WriteBase(snapshot.Header!);
        return null;
    }

    Rejection? CheckHeader(SnapshotHeader header, string? genesis, string? block)
    {
        if (header.Ledger != Ledger) return new Rejection("snapshot.ledger", $"The snapshot is of the ledger '{header.Ledger}', not of '{Ledger}'.", "ledger", header.Ledger);
        if (genesis is not null && header.Genesis != genesis)
            return new Rejection("snapshot.genesis", $"The snapshot's ledger begins with block {header.Genesis}, not with {genesis}.", "genesis", header.Genesis);
        return block is not null && header.Block.Id != block
            ? new Rejection("snapshot.block", $"The snapshot is of block {header.Block.Id}, not of {block}.", "block", header.Block.Id)
            : null;
    }

    // The keys are in the state that was just verified against the block: registered ones by their id, else the settings' own.
    Rejection? CheckCertificate(SnapshotReader snapshot)
    {
        var block = snapshot.Header!.Block;
        var state = new StateTrie(snapshot.Header.State, reader.Nodes);
        var settings = LedgerSettings.Read(state).Validators.ToDictionary(key => key.KeyId, StringComparer.Ordinal);
        var validators = new List<PublicKey>();
        foreach (var kid in block.Header.Validators)
        {
            var key = settings.GetValueOrDefault(kid) ?? (KeyEntry.Read(state, kid) is { } entry ? PublicKey.FromJwk(entry.Jwk) : null);
            if (key is null) return new Rejection("snapshot.validators", $"The snapshot's state has no key {kid}, which certifies its block.", "kid", kid);
            validators.Add(key);
        }

        return engines.VerifyCertificate(block, validators);
    }

    void WriteEarlier(Hash256 id, long place)
    {
        session.Execute("INSERT INTO earlier (place, id) VALUES (@place, @id)", ("@place", place), ("@id", id.ToArray()));
        session.Execute("INSERT INTO transactions (prefix, place) VALUES (@prefix, @place)", ("@prefix", ReplicaReader.Prefix(id)), ("@place", place));
    }

    void WriteBase(SnapshotHeader header)
    {
        var size = header.Block.Header.Size;
        for (var level = 0; level < header.Edges.Length; level++)
        {
            if (header.Edges[level].IsEmpty) continue;
            session.Execute("INSERT INTO tiles (level, tile, hashes) VALUES (@level, @tile, @hashes)",
                ("@level", (long)level), ("@tile", (size >> (HistoryTiles.Height * level)) / HistoryTiles.Width), ("@hashes", header.Edges[level].ToArray()));
        }

        ReplicaSchema.SetGenesis(session, header.Genesis);
        InsertBlock(header.Block, size, 0, header.Length, 0, header.Position);
        session.Execute("INSERT INTO bodies (number, batches) VALUES (@number, @batches)", ("@number", header.Block.Header.Number), ("@batches", Array.Empty<byte>()));
    }
}
