using System.Text;

namespace SmartBlocks.Ledger.Tests.History;

/// <summary>Checkpoints, paths of tiles, entry bundles and tlog-proofs.</summary>
public sealed class TlogTests
{
    private const string Root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    private static readonly SigningKey Log = TestKeys.Of("log");

    private static readonly NoteKey LogKey = new("example/log", Log.PublicKey);

    [Theory]
    [InlineData("example.com/behind-the-sofa\n20852163\n" + Root + "\n", 20852163L)]
    [InlineData("a\n9223372036854775807\n" + Root + "\nextension\n", long.MaxValue)]
    [InlineData("a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", 0L)]
    public void Checkpoints_are_read(string text, long size)
    {
        Checkpoint.TryParse(text, out var checkpoint, out var why).ShouldBeTrue(why?.Detail);
        checkpoint!.Size.ShouldBe(size);
        text.ShouldStartWith(checkpoint.ToText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\n1\n")]
    [InlineData("\n1\n" + Root + "\n")]
    [InlineData("a\n1\n" + Root)]
    [InlineData("a\n1\n" + Root + "\n\n")]
    [InlineData("a\n1\n" + Root + "\n\nx\n")]
    [InlineData("a\n01\n" + Root + "\n")]
    [InlineData("a\n+1\n" + Root + "\n")]
    [InlineData("a\n-1\n" + Root + "\n")]
    [InlineData("a\n 1\n" + Root + "\n")]
    [InlineData("a\n1.0\n" + Root + "\n")]
    [InlineData("a\n\u0661\n" + Root + "\n")]
    [InlineData("a\n9223372036854775808\n" + Root + "\n")]
    [InlineData("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")]
    [InlineData("a\n1\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n1\nAAAA\n")]
    public void What_is_not_a_checkpoint_is_refused(string text)
    {
        Checkpoint.TryParse(text, out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe("checkpoint.form");
    }

    [Fact]
    public void A_tree_without_entries_has_one_root_and_no_other()
    {
        Checkpoint.TryParse("a\n0\n" + Root + "\n", out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe("checkpoint.empty");
        Checkpoint.TryParse("a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void A_checkpoint_counts_only_when_its_own_log_signed_it()
    {
        var tree = HistoryTree.Empty.Append([HistoryTree.LeafHash("a"u8)]).Tree;
        var checkpoint = new Checkpoint("example/log", tree.Size, tree.Root);
        Checkpoint.Open(checkpoint.Sign(Log), LogKey, [], out var opened, out _).ShouldBeNull();
        opened.ShouldBe(checkpoint);

        var witness = new NoteKey("witness.example", TestKeys.Of("witness").PublicKey);
        var onlyWitness = SignedNote.Sign(checkpoint.ToText(), witness.Name, TestKeys.Of("witness"));
        Checkpoint.Open(onlyWitness, LogKey, [witness], out opened, out _)!.Code.ShouldBe("checkpoint.unsigned");
        opened.ShouldBeNull();
        Checkpoint.Open(onlyWitness.With(NoteKey.Sign(checkpoint.ToText(), "example/log", Log)), LogKey, [witness], out _, out var cosigners).ShouldBeNull();
        cosigners.ShouldBe([witness]);

        var foreign = SignedNote.Sign((checkpoint with { Origin = "example/other" }).ToText(), "example/log", Log);
        Checkpoint.Open(foreign, LogKey, [], out _, out _)!.Code.ShouldBe("checkpoint.origin");
        Checkpoint.Open(SignedNote.Sign("hello\n", "example/log", Log), LogKey, [], out _, out _)!.Code.ShouldBe("checkpoint.form");
    }

    [Theory]
    [InlineData("tile/0/000", 0, 0L, 256)]
    [InlineData("tile/63/x001/x234/067", 63, 1234067L, 256)]
    [InlineData("tile/1/x001/234.p/17", 1, 1234L, 17)]
    [InlineData("tile/0/999.p/255", 0, 999L, 255)]
    [InlineData("tile/entries/x001/000", null, 1000L, 256)]
    [InlineData("tile/entries/000.p/1", null, 0L, 1)]
    public void Paths_of_tiles_are_read_and_written(string text, int? level, long index, int width)
    {
        TilePath.TryParse(text, out var path).ShouldBeTrue();
        path.ShouldBe(new TilePath(level, index, width));
        path!.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/1000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/8/0/000")]
    [InlineData("tile/0/x000/001")]           // not the shortest
    [InlineData("tile/0/001/001")]            // no x
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/xx01/001")]
    [InlineData("tile/0/X001/001")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/017")]
    [InlineData("tile/0/000.p/-1")]
    [InlineData("tile/0/000.p/1/1")]
    [InlineData("tile/0/.p/1")]
    [InlineData("tile/data/000")]
    [InlineData("tile/0/../000")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/999")]
    public void Other_paths_name_no_tile(string text)
    {
        TilePath.TryParse(text, out var path).ShouldBeFalse();
        path.ShouldBeNull();
    }

    [Theory]   // the standard's example: a tree of 70,000 leaves
    [InlineData("tile/0/272", 256)]
    [InlineData("tile/0/273", 112)]
    [InlineData("tile/0/274", 0)]
    [InlineData("tile/1/000", 256)]
    [InlineData("tile/1/001", 17)]
    [InlineData("tile/2/000", 1)]
    [InlineData("tile/3/000", 0)]
    [InlineData("tile/8/000", 0)]
    [InlineData("tile/63/000", 0)]
    [InlineData("tile/entries/273", 112)]
    [InlineData("tile/0/x008/x999/x999/x999/x999/999", 0)]
    public void A_tree_has_the_tiles_the_standard_says(string text, int width)
    {
        TilePath.TryParse(text, out var path).ShouldBeTrue();
        path!.WidthAt(70_000).ShouldBe(width);
    }

    [Fact]
    public void Bundles_keep_their_entries_and_nothing_else_is_one()
    {
        ReadOnlyMemory<byte>[] entries = ["a"u8.ToArray(), Array.Empty<byte>(), new byte[65_535], "last"u8.ToArray()];
        var bundle = EntryBundle.Write(entries);
        bundle[..5].ShouldBe([0, 1, (byte)'a', 0, 0]);
        bundle.Length.ShouldBe(8 + 1 + 65_535 + 4);
        EntryBundle.TryRead(bundle, 4, out var read, out _).ShouldBeTrue();
        read.Select(e => e.ToArray()).ShouldBe(entries.Select(e => e.ToArray()));
        EntryBundle.TryRead(bundle, 3, out read, out var why).ShouldBeFalse();
        why!.Code.ShouldBe("bundle.count");
        read.ShouldBeEmpty();
        EntryBundle.TryRead(bundle.AsMemory(0, bundle.Length - 1), 4, out _, out why).ShouldBeFalse();
        why!.Code.ShouldBe("bundle.form");
        EntryBundle.TryRead(new byte[] { 0 }, 1, out _, out why).ShouldBeFalse();
        why!.Code.ShouldBe("bundle.form");
        Should.Throw<ArgumentException>(() => EntryBundle.Write([new byte[65_536]]));
        Should.Throw<ArgumentException>(() => EntryBundle.Write([.. Enumerable.Repeat(entries[0], 257)]));
    }

    [Fact]
    public void Proofs_verify_after_a_round_trip_and_no_changed_byte_does()
    {
        var entries = Enumerable.Range(0, 300).Select(i => Encoding.UTF8.GetBytes(FormattableString.Invariant($"entry {i}"))).ToArray();
        var (append, tiles) = (HistoryTree.Empty.Append([.. entries.Select(e => HistoryTree.LeafHash(e))]), new MemoryHistory());
        tiles.Add(append.TileHashes);
        var note = new Checkpoint("example/log", 300, append.Tree.Root).Sign(Log);
        foreach (var index in new[] { 0, 1, 255, 256, 299 })
        {
            var proof = Read(TlogProof.Create(entries[index], index, note, new TiledHistoryHashes(tiles, 300)).ToBytes());
            proof.Index.ShouldBe(index);
            proof.Extra!.Value.ToArray().ShouldBe(entries[index]);
            proof.Verify(entries[index], LogKey).ShouldBeNull();
            proof.Verify(entries[(index + 1) % 300], LogKey)!.Code.ShouldBe("tlogProof.path");
            (proof with { Index = (index + 1) % 300 }).Verify(entries[index], LogKey)!.Code.ShouldBe("tlogProof.path");
            proof.Verify(entries[index], new NoteKey("example/log", TestKeys.Of("other").PublicKey))!.Code.ShouldBe("note.unsigned");
            proof.Verify(entries[index], LogKey, quorum: 1)!.Code.ShouldBe("checkpoint.witnesses");
        }
        var bytes = TlogProof.Create(entries[7], 7, note, new TiledHistoryHashes(tiles, 300)).ToBytes();
        var extra = (Start: bytes.AsSpan().IndexOf((byte)'\n') + 1, End: bytes.AsSpan().IndexOf("\nindex"u8));
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i >= extra.Start && i < extra.End)
                continue;   // not authenticated by itself: whoever uses the entry passes it to Verify
            var flipped = (byte[])bytes.Clone();
            flipped[i] ^= 1;
            (TlogProof.TryParse(flipped, out var parsed, out _) && parsed.Verify(entries[7], LogKey) is null).ShouldBeFalse(FormattableString.Invariant($"byte {i}"));
        }
    }

    [Fact]
    public void Witnesses_count_when_they_are_known_and_there_are_enough()
    {
        var tree = HistoryTree.Empty.Append([HistoryTree.LeafHash("a"u8)]);
        var text = new Checkpoint("example/log", 1, tree.Tree.Root).ToText();
        NoteKey[] witnesses = [new("w1.example", TestKeys.Of("w1").PublicKey), new("w2.example", TestKeys.Of("w2").PublicKey)];
        var note = SignedNote.Sign(text, "example/log", Log).With(NoteKey.Sign(text, "w1.example", TestKeys.Of("w1"))).With(NoteKey.Sign(text, "w3.example", TestKeys.Of("w3")));
        var proof = Read(new TlogProof(0, [], note).ToBytes());
        proof.Extra.ShouldBeNull();
        proof.Verify("a"u8, LogKey, witnesses, 1).ShouldBeNull();
        proof.Verify("a"u8, LogKey, witnesses, 2)!.Code.ShouldBe("checkpoint.witnesses");
        // One witness that signs twice is still one.
        new TlogProof(0, [], note.With(NoteKey.Sign(text, "w1.example", TestKeys.Of("w1")))).Verify("a"u8, LogKey, witnesses, 2)!.Code.ShouldBe("checkpoint.witnesses");
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2sp.org/tlog-proof@v1\n\n")]
    [InlineData("c2sp.org/tlog-proof@v2\nindex 0\n\nNOTE")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 00\n\nNOTE")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex\n\nNOTE")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nextra QQ==\n\nNOTE")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra QR==\nindex 0\n\nNOTE")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nNOTE")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n\n\nNOTE")]
    [InlineData("c2sp.org/tlog-proof@v1\r\nindex 0\n\nNOTE")]
    public void What_is_not_a_proof_is_refused(string text)
    {
        var note = new Checkpoint("example/log", 1, HistoryTree.LeafHash("a"u8)).Sign(Log).ToString();
        var refused = !TlogProof.TryParse(Encoding.UTF8.GetBytes(text.Replace("NOTE", note, StringComparison.Ordinal)), out var proof, out _)
            || proof.Verify("a"u8, LogKey) is not null;
        refused.ShouldBeTrue();
        TlogProof.TryParse(Encoding.UTF8.GetBytes("c2sp.org/tlog-proof@v1\nindex 0\n\n" + note), out proof, out _).ShouldBeTrue();
        proof!.Verify("a"u8, LogKey).ShouldBeNull();
    }

    private static TlogProof Read(byte[] bytes) => TlogProof.TryParse(bytes, out var proof, out var why) ? proof : throw new InvalidDataException(why.Detail);
}
