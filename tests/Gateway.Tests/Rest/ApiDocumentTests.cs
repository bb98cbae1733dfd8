using System.Text.Json;
using SmartBlocks.Gateway.Rest;
using SmartBlocks.Gateway.Tests.Hosting;

namespace SmartBlocks.Gateway.Tests.Rest;

public sealed class ApiDocumentTests(GatewayHost host)
{
    /// <summary>Set to 1 to write the committed document anew: <c>SMARTBLOCKS_WRITE_OPENAPI=1 dotnet run --project tests/Gateway.Tests -- -method '*committed*'</c>.</summary>
    const string WriteVariable = "SMARTBLOCKS_WRITE_OPENAPI";

    [Fact]
    public async Task The_committed_document_is_the_one_the_gateway_serves()
    {
        using var client = host.Client();
        var served = await client.GetStringAsync(RestSetup.OpenApiPath);
        using var document = JsonDocument.Parse(served);
        document.RootElement.GetProperty("openapi").GetString()!.ShouldStartWith("3.1");
        var path = Path.Combine(Root(), "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1") await File.WriteAllTextAsync(path, served.ReplaceLineEndings("\n").TrimEnd() + "\n");
        var committed = await File.ReadAllTextAsync(path);
        served.ReplaceLineEndings("\n").Trim().ShouldBe(committed.Trim(), $"docs/openapi.json is out of date; run this test once with {WriteVariable}=1.");
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_a_tag_and_typed_answers()
    {
        using var client = host.Client();
        using var document = JsonDocument.Parse(await client.GetStringAsync(RestSetup.OpenApiPath));
        var operations = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => (p.Name, o.Value))).ToList();
        operations.Count.ShouldBeGreaterThan(30);
        foreach (var (path, operation) in operations)
        {
            operation.TryGetProperty("operationId", out _).ShouldBeTrue(path);
            operation.TryGetProperty("summary", out _).ShouldBeTrue(path);
            operation.GetProperty("tags").GetArrayLength().ShouldBe(1, path);
            operation.GetProperty("responses").EnumerateObject().ShouldContain(r => r.Name.StartsWith('2'), path);
            operation.GetProperty("responses").TryGetProperty("401", out _).ShouldBeTrue(path);
        }
    }

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SmartBlocks.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
