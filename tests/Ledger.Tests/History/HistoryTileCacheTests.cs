namespace SmartBlocks.Ledger.Tests.History;

/// <summary>Tiles that are kept from one proof to the next.</summary>
public sealed class HistoryTileCacheTests
{
    private const int Size = 70_000;

    private readonly Hash256[] _leaves = [.. Enumerable.Range(0, Size).Select(i => HistoryTree.LeafHash(BitConverter.GetBytes(i)))];
    private readonly CountedTiles _tiles = new();
    private readonly HistoryTree _tree;

    public HistoryTileCacheTests()
    {
        var grown = HistoryTree.Empty.Append(_leaves);
        _tiles.Stored.Add(grown.TileHashes);
        _tree = grown.Tree;
    }

    [Fact]
    public void The_second_proof_reads_no_tile()
    {
        var kept = new HistoryTileCache();
        Prove(kept, 12_345);
        _tiles.Reads.ShouldBeGreaterThan(0);
        _tiles.Reads = 0;
        Prove(kept, 12_345);
        _tiles.Reads.ShouldBe(0);
    }

    [Fact]
    public void It_forgets_what_nobody_asked_for_and_proofs_are_right_all_the_same()
    {
        var kept = new HistoryTileCache(tiles: 3);
        for (var index = 0; index < Size; index += 997)
            Prove(kept, index);
        _tiles.Reads = 0;
        Prove(kept, 0);
        _tiles.Reads.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_tile_that_has_grown_and_another_ledgers_are_others()
    {
        var kept = new HistoryTileCache();
        foreach (var size in new[] { 300, 301, 511, 512, 513, Size })
        {
            var root = HistoryTree.Load(size, new TiledHistoryHashes(_tiles, size)).Root;
            InclusionProof.Create(299, size, new TiledHistoryHashes(_tiles, size, kept, "one")).Verify(_leaves[299], root).ShouldBeTrue();
        }
        var other = new CountedTiles();
        var grown = HistoryTree.Empty.Append([.. _leaves.Reverse()]);
        other.Stored.Add(grown.TileHashes);
        InclusionProof.Create(299, Size, new TiledHistoryHashes(other, Size, kept, "two")).Verify(_leaves[^300], grown.Tree.Root).ShouldBeTrue();
    }

    private void Prove(HistoryTileCache kept, int index) =>
        InclusionProof.Create(index, Size, new TiledHistoryHashes(_tiles, Size, kept, "one")).Verify(_leaves[index], _tree.Root).ShouldBeTrue();

    private sealed class CountedTiles : IHistoryTiles
    {
        public MemoryHistory Stored { get; } = new();

        public int Reads { get; set; }

        public ReadOnlyMemory<byte> Read(int level, long index, int width)
        {
            Reads++;
            return Stored.Read(level, index, width);
        }
    }
}
