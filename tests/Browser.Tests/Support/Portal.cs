using System.Text.Json;
using Microsoft.Playwright;

namespace SmartBlocks.Browser.Tests.Support;

/// <summary>What tests ask the API for, through the signed-in page.</summary>
static class Portal
{
    /// <summary>A recent transaction with readings.</summary>
    public static async Task<(string Id, long Block)> TransactionAsync(IPage page)
    {
        var answer = await page.EvaluateAsync<JsonElement>("async () => (await fetch('/api/v1/ledgers/nimbus/transactions?family=interval/1&limit=1')).json()");
        var first = answer.GetProperty("items").EnumerateArray().First();
        return (first.GetProperty("id").GetString()!, first.GetProperty("block").GetInt64());
    }

    /// <summary>The page of the first baseline of the building's main meter. The demo fits it after it is ready: who asks early waits.</summary>
    public static async Task<string> BaselinePageAsync(Visit visit)
    {
        const string meter = "nimbus-main";
        await visit.OpenAsync("/settings");
        for (var tries = 0; ; tries++)
        {
            var answer = await visit.Page.EvaluateAsync<JsonElement>($"async () => (await fetch('/api/v1/meters/{meter}/baselines')).json()");
            if (answer.GetProperty("items").EnumerateArray().Select(b => b.GetProperty("id").GetString()).FirstOrDefault() is { } baseline)
                return $"/sites/nimbus/meters/{meter}/baselines/{baseline}";
            if (tries == 240) throw new TimeoutException($"No baseline of {meter} within four minutes.");
            await Task.Delay(1000);
        }
    }
}
