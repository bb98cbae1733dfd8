using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Energy.Families;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;
using SmartBlocks.Storage;
using SmartBlocks.Storage.Sql;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>A ledger to a file and back into another store.</summary>
public sealed class ImportTests(GatewayHost host) : IAsyncLifetime
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("smartblocks-import-");
    ServiceProvider other = null!;

    ILedgerStore Store => other.GetRequiredService<ILedgerStore>();

    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddSmartBlocksStorage(new StorageOptions { DataFolder = folder.FullName });
        other = services.BuildServiceProvider();
        await other.GetRequiredService<SqlDatabase>().MigrateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await other.DisposeAsync();
        folder.Delete(true);
    }

    [Fact]
    public async Task The_round_trip_keeps_roots_receipts_and_every_byte()
    {
        var lines = await ExportAsync("acme");
        // Stopped half way, it goes on; once it is whole, it changes nothing.
        var half = await ImportAsync(lines[..(lines.Count / 2)]);
        half.Wrong.ShouldBeNull();
        half.Added.ShouldBe(lines.Count / 2);
        var whole = await ImportAsync(lines);
        (whole.Wrong, whole.Present, whole.Added).ShouldBe((null, lines.Count / 2, lines.Count - lines.Count / 2));
        (await ImportAsync(lines)).Added.ShouldBe(0);

        var source = host.Services.GetRequiredService<LedgerReader>();
        var reader = new LedgerReader(Store);
        foreach (var block in await Store.ReadBlocksAsync("acme", 0, 10_000))
        {
            var original = (await source.Store.ReadBlockAsync("acme", block.Number))!;
            block.ShouldBe(original with { Jws = block.Jws });
            block.Jws.ToArray().ShouldBe(original.Jws.ToArray());
            reader.NodesOf(block).ShouldBe(source.NodesOf(original));
        }
        var id = host.FirstTransactions[1];
        var (place, stored) = (await reader.FindAsync("acme", id))!.Value;
        var transaction = LedgerReader.Parse("acme", (await Store.ReadBodyAsync("acme", place.Block))!)[place.Offset];
        var receipt = Receipt.Create(transaction, place.Index, LedgerReader.Parse(stored), reader.HistoryAt("acme", stored.FirstIndex + stored.Count));
        using var client = host.Client(host.AuditorKey);
        var given = (await client.JsonAsync("/ledgers/acme/receipts?id=" + id)).GetProperty("data")[0];
        Encoding.UTF8.GetString(receipt.ToJson()).ShouldBe(given.GetRawText());
    }

    [Fact]
    public async Task Another_ledger_of_the_same_id_is_not_touched()
    {
        var lines = await ExportAsync("acme");
        (await ImportAsync(lines)).Wrong.ShouldBeNull();
        var head = await Store.ReadHeadAsync("acme");
        // A ledger that another host founded under the same name.
        using var key = SigningKey.FromECDsa(System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256));
        var genesis = Transaction.Sign(key, "acme", "settings/1", Encoding.UTF8.GetBytes(
            $$"""{"op":"genesis","name":"Not Acme","engine":"solo","validators":[{{key.PublicKey.ToJwk()}}],"keys":[{"jwk":{{key.PublicKey.ToJwk()}},"party":"x","role":"operator"}]}"""),
            1_795_000_000_000, "1");
        var execution = new BlockExecutor(new FamilyRegistry(EnergyFamilies.All), new MemoryStateNodes())
            .Propose(LedgerCursor.Start("acme"), [Batch.Of(genesis)], 1_795_000_000_000, KnownTransactions.None).Execution!;
        var block = await new Solo(key).SealAsync(execution);
        var line = $$"""{"block":{{Encoding.UTF8.GetString(block.ToJws())}},"batches":[{"transactions":["{{genesis}}"]}],"nodes":{"length":{{execution.State.Bytes.Length}},"sha256":"{{Hash256.Of(execution.State.Bytes.Span)}}""" + "\"}}";
        var outcome = await ImportAsync([line]);
        outcome.Wrong!.ShouldContain("another ledger 'acme'");
        (await Store.ReadHeadAsync("acme"))!.Id.ShouldBe(head!.Id);
    }

    [Fact]
    public async Task What_is_wrong_stops_it_and_only_what_is_right_is_stored()
    {
        var lines = await ExportAsync("acme");
        var damaged = lines.ToList();
        var at = damaged[3].IndexOf("\"transactions\":[\"", StringComparison.Ordinal) + 200;
        damaged[3] = damaged[3][..at] + (damaged[3][at] == 'A' ? 'B' : 'A') + damaged[3][(at + 1)..];
        var outcome = await ImportAsync(damaged);
        outcome.Wrong!.ShouldContain("block 3");
        outcome.Added.ShouldBe(3);
        (await Store.ReadHeadAsync("acme"))!.Number.ShouldBe(2);
        (await ImportAsync([lines[0], lines[2]])).Wrong!.ShouldContain("where block 1");
        (await ImportAsync([])).Wrong!.ShouldContain("no block");
        (await ImportAsync(["nonsense"])).Wrong!.ShouldContain("cannot be read");
        (await ImportAsync(lines)).Wrong.ShouldBeNull("the right export goes on from there");
    }

    Task<ImportOutcome> ImportAsync(IEnumerable<string> lines) => new LedgerImport(Store, new FamilyRegistry(EnergyFamilies.All))
        .RunAsync(lines.Select(l => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(l)).ToAsyncEnumerable());

    async Task<List<string>> ExportAsync(string ledger)
    {
        using var client = host.Client(host.AuditorKey);
        return [.. (await client.GetStringAsync($"/api/v1/ledgers/{ledger}/export")).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
