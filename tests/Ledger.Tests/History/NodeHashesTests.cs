namespace SmartBlocks.Ledger.Tests.History;

/// <summary>Rows hashed eight nodes at a time, beside the base library's digest of each.</summary>
public sealed class NodeHashesTests
{
    [Fact]
    public void A_row_is_the_nodes_of_its_pairs_whatever_its_length()
    {
        var random = new Random(20);
        for (var pairs = 0; pairs <= 40; pairs++)
        {
            var below = Enumerable.Range(0, 2 * pairs).Select(_ => Some(random)).ToArray();
            var above = new Hash256[pairs];
            NodeHashes.Row(below, above);
            above.ShouldBe(Enumerable.Range(0, pairs).Select(i => Hash256.Of([1, .. below[2 * i].ToArray(), .. below[2 * i + 1].ToArray()])));
        }
    }

    [Fact]
    public void A_row_needs_two_hashes_for_each_above() =>
        Should.Throw<ArgumentOutOfRangeException>(() => NodeHashes.Row(new Hash256[3], new Hash256[1]));

    private static Hash256 Some(Random random)
    {
        var bytes = new byte[Hash256.Size];
        random.NextBytes(bytes);
        return new Hash256(bytes);
    }
}
