using System.Net;
using System.Text;
using SmartBlocks.Energy.Families;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Rest;

public sealed class SnapshotTests(GatewayHost host)
{
    [Fact]
    public async Task A_snapshot_is_verified_as_it_comes_and_the_export_goes_on_from_it()
    {
        using var client = host.Client(host.AuditorKey);
        const int Height = 2;
        using var response = await client.GetAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/api/v1/ledgers/acme/snapshots/{Height}"));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        var (reader, nodes, ids) = (new SnapshotReader(), new SparseStateNodes(), new HashSet<Hash256>());
        foreach (var line in (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            reader.Take(Encoding.UTF8.GetBytes(line), out var part).ShouldBeNull();
            ids.UnionWith(part?.Ids ?? []);
            if (part is { Nodes.IsEmpty: false }) nodes.Place(part.Start, part.Nodes);
        }
        reader.End().ShouldBeNull();
        nodes.Extend(reader.Header!.Length);
        reader.Cursor!.Number.ShouldBe(Height);

        var records = new List<LedgerRecord>();
        foreach (var line in (await client.GetStringAsync($"/api/v1/ledgers/acme/export?from={Height + 1}")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = System.Text.Json.JsonDocument.Parse(line);
            Hash256.TryParse(json.RootElement.GetProperty("nodes").GetProperty("sha256").GetString(), out var digest).ShouldBeTrue();
            records.Add(new LedgerRecord(Encoding.UTF8.GetBytes(json.RootElement.GetProperty("block").GetRawText()),
                [.. json.RootElement.GetProperty("batches").EnumerateArray().Select(b => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(b.GetRawText()))], digest));
        }
        var report = await new LedgerVerifier(new FamilyRegistry(EnergyFamilies.All), ConsensusEngines.ForVerification)
            .VerifyAsync(new LedgerStart(reader.Cursor, reader.Header.Genesis, ids), records.ToAsyncEnumerable(), nodes);
        report.Discrepancy.ShouldBeNull();
        report.Blocks.ShouldBe(records.Count);
    }

    [Fact]
    public async Task There_is_none_of_a_block_that_is_not_there()
    {
        using var client = host.Client(host.AuditorKey);
        using var missing = await client.GetAsync("/api/v1/ledgers/acme/snapshots/999999");
        await missing.ProblemAsync(HttpStatusCode.NotFound);
        using var stranger = host.Client(host.OtherKey);
        using var hidden = await stranger.GetAsync("/api/v1/ledgers/acme/snapshots/1");
        await hidden.ProblemAsync(HttpStatusCode.NotFound);
    }
}
