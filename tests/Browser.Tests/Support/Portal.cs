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
}
