using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Gateway.Access;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Node;

namespace SmartBlocks.Gateway.Tests.Hosting;

/// <summary>A ledger of its own that four validators certify: the product's own nodes, each with its replica on disk, over real WebSockets.</summary>
sealed class QuorumOfNodes : IAsyncDisposable
{
    static int count;

    readonly GatewayHost host;
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("smartblocks-quorum-");
    readonly Running?[] running = new Running?[4];
    ISigner founder = null!;
    int sites;

    QuorumOfNodes(GatewayHost host) => this.host = host;

    sealed record Running(ValidatorNode Node, CancellationTokenSource Stop, Task<bool> Task);

    public string Ledger { get; } = FormattableString.Invariant($"quorum-{Interlocked.Increment(ref count)}");

    public SigningKey[] Keys { get; } = [.. Enumerable.Range(0, 4).Select(_ => SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256)))];

    /// <summary>A client of the ledger's owner.</summary>
    public HttpClient Client { get; private set; } = null!;

    public static async Task<QuorumOfNodes> FoundAsync(GatewayHost host)
    {
        var quorum = new QuorumOfNodes(host);
        var tenant = host.Grains.GetGrain<ITenantGrain>(quorum.Ledger);
        await tenant.Create("Tenant " + quorum.Ledger);
        var founded = await tenant.AddLedger(quorum.Ledger, "Certified by four",
            [.. quorum.Keys.Select((key, i) => new FoundingValidator(FormattableString.Invariant($"party-{i}"), FormattableString.Invariant($"Party {i}"), "utility", key.PublicKey.ToJwk()))]);
        founded.Done.ShouldBeTrue(founded.Rejection?.ToString());
        quorum.founder = await host.Services.GetRequiredService<IKeyVault>().GetOrCreateAsync("operator/" + quorum.Ledger);
        var key = Secrets.Generate("sbk_");
        await host.Grains.GetGrain<IApiKeyGrain>(Secrets.Digest(key)).Create(new Grant("owner key", quorum.Ledger, "owner", []));
        quorum.Client = host.Client(key);
        return quorum;
    }

    public ValidatorNode Node(int validator) => running[validator]!.Node;

    /// <summary>The folder of a node's replica.</summary>
    public string FolderOf(int validator) => Path.Combine(folder.FullName, FormattableString.Invariant($"replica-{validator}"));

    /// <summary>Starts a node, on what it has on its disk.</summary>
    public void Start(int validator, string? url = null)
    {
        var node = new ValidatorNode(new NodeOptions
        {
            Ledger = Ledger, Url = url ?? host.Address.ToString(), Key = Keys[validator], FirstPause = TimeSpan.FromMilliseconds(50), LongestPause = TimeSpan.FromMilliseconds(500),
            Folder = FolderOf(validator),
        }, TimeProvider.System);
        var stop = new CancellationTokenSource();
        running[validator] = new Running(node, stop, Task.Run(() => node.RunAsync(stop.Token)));
    }

    public async Task StopAsync(params int[] validators)
    {
        foreach (var validator in validators)
        {
            if (running[validator] is not { } ending) continue;
            running[validator] = null;
            await ending.Stop.CancelAsync();
            await ending.Task;
            ending.Node.Dispose();
            ending.Stop.Dispose();
        }
    }

    /// <summary>Transactions that register a site each, not yet submitted.</summary>
    public Transaction[] Sites(int number) => [.. Enumerable.Range(0, number).Select(_ => Transaction.Sign(founder, Ledger, "site/1",
        new Energy.SiteRegistration(FormattableString.Invariant($"site-{++sites}"), "A site", "Europe/Dublin", 51.9m, -8.5m, 1000m).ToJson(),
        DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Guid.NewGuid().ToString("N")))];

    /// <summary>Hands transactions in, each as a batch of its own, and says how they stand after so many seconds, or once none is pending.</summary>
    public async Task<List<JsonElement>> SubmitAsync(IEnumerable<Transaction> transactions, int wait = 60)
    {
        using var content = new StringContent($$"""{"batches":[{{string.Join(',', transactions.Select(t => $$"""{"transactions":["{{t}}"]}"""))}}]}""",
            new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var answer = await Client.PostAsync(FormattableString.Invariant($"/api/v1/ledgers/{Ledger}/batches?wait={wait}"), content);
        return (await answer.JsonAsync(wait == 0 ? HttpStatusCode.Accepted : HttpStatusCode.OK)) is var said && wait == 0 ? [] : said.Items("data");
    }

    /// <summary>How transactions stand.</summary>
    public async Task<List<string>> StatusesAsync(IEnumerable<Transaction> transactions, int wait = 0) =>
        [.. (await Client.JsonAsync(FormattableString.Invariant($"/ledgers/{Ledger}/batch_statuses?id={string.Join(',', transactions.Select(t => t.Id))}&wait={wait}"))).Items("data").Select(s => s.Text("status"))];

    /// <summary>Commits one more block.</summary>
    /// <returns>Its height.</returns>
    public async Task<long> CommitAsync(int transactions = 1)
    {
        var outcomes = await SubmitAsync(Sites(transactions));
        outcomes.ShouldAllBe(o => o.Text("status") == "COMMITTED");
        return outcomes[^1].GetProperty("block").GetInt64();
    }

    public async Task<long> HeightAsync() => (await Client.JsonAsync("/ledgers/" + Ledger)).GetProperty("height").GetInt64();

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        for (var began = DateTime.UtcNow; !holds(); await Task.Delay(20))
            if (DateTime.UtcNow - began > TimeSpan.FromSeconds(60)) throw new TimeoutException("It did not come about that " + what);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(0, 1, 2, 3);
        Client.Dispose();
        foreach (var key in Keys) key.Dispose();
        folder.Delete(true);
    }
}
