namespace SmartBlocks.Ledger.Tests.History;

public sealed class EntryBundleTests
{
    [Fact]
    public void The_encoding_is_that_of_tlog_tiles()
    {
        // https://c2sp.org/tlog-tiles: "sequences of big-endian uint16 length-prefixed log entries"
        EntryBundle.Pack(["abc"u8.ToArray(), Array.Empty<byte>(), new byte[256]])[..9].ShouldBe([0, 3, (byte)'a', (byte)'b', (byte)'c', 0, 0, 1, 0]);
        Read([0, 1, 7, 0, 2, 8, 9]).ShouldBe([[7], [8, 9]]);
        Read(EntryBundle.Pack([new byte[EntryBundle.MaxEntry]])).Single().Length.ShouldBe(65_535);
        Read(EntryBundle.Pack([.. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[1], 1_000)])).Count.ShouldBe(1_000, "a block may hold more than a tile");
    }

    [Theory]
    [InlineData(new byte[] { 0 }, "Entry 0")]
    [InlineData(new byte[] { 0, 1, 7, 0, 2, 8 }, "Entry 1")]
    public void A_bundle_that_ends_early_is_refused(byte[] bundle, string where)
    {
        EntryBundle.TryRead(bundle, out _, out var why).ShouldBeFalse();
        why!.Detail.ShouldContain(where);
    }

    private static List<byte[]> Read(byte[] bundle) =>
        EntryBundle.TryRead(bundle, out var entries, out var why) ? [.. entries.Select(e => e.ToArray())] : throw new InvalidDataException(why.Detail);
}
