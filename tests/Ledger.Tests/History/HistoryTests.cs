namespace SmartBlocks.Ledger.Tests.History;

/// <summary>The published vectors of certificate-transparency's Merkle tree tests, and properties over all small trees.</summary>
public sealed class HistoryTests
{
    private static readonly byte[][] Entries =
        [.. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(Convert.FromHexString)];

    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void Published_roots()
    {
        Hex(HistoryTree.Empty.Root).ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        var tree = HistoryTree.Empty;
        for (var i = 0; i < Entries.Length; i++)
        {
            tree = tree.Append([HistoryTree.LeafHash(Entries[i])]).Tree;
            Hex(tree.Root).ShouldBe(Roots[i]);
        }
    }

    [Theory]
    [InlineData(0, 1, "")]
    [InlineData(0, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(5, 8, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(1, 5, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void Published_inclusion_paths(long index, int size, string path)
    {
        var (hashes, leaves, trees) = Grow(8, i => Entries[i]);
        var proof = InclusionProof.Create(index, size, hashes(size));
        string.Join(' ', proof.Path.Select(Hex)).ShouldBe(path);
        proof.Verify(leaves[(int)index], trees[size].Root).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1, 1, "")]
    [InlineData(1, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(6, 8, "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 5, "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void Published_consistency_paths(int older, int newer, string path)
    {
        var (hashes, _, trees) = Grow(8, i => Entries[i]);
        var proof = ConsistencyProof.Create(older, newer, hashes(newer));
        string.Join(' ', proof.Path.Select(Hex)).ShouldBe(path);
        proof.Verify(trees[older].Root, trees[newer].Root).ShouldBeTrue();
    }

    [Fact]
    public void Every_inclusion_proof_verifies_and_no_altered_one_does()
    {
        var (hashes, leaves, trees) = Grow(70, i => BitConverter.GetBytes(i));
        for (var size = 1; size <= 70; size++)
        {
            for (var index = 0; index < size; index++)
            {
                var proof = InclusionProof.Create(index, size, hashes(size));
                proof.Verify(leaves[index], trees[size].Root).ShouldBeTrue();
                proof.Verify(leaves[(index + 1) % 70], trees[size].Root).ShouldBeFalse();
                proof.Verify(leaves[index], trees[size - 1].Root).ShouldBeFalse();
                (proof with { Path = proof.Path.Add(leaves[0]) }).Verify(leaves[index], trees[size].Root).ShouldBeFalse();
                (proof with { Index = index ^ 1 }).Verify(leaves[index], trees[size].Root).ShouldBe(false);
                if (proof.Path.Length == 0)
                    continue;
                var at = (index * 7 + size) % proof.Path.Length;
                (proof with { Path = proof.Path.RemoveAt(at) }).Verify(leaves[index], trees[size].Root).ShouldBeFalse();
                (proof with { Path = proof.Path.SetItem(at, Hash256.Of(proof.Path[at].Bytes)) }).Verify(leaves[index], trees[size].Root).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void Every_consistency_proof_verifies_and_no_altered_one_does()
    {
        var (hashes, leaves, trees) = Grow(66, i => BitConverter.GetBytes(i));
        for (var newer = 0; newer <= 66; newer++)
        {
            for (var older = 0; older <= newer; older++)
            {
                var proof = ConsistencyProof.Create(older, newer, hashes(newer));
                proof.Verify(trees[older].Root, trees[newer].Root).ShouldBeTrue();
                (proof with { Path = proof.Path.Add(leaves[0]) }).Verify(trees[older].Root, trees[newer].Root).ShouldBeFalse();
                if (older < newer)
                    proof.Verify(trees[newer].Root, trees[newer].Root).ShouldBeFalse();
                if (proof.Path.Length == 0)
                    continue;
                var at = (older * 3 + newer) % proof.Path.Length;
                (proof with { Path = proof.Path.RemoveAt(at) }).Verify(trees[older].Root, trees[newer].Root).ShouldBeFalse();
                (proof with { Path = proof.Path.SetItem(at, Hash256.Of(proof.Path[at].Bytes)) }).Verify(trees[older].Root, trees[newer].Root).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void Tiles_of_a_large_tree_give_the_same_root_and_proofs_however_it_grew()
    {
        const int size = 70_000;
        var leaves = Enumerable.Range(0, size).Select(i => HistoryTree.LeafHash(BitConverter.GetBytes(i))).ToArray();
        var whole = HistoryTree.Empty.Append(leaves).Tree;
        var random = new Random(3);
        var (tree, tiles) = (HistoryTree.Empty, new MemoryHistory());
        while (tree.Size < size)
        {
            var count = Math.Min(random.Next(1, 3_000), size - (int)tree.Size);
            var append = tree.Append(leaves.AsSpan((int)tree.Size, count));
            foreach (var level in append.TileHashes.GroupBy(h => h.Level))
            {
                var (first, end) = HistoryTiles.Added(level.Key / 8, tree.Size, append.Tree.Size);
                level.Select(h => h.Index).ShouldBe(Enumerable.Range((int)first, (int)(end - first)).Select(i => (long)i));
            }
            tiles.Add(append.TileHashes);
            tree = append.Tree;
        }
        tree.Root.ShouldBe(whole.Root);
        var hashes = new TiledHistoryHashes(tiles, size);
        HistoryTree.Load(size, hashes).Root.ShouldBe(whole.Root);
        for (var i = 0; i < 200; i++)
        {
            var index = random.Next(size);
            InclusionProof.Create(index, size, hashes).Verify(leaves[index], whole.Root).ShouldBeTrue();
            var older = random.Next(size);
            var oldRoot = HistoryTree.Load(older, hashes).Root;
            ConsistencyProof.Create(older, size, hashes).Verify(oldRoot, whole.Root).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(0, 0L, 256, "tile/0/000")]
    [InlineData(1, 1234067L, 256, "tile/1/x001/x234/067")]
    [InlineData(0, 1234L, 17, "tile/0/x001/234.p/17")]
    public void Tile_paths_are_those_of_tlog_tiles(int level, long index, int width, string path) => HistoryTiles.Path(level, index, width).ShouldBe(path);

    private static (Func<long, IHistoryHashes> Hashes, Hash256[] Leaves, HistoryTree[] Trees) Grow(int size, Func<int, byte[]> entry)
    {
        var tiles = new MemoryHistory();
        var leaves = Enumerable.Range(0, size).Select(i => HistoryTree.LeafHash(entry(i))).ToArray();
        var trees = new List<HistoryTree> { HistoryTree.Empty };
        foreach (var leaf in leaves)
        {
            var append = trees[^1].Append([leaf]);
            tiles.Add(append.TileHashes);
            trees.Add(append.Tree);
        }
        return (n => new TiledHistoryHashes(tiles, n), leaves, [.. trees]);
    }

    private static string Hex(Hash256 hash) => Convert.ToHexStringLower(hash.Bytes);
}
