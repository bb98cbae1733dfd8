using SmartBlocks.Validator.Verification;

namespace SmartBlocks.Validator.Tests.Verification;

/// <summary>The node log of a verification, in a file.</summary>
public sealed class StateNodeFileTests
{
    [Fact]
    public void What_was_appended_is_read_again_from_tail_and_file_alike()
    {
        using var log = new StateNodeFile();
        var chance = new Random(7);
        var pieces = new List<(long Start, byte[] Bytes)>();
        foreach (var length in (int[])[10, 1_000_000, 3_500_000, 5_000_000, 1, 900_000, 4_194_304, 17])
        {
            var bytes = new byte[length];
            chance.NextBytes(bytes);
            pieces.Add((log.Length, bytes));
            log.Append(log.Length, bytes);
        }

        foreach (var (start, bytes) in pieces)
        {
            var read = new byte[bytes.Length];
            log.Read(start, read).ShouldBe(bytes.Length);
            read.AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        }

        log.Read(log.Length, new byte[1]).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => log.Append(log.Length - 1, [1]));
    }
}
