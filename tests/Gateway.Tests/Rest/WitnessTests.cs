using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>A log and its witnesses: one that is written in Go, with Go's own packages, and <c>validator witness</c>, whose cosignatures Go verifies.</summary>
public sealed class WitnessTests(GatewayHost host)
{
    const string Ledger = "witnessed", Other = "witnessed-here";

    [Fact]
    public async Task A_witness_cosigns_what_continues_and_the_log_carries_it()
    {
        using var witness = GoProgram.Start("witness.go");
        try
        {
            var introduction = (await witness.StandardOutput.ReadLineAsync())!.Split(' ');
            NoteKey.TryParse(introduction[1], out var witnessKey, out var why).ShouldBeTrue(why?.ToString());
            var options = host.Services.GetRequiredService<IOptions<LogOptions>>().Value;
            options.Witnesses.Add(new WitnessOptions { Url = introduction[0], Key = introduction[1], Ledgers = { Ledger } });
            options.Check().ShouldBeNull();
            var key = await FoundAsync(Ledger);
            using var client = host.Client(key);

            // It does not know the log yet, which holds up nothing.
            var (note, checkpoint) = await CheckpointAsync(client, Ledger, 1);
            note.Signatures.Length.ShouldBe(2, "the log's own two");
            var standing = (await client.JsonAsync($"/ledgers/{Ledger}/log/witnesses")).Items().Single();
            standing.Text("name").ShouldBe(witnessKey!.Name);
            standing.Text("error").ShouldContain("404");
            standing.GetProperty("size").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

            var logKey = (await client.GetStringAsync($"/ledgers/{Ledger}/log/key")).Split('\n')[1];
            await witness.StandardInput.WriteLineAsync(logKey);
            (await witness.StandardOutput.ReadLineAsync()).ShouldBe("known " + checkpoint.Origin);
            for (var size = checkpoint.Size + 1; !note.Signatures.Any(witnessKey.Made); size++)
            {
                await WriteAsync(Ledger, size);
                (note, checkpoint) = await CheckpointAsync(client, Ledger, size);
            }

            // From here on each checkpoint is shown to continue the one before.
            await WriteAsync(Ledger, checkpoint.Size + 1);
            (note, checkpoint) = await CheckpointAsync(client, Ledger, checkpoint.Size + 1);
            NoteKey.TryParse(logKey, out var log, out _).ShouldBeTrue();
            Checkpoint.Open(note, log!, [witnessKey], out _, out var cosigners).ShouldBeNull();
            cosigners.ShouldBe([witnessKey]);
            standing = (await client.JsonAsync($"/ledgers/{Ledger}/log/witnesses")).Items().Single();
            standing.GetProperty("size").GetInt64().ShouldBe(checkpoint.Size);
            standing.GetProperty("error").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

            // A proof carries it, and Go reads all of it.
            var last = (await client.JsonAsync($"/ledgers/{Ledger}/transactions?limit=1")).Items().Single().Text("id");
            TlogProof.TryParse(await client.GetByteArrayAsync($"/ledgers/{Ledger}/log/proof/{last}"), out var proof, out _).ShouldBeTrue();
            proof!.Verify(proof.Extra!.Value.Span, log!, [witnessKey], quorum: 1).ShouldBeNull();
            var (code, output) = await GoProgram.RunAsync("tlogcheck.go", new Uri(host.Address, $"/ledgers/{Ledger}/log").ToString(), $"{logKey},{witnessKey}", key, last);
            code.ShouldBe(0, output);
        }
        finally
        {
            witness.StandardInput.Close();
            await witness.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Our_own_witness_cosigns_remembers_and_has_proof_of_a_fork()
    {
        using var folder = new WitnessFolder();
        // It listens before it knows the log, whose origin follows from the ledger's genesis.
        string address;
        int port;
        NoteKey witnessKey;
        await using (var stranger = await folder.StartAsync(0))
            (address, port, witnessKey) = (stranger.Address, new Uri(stranger.Address).Port, stranger.Witness.Key);
        host.Services.GetRequiredService<IOptions<LogOptions>>().Value.Witnesses.Add(
            new WitnessOptions { Url = address, Key = witnessKey.ToString(), Ledgers = { Other } });
        var key = await FoundAsync(Other);
        using var client = host.Client(key);
        var (note, checkpoint) = await CheckpointAsync(client, Other, 1);
        note.Signatures.Length.ShouldBe(2, "it is away, which holds up nothing");
        var logKey = (await client.GetStringAsync($"/ledgers/{Other}/log/key")).Split('\n')[1];
        NoteKey.TryParse(logKey, out var log, out _).ShouldBeTrue();

        await using (await folder.StartAsync(port, log!))
        {
            for (var size = checkpoint.Size + 1; !note.Signatures.Any(witnessKey.Made); size++)
            {
                await WriteAsync(Other, size);
                (note, checkpoint) = await CheckpointAsync(client, Other, size);
            }
        }

        // Started again it goes on from what it remembers, and the published checkpoint and every proof under it carry its cosignature.
        await using (var running = await folder.StartAsync(port, log!))
        {
            var before = running.Witness.Latest(checkpoint.Origin)!.Checkpoint;
            before.Size.ShouldBe(checkpoint.Size);
            for (var (size, again) = (checkpoint.Size + 1, false); !again; size++)
            {
                await WriteAsync(Other, size);
                (note, checkpoint) = await CheckpointAsync(client, Other, size);
                again = note.Signatures.Any(witnessKey.Made);
            }
            running.Witness.Latest(checkpoint.Origin)!.Checkpoint.ShouldBe(checkpoint);
            Checkpoint.Open(note, log!, [witnessKey], out _, out var cosigners).ShouldBeNull();
            cosigners.ShouldBe([witnessKey]);
            var last = (await client.JsonAsync($"/ledgers/{Other}/transactions?limit=1")).Items().Single().Text("id");
            TlogProof.TryParse(await client.GetByteArrayAsync($"/ledgers/{Other}/log/proof/{last}"), out var proof, out _).ShouldBeTrue();
            proof!.Verify(proof.Extra!.Value.Span, log!, [witnessKey], quorum: 1).ShouldBeNull();

            // The log's keys sign another history of the same size: refused, and kept as proof.
            var text = (checkpoint with { Root = Hash256.Of("another history"u8) }).ToText();
            var secret = await host.Services.GetRequiredService<IKeyVault>().GetOrCreateEd25519Async(LogPublisher.LogKey(Other));
            var forged = new WitnessRequest(checkpoint.Size, [], SignedNote.Of(text, [NoteKey.Sign(text, checkpoint.Origin, secret)]));
            using var post = await client.PostAsync(new Uri(running.Address + "/" + WitnessRequest.Path), new ByteArrayContent(forged.ToBytes()));
            ((int)post.StatusCode).ShouldBe(422);
            LogFork.TryParse(running.Evidence(), out var fork, out _).ShouldBeTrue();
            fork!.Verify([log!], out _, out _).ShouldBeNull();

            var (code, output) = await GoProgram.RunAsync("tlogcheck.go", new Uri(host.Address, $"/ledgers/{Other}/log").ToString(), $"{logKey},{witnessKey}", key, last);
            code.ShouldBe(0, output);
        }
    }

    [Fact]
    public async Task A_log_written_in_Go_goes_through_the_specification_with_our_witness()
    {
        using var folder = new WitnessFolder();
        using var log = GoProgram.Start("asklog.go");
        var errors = log.StandardError.ReadToEndAsync();
        NoteKey.TryParse(await log.StandardOutput.ReadLineAsync() ?? "", out var key, out var why).ShouldBeTrue(why?.ToString());
        await using var witness = await folder.StartAsync(0, key!);
        await log.StandardInput.WriteLineAsync($"{witness.Address} {witness.Witness.Key}");
        var output = await log.StandardOutput.ReadToEndAsync();
        await log.WaitForExitAsync();
        (log.ExitCode, output).ShouldBe((0, "asked: 18 times\n"), await errors);
        witness.Witness.Latest("log.example/go")!.Checkpoint.Size.ShouldBe(300);
        LogFork.TryParse(witness.Evidence(), out var fork, out _).ShouldBeTrue();
        fork!.Verify([key!], out _, out _).ShouldBeNull();
    }

    [Theory]
    [InlineData("nowhere", "witness.example/w1+8d66cf3f+BAAA", "Log:Witnesses:0:Url")]
    [InlineData("https://witness.example/", "witness.example/w1+8d66cf3f+BAAA", "Log:Witnesses:0:Key")]
    [InlineData("https://witness.example/", "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "0x04")]
    public void A_wrong_setting_is_named(string url, string key, string named)
    {
        var options = new LogOptions();
        options.Witnesses.Add(new WitnessOptions { Url = url, Key = key });
        options.Check()!.ShouldContain(named);
    }

    async Task<(SignedNote Note, Checkpoint Checkpoint)> CheckpointAsync(HttpClient client, string ledger, long size)
    {
        await host.Grains.GetGrain<ILogGrain>(ledger).Publish(size);
        SignedNote.TryParse(await client.GetByteArrayAsync($"/ledgers/{ledger}/log/checkpoint"), out var note, out var why).ShouldBeTrue(why?.ToString());
        Checkpoint.TryParse(note!.Text, out var checkpoint, out why).ShouldBeTrue(why?.ToString());
        return (note, checkpoint!);
    }

    async Task<string> FoundAsync(string ledger)
    {
        var tenant = host.Grains.GetGrain<ITenantGrain>(ledger);
        await tenant.Create("Witnessed");
        (await tenant.AddLedger(ledger, "Witnessed")).Done.ShouldBeTrue();
        var key = Secrets.Generate("sbk_");
        await host.Grains.GetGrain<IApiKeyGrain>(Secrets.Digest(key)).Create(new Grant("witness key", ledger, "auditor", []));
        return key;
    }

    async Task WriteAsync(string ledger, long number)
    {
        var signer = await host.Services.GetRequiredService<IKeyVault>().GetOrCreateAsync("operator/" + ledger);
        var transaction = Transaction.Sign(signer, ledger, "settings/1",
            Encoding.UTF8.GetBytes(FormattableString.Invariant($$"""{"op":"set","name":"name","value":"Witnessed {{number}}"}""")),
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), number.ToString(CultureInfo.InvariantCulture));
        var result = await host.Grains.GetGrain<ILedgerGrain>(ledger).Submit(new SubmitRequest([transaction.Bytes]));
        result.Outcomes.Single().Status.ShouldBe(BatchStatus.Committed);
    }
}
