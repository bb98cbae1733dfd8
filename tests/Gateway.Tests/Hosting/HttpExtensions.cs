using System.Net;
using System.Text.Json;

namespace SmartBlocks.Gateway.Tests.Hosting;

static class HttpExtensions
{
    /// <summary>GETs JSON and demands 200.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync("/api/v1" + path);
        return await response.JsonAsync(HttpStatusCode.OK);
    }

    /// <summary>The body as JSON, with the status demanded.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response, HttpStatusCode expected)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, body);
        return JsonElement.Parse(body);
    }

    /// <summary>The body as a problem document, with the status demanded.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, HttpStatusCode expected)
    {
        var problem = await response.JsonAsync(expected);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("status").GetInt32().ShouldBe((int)expected);
        problem.GetProperty("type").GetString().ShouldBe("/problems/" + problem.GetProperty("code").GetString());
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
        return problem;
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static List<JsonElement> Items(this JsonElement page, string name = "items") => [.. page.GetProperty(name).EnumerateArray()];
}
