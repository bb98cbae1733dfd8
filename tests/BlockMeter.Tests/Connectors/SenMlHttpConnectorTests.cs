using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;

namespace SmartBlocks.BlockMeter.Tests.Connectors;

public sealed class SenMlHttpConnectorTests : IDisposable
{
    private const string Pack = """[{"bn":"boiler","bt":1795219200,"u":"kWh","v":17.5}]""";

    private readonly TempFolder folder = new();
    private readonly HttpClient http = new();

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_pack_is_answered_when_its_readings_are_safe_and_not_before()
    {
        var connector = Open(out var address);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "s3cret");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var batches = connector.ReadAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = batches.MoveNextAsync();
        var answer = PostAsync(address + "boiler", Pack);
        (await next).ShouldBeTrue();
        batches.Current.Readings[0].Readings.Registers[0].Value.ShouldBe(17.5m);
        await Task.Delay(100);
        answer.IsCompleted.ShouldBeFalse();
        batches.Current.Taken!();
        (await answer).ShouldBe((HttpStatusCode.NoContent, ""));
    }

    [Fact]
    public async Task What_cannot_be_taken_is_refused_with_a_reason()
    {
        var connector = Open(out var address);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var batches = connector.ReadAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = batches.MoveNextAsync();
        (await PostAsync(address + "boiler", Pack)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "s3cret");
        (await PostAsync(address + "kettle", Pack)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync(new Uri(address + "boiler"), stop.Token)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await PostAsync(address + "boiler", new string(' ', 300_000))).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var (status, body) = await PostAsync(address + "boiler", """[{"bn":"boiler","bt":1795219200,"u":"Cel","v":17.5}]""");
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.ShouldContain("unit.mismatch");
        (await PostAsync(address + "boiler", "{")).Status.ShouldBe(HttpStatusCode.BadRequest);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await next);
    }

    [Theory]
    [InlineData("""{"listen": "tcp://x", "meters": [{"meter": "a"}]}""", "listen is 'tcp://x'")]
    [InlineData("""{"listen": "http://127.0.0.1:1/", "meters": []}""", "meters is empty")]
    [InlineData("""{"listen": "http://127.0.0.1:1/", "token": "env:BLOCKMETER_NO_SUCH", "meters": [{"meter": "a"}]}""", "the environment has no BLOCKMETER_NO_SUCH")]
    public void Settings_that_make_no_sense_are_said(string settings, string sentence) =>
        Should.Throw<AgentException>(() => new Connecting(folder).Open(SenMlHttpConnector.Kind, settings)).Message.ShouldContain(sentence);

    private IConnector Open(out string address)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        return new Connecting(folder).Open(
            SenMlHttpConnector.Kind, $$"""{"listen": "{{address}}", "token": "s3cret", "meters": [{"meter": "boiler", "commodity": "heat", "kind": "register"}]}""");
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string address, string pack)
    {
        using var content = new StringContent(pack, Encoding.UTF8, "application/senml+json");
        using var response = await http.PostAsync(new Uri(address), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
