using System.Globalization;
using System.IO.Compression;
using System.Text;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Commands;
using SmartBlocks.Validator.Tests.Samples;

namespace SmartBlocks.Validator.Tests.Commands;

/// <summary><c>validator verify FILE</c>.</summary>
public sealed class VerifyFileTests : IDisposable
{
    readonly SampleFiles files = new();
    readonly SampleLedger ledger = new();

    public void Dispose()
    {
        files.Dispose();
        ledger.Dispose();
    }

    [Fact]
    public async Task A_ledger_that_is_right_ends_with_0_and_says_what_was_checked()
    {
        var run = await Command.RunAsync("verify", files.Write("ledger.ndjson", ledger.Export));

        run.ExitCode.ShouldBe(ExitCodes.Right, run.Output + run.Errors);
        run.Output.ShouldContain("is right");
        run.Output.ShouldContain("8 (0 to 7)");                // genesis, set-up, six hours
        run.Output.ShouldContain("24, each executed again");   // 1 + 5 + 6 · 3
        run.Output.ShouldContain("39 verified");               // 24 transactions, 7 seals, 8 blocks
        run.Output.ShouldContain(ledger.Head.Id);
        run.Output.ShouldContain(ledger.Head.Header.State);
        run.Output.ShouldContain(ledger.Head.Header.Root);
    }

    [Fact]
    public async Task Who_certifies_is_named_as_the_ledger_names_them()
    {
        var host = HostLedger.NewKey();
        SigningKey[] keys = [.. Enumerable.Range(0, 4).Select(_ => HostLedger.NewKey())];
        var certified = new HostLedger(host, keys);
        var run = await Command.RunAsync("verify", files.Write("quorum.ndjson", Encoding.UTF8.GetBytes(string.Join('\n', certified.Lines) + "\n")));

        run.ExitCode.ShouldBe(ExitCodes.Right, run.Output + run.Errors);
        var parties = keys.Index().OrderBy(k => k.Item.KeyId, StringComparer.Ordinal).Select(k => FormattableString.Invariant($"party-{k.Index}"));
        run.Output.ShouldContain("quorum, 3 of 4: " + string.Join(", ", parties));
    }

    [Fact]
    public async Task A_compressed_export_is_read_whatever_its_name()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(ledger.Export);

        (await Command.RunAsync("verify", files.Write("ledger", packed.ToArray()))).ExitCode.ShouldBe(ExitCodes.Right);
    }

    [Fact]
    public async Task Any_changed_byte_of_a_block_a_transaction_or_a_digest_is_found_and_its_block_is_named()
    {
        var chance = new Random(20261121);
        for (var round = 0; round < 200; round++)
        {
            var number = chance.Next(ledger.Lines.Count);
            var line = Encoding.UTF8.GetBytes(ledger.Lines[number]);
            // The announced length of the nodes is no part of the ledger; everything before and the digest after it is.
            var announced = ledger.Lines[number].LastIndexOf("\"nodes\"", StringComparison.Ordinal);
            var digest = ledger.Lines[number].LastIndexOf("\"sha256\":\"", StringComparison.Ordinal) + 10;
            var at = chance.Next(announced + 43);
            at = at < announced ? at : digest + at - announced;
            var before = line[at];
            line[at] ^= (byte)(1 << chance.Next(8));
            var path = files.Write("tampered.ndjson", Export(number, line));

            var run = await Command.RunAsync("verify", path, "--ledger", "nimbus");

            var place = string.Create(CultureInfo.InvariantCulture, $"byte {at} of line {number}, {before} → {line[at]}");
            run.ExitCode.ShouldBe(ExitCodes.Wrong, $"{place} went unnoticed");
            run.Output.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"first wrong: block {number}"), customMessage: place);
        }
    }

    [Fact]
    public async Task A_block_left_out_is_found()
    {
        ledger.Lines.RemoveAt(3);
        var run = await Command.RunAsync("verify", files.Write("ledger.ndjson", ledger.Export));

        run.ExitCode.ShouldBe(ExitCodes.Wrong);
        run.Output.ShouldContain("first wrong: block 3");
        run.Output.ShouldContain("right before it: 3 blocks");
    }

    [Fact]
    public async Task Two_blocks_in_the_wrong_order_are_found()
    {
        (ledger.Lines[4], ledger.Lines[5]) = (ledger.Lines[5], ledger.Lines[4]);

        (await Command.RunAsync("verify", files.Write("ledger.ndjson", ledger.Export))).Output.ShouldContain("first wrong: block 4");
    }

    [Fact]
    public async Task A_ledger_rewritten_with_other_keys_is_found_by_who_knows_the_genesis_block()
    {
        using var rewritten = new SampleLedger();
        var path = files.Write("rewritten.ndjson", rewritten.Export);

        (await Command.RunAsync("verify", path)).ExitCode.ShouldBe(ExitCodes.Right);
        (await Command.RunAsync("verify", path, "--genesis", rewritten.Genesis0)).ExitCode.ShouldBe(ExitCodes.Right);
        var run = await Command.RunAsync("verify", path, "--genesis", ledger.Genesis0);
        run.ExitCode.ShouldBe(ExitCodes.Wrong);
        run.Output.ShouldContain("this is another ledger");
    }

    [Fact]
    public async Task A_file_of_another_ledger_than_asked_for_is_found()
    {
        var run = await Command.RunAsync("verify", files.Write("ledger.ndjson", ledger.Export), "--ledger", "stratus");

        run.ExitCode.ShouldBe(ExitCodes.Wrong);
        run.Output.ShouldContain("another ledger");
    }

    [Theory]
    [InlineData("not an export\n")]
    [InlineData("{}\n")]
    [InlineData("[1,2,3]\n")]
    [InlineData("{\"block\":{},\"batches\":[],\"nodes\":{\"length\":0,\"sha256\":\"AAAA\"}}\n")]
    public async Task A_file_that_is_no_export_is_wrong_at_block_0(string content)
    {
        var run = await Command.RunAsync("verify", files.Write("notes.txt", Encoding.UTF8.GetBytes(content)));

        run.ExitCode.ShouldBe(ExitCodes.Wrong);
        run.Output.ShouldContain("first wrong: block 0");
    }

    [Fact]
    public async Task A_block_that_the_service_itself_cannot_read_is_wrong()
    {
        ledger.Lines[4] = """{"block":null,"error":"a chunk of state nodes is missing"}""";
        var run = await Command.RunAsync("verify", files.Write("ledger.ndjson", ledger.Export));

        run.ExitCode.ShouldBe(ExitCodes.Wrong);
        run.Output.ShouldContain("first wrong: block 4: the service cannot read it: a chunk of state nodes is missing");
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_empty_ends_with_3()
    {
        var missing = await Command.RunAsync("verify", files.Path("missing.ndjson"));
        missing.ExitCode.ShouldBe(ExitCodes.Unreachable);
        missing.Errors.ShouldContain("Cannot read");

        var empty = await Command.RunAsync("verify", files.Write("empty.ndjson", []));
        empty.ExitCode.ShouldBe(ExitCodes.Unreachable);
        empty.Errors.ShouldContain("no block");
    }

    byte[] Export(int number, byte[] line)
    {
        using var export = new MemoryStream();
        for (var at = 0; at < ledger.Lines.Count; at++)
        {
            export.Write(at == number ? line : Encoding.UTF8.GetBytes(ledger.Lines[at]));
            export.WriteByte((byte)'\n');
        }

        return export.ToArray();
    }
}
