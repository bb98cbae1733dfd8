using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>A log and a witness that is written in Go, with Go's own packages.</summary>
public sealed class WitnessTests(GatewayHost host)
{
    const string Ledger = "witnessed";

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
            var key = await FoundAsync();
            using var client = host.Client(key);

            // It does not know the log yet, which holds up nothing.
            var (note, checkpoint) = await CheckpointAsync(client, 1);
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
                await WriteAsync(size);
                (note, checkpoint) = await CheckpointAsync(client, size);
            }

            // From here on each checkpoint is shown to continue the one before.
            await WriteAsync(checkpoint.Size + 1);
            (note, checkpoint) = await CheckpointAsync(client, checkpoint.Size + 1);
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

    async Task<(SignedNote Note, Checkpoint Checkpoint)> CheckpointAsync(HttpClient client, long size)
    {
        await host.Grains.GetGrain<ILogGrain>(Ledger).Publish(size);
        SignedNote.TryParse(await client.GetByteArrayAsync($"/ledgers/{Ledger}/log/checkpoint"), out var note, out var why).ShouldBeTrue(why?.ToString());
        Checkpoint.TryParse(note!.Text, out var checkpoint, out why).ShouldBeTrue(why?.ToString());
        return (note, checkpoint!);
    }

    async Task<string> FoundAsync()
    {
        var tenant = host.Grains.GetGrain<ITenantGrain>(Ledger);
        await tenant.Create("Witnessed");
        (await tenant.AddLedger(Ledger, "Witnessed")).Done.ShouldBeTrue();
        var key = Secrets.Generate("sbk_");
        await host.Grains.GetGrain<IApiKeyGrain>(Secrets.Digest(key)).Create(new Grant("witness key", Ledger, "auditor", []));
        return key;
    }

    async Task WriteAsync(long number)
    {
        var signer = await host.Services.GetRequiredService<IKeyVault>().GetOrCreateAsync("operator/" + Ledger);
        var transaction = Transaction.Sign(signer, Ledger, "settings/1",
            Encoding.UTF8.GetBytes(FormattableString.Invariant($$"""{"op":"set","name":"name","value":"Witnessed {{number}}"}""")),
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), number.ToString(CultureInfo.InvariantCulture));
        var result = await host.Grains.GetGrain<ILedgerGrain>(Ledger).Submit(new SubmitRequest([transaction.Bytes]));
        result.Outcomes.Single().Status.ShouldBe(BatchStatus.Committed);
    }
}
