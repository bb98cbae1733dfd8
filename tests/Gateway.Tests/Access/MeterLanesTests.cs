using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Gateway.Access;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Access;

public sealed class MeterLanesTests(GatewayHost host)
{
    [Fact]
    public async Task What_is_published_at_once_reaches_the_ledger_in_the_order_in_which_it_came()
    {
        using var key = SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var tenant = await host.FoundAsync("lanes", "Lanes");
        (await tenant.AddMeter("lanes", new MeterDraft("lanes-gas", "lanes", "Gas", "gas", "m3", "import", "register"), key.PublicKey.ToJwk())).Done.ShouldBeTrue();
        var lanes = host.Services.GetRequiredService<MeterLanes>();
        var from = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        var published = new List<Task<IngestResult>>();
        for (var i = 0; i < 600; i++)
        {
            // A register that ran backwards would be refused: any reordering shows. Another meter's messages, here of one that is not known, go beside it.
            var reading = string.Create(CultureInfo.InvariantCulture, $$"""{"meter":"lanes-gas","readings":[{"at":"{{from.AddMinutes(i):yyyy-MM-ddTHH:mm:ssZ}}","value":"{{100 + i}}"}]}""");
            var transaction = Transaction.Sign(key, "lanes", "register/1", Encoding.UTF8.GetBytes(reading), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), $"lanes-{i}");
            published.Add(lanes.IngestAsync("lanes/lanes-gas", new IngestRequest("signed", transaction.Bytes, "device"), CancellationToken.None));
            if (i % 100 == 0) published.Add(lanes.IngestAsync("lanes/lanes-water", new IngestRequest("signed", transaction.Bytes, "device"), CancellationToken.None));
        }
        var results = await Task.WhenAll(published);
        var (taken, refused) = (results.Where(r => r.Rejection is null).ToList(), results.Where(r => r.Rejection is not null).ToList());
        refused.Select(r => r.Rejection!.Code).ShouldBe(Enumerable.Repeat("meter.unknown", 6));
        var outcomes = taken.Select(r => r.Outcomes.ShouldHaveSingleItem()).ToList();
        outcomes.Count.ShouldBe(600);
        outcomes.ShouldAllBe(o => o.Status == BatchStatus.Committed);
        outcomes.Select(o => o.Index).ShouldBeInOrder();
    }

    [Fact]
    public async Task Who_stops_waiting_takes_nobody_with_him()
    {
        var lanes = host.Services.GetRequiredService<MeterLanes>();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        var first = lanes.IngestAsync("acme/nobody", new IngestRequest("signed", "x"u8.ToArray(), "device"), gone.Token);
        var second = lanes.IngestAsync("acme/nobody", new IngestRequest("signed", "x"u8.ToArray(), "device"), CancellationToken.None);
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        (await second).Rejection!.Code.ShouldBe("meter.unknown");
    }
}
