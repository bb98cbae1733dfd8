using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Storage.Tests.Support;

/// <summary>Makes the appends of a ledger that grows block by block: the same seed gives the same bytes.</summary>
public sealed class SampleLedger(string ledger, string seed = "")
{
    public string Ledger => ledger;
    public long Number { get; private set; }
    public string Head { get; private set; } = Base64Url.EncodeToString(new byte[32]);
    public long Size { get; private set; }
    public long NodesEnd { get; private set; }

    /// <summary>The append that follows; the ledger moves on as if it had been stored.</summary>
    public BlockAppend Next(int transactions = 3, int transactionBytes = 100, int nodeBytes = 500, int seals = 0)
    {
        var append = Peek(transactions, transactionBytes, nodeBytes, seals);
        Advance(append.Block);
        return append;
    }

    /// <summary>The append that follows, without moving on.</summary>
    public BlockAppend Peek(int transactions = 3, int transactionBytes = 100, int nodeBytes = 500, int seals = 0)
    {
        var bodies = Enumerable.Range(0, transactions).Select(i => (ReadOnlyMemory<byte>)Bytes($"tx {Size + i}", transactionBytes)).ToList();
        var block = new StoredBlock(ledger, Number, Id($"block {Number}"), Head, 1_000 * Number, Encoding.UTF8.GetBytes($$"""{"payload":"{{Number}} {{seed}}"}"""),
            Size, transactions, NodesEnd, nodeBytes, NodesEnd + nodeBytes - 1);
        var sealRows = Enumerable.Range(0, seals).Select(i => new StoredSeal(Id($"batch {Number} {i}"), i * 2, 2, $"eyJ.{i}.sig")).ToList();
        return new BlockAppend(block, bodies, [.. Enumerable.Range(0, transactions).Select(i => TransactionId(Size + i))], sealRows,
            Nodes(NodesEnd, nodeBytes), [new TileWrite(0, Size / 256, Bytes($"tile {Size}", 32 * (int)(Size % 256 + 1)))]);
    }

    public void Advance(StoredBlock block) =>
        (Number, Head, Size, NodesEnd) = (block.Number + 1, block.Id, block.FirstIndex + block.Count, block.NodesStart + block.NodesLength);

    public string TransactionId(long index) => Id($"tx {index}");

    /// <summary>The state-node log's bytes, which depend on their position alone.</summary>
    public static byte[] Nodes(long start, int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((start + i) * 131 >> 3))];

    string Id(string of) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{ledger} {seed} {of}")));

    byte[] Bytes(string of, int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length; at += 32)
            SHA256.HashData(Encoding.UTF8.GetBytes($"{ledger} {seed} {of} {at}")).AsSpan(0, Math.Min(32, length - at)).CopyTo(bytes.AsSpan(at));
        return bytes;
    }
}
