using System.Text;
using SmartBlocks.Grains;

namespace SmartBlocks.Benchmarks.Harness;

/// <summary>A ledger's export as the service writes it, one block a line (batches of one transaction only, as these ledgers have).</summary>
public static class ExportFile
{
    /// <summary>Writes it.</summary>
    public static async Task WriteAsync(LedgerReader reader, string ledger, string path)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        for (var number = 0L; await reader.Store.ReadBlockAsync(ledger, number) is { } block; number++)
        {
            var body = (await reader.Store.ReadBodyAsync(ledger, number))!;
            file.Write("{\"block\":"u8);
            file.Write(block.Jws.Span);
            file.Write(",\"batches\":["u8);
            for (var at = 0; at < body.Transactions.Count; at++)
            {
                file.Write(at == 0 ? "{\"transactions\":[\""u8 : ",{\"transactions\":[\""u8);
                file.Write(body.Transactions[at].Span);
                file.Write("\"]}"u8);
            }

            file.Write(Encoding.ASCII.GetBytes(FormattableString.Invariant(
                $"],\"nodes\":{{\"length\":{block.NodesLength},\"sha256\":\"{reader.NodesDigest(block)}\"}}}}\n")));
        }
    }
}
