using SmartBlocks.Storage.Sql;

namespace SmartBlocks.Storage.Tests.Sql;

public sealed class EntryBundleTests
{
    [Fact]
    public void The_encoding_is_that_of_tlog_tiles()
    {
        // https://c2sp.org/tlog-tiles: "each entry is encoded with a big-endian uint16 length prefix"
        EntryBundle.Pack(["abc"u8.ToArray(), Array.Empty<byte>(), new byte[256]])[..9].ShouldBe([0, 3, (byte)'a', (byte)'b', (byte)'c', 0, 0, 1, 0]);
        EntryBundle.Unpack(new byte[] { 0, 1, 7, 0, 2, 8, 9 }).Select(e => e.ToArray()).ShouldBe([[7], [8, 9]]);
        EntryBundle.Unpack(EntryBundle.Pack([new byte[EntryBundle.MaxEntryBytes]]))[0].Length.ShouldBe(65_535);
    }

    [Theory]
    [InlineData(new byte[] { 0 }, "entry 0")]
    [InlineData(new byte[] { 0, 1, 7, 0, 2, 8 }, "entry 1")]
    public void A_bundle_that_ends_early_is_refused(byte[] bundle, string where) =>
        Should.Throw<InvalidDataException>(() => EntryBundle.Unpack(bundle)).Message.ShouldContain(where);
}
