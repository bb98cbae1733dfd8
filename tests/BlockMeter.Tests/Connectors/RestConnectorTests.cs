using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;

namespace SmartBlocks.BlockMeter.Tests.Connectors;

public sealed class RestConnectorTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TempFolder folder = new();
    private readonly Connecting connecting;
    private readonly Partner partner = new();

    public RestConnectorTests() => connecting = new(folder);

    public void Dispose()
    {
        partner.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task History_is_filled_back_window_by_window_and_resumed_where_it_was()
    {
        partner.Answer = (from, to) => (200, Json(from, to));
        var first = await Connecting.ReadAsync(Open(), most: 48);
        first.Count.ShouldBe(48);
        var second = await Connecting.ReadAsync(Open(), most: 24);
        second[0].ShouldBe("roof 03 00:00 0");
        partner.Asked.ShouldBe(["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z"]);
        partner.Headers.ShouldAllBe(header => header == "Basic xyz");
        connecting.Said.ShouldContain(sentence => sentence.Contains("history up to 2026-11-02T00:00:00Z"));
    }

    [Fact]
    public async Task A_window_without_values_is_a_gap_once_it_is_old_and_is_said()
    {
        partner.Answer = (from, to) => (200, from < Start.AddDays(2) ? """{"data":{"items":[]}}""" : Json(from, to));
        (await Connecting.ReadAsync(Open(), most: 1))[0].ShouldBe("roof 03 00:00 0");
        connecting.Said.Count(sentence => sentence.Contains("taken as a gap")).ShouldBe(2);
    }

    [Fact]
    public async Task Failures_and_nonsense_are_asked_again_and_nothing_is_skipped()
    {
        var answers = new Queue<(int, string)>([(503, "later"), (200, "<html>"), (200, """{"data":{"items":[{"ts":1793491200,"kwh":"much"}]}}""")]);
        partner.Answer = (from, to) => answers.TryDequeue(out var answer) ? answer : (200, Json(from, to));
        (await Connecting.ReadAsync(Open(), most: 1))[0].ShouldBe("roof 01 00:00 0");
        partner.Asked.ShouldAllBe(from => from == "2026-11-01T00:00:00Z");
        connecting.Said.Take(3).ShouldBe(
        [
            "REST 127.0.0.1: roof: answered 503; asked again later",
            "REST 127.0.0.1: roof: the answer is no JSON with times and numbers; asked again later",
            "REST 127.0.0.1: roof: kwh is much: must be a number; asked again later",
        ]);
    }

    [Fact]
    public async Task A_batch_that_was_not_remembered_gives_the_same_transaction()
    {
        partner.Answer = (from, to) => (200, Json(from, to));
        var first = await FirstAsync();
        (await FirstAsync()).ShouldBe(first);
        first.Nonce.ShouldBe("rest-1793491200");
    }

    [Theory]
    [InlineData("\"url\": \"ftp://x/{from}\", \"json\": {\"meter\": {\"meter\": \"a\"}, \"time\": \"t\", \"value\": \"v\"}", "must be an http or https address")]
    [InlineData("\"url\": \"http://x/\", \"json\": {\"meter\": {\"meter\": \"a\"}, \"time\": \"t\", \"value\": \"v\"}", "url must contain {from}")]
    [InlineData("\"url\": \"http://x/{from}\"", "either content or json")]
    public void Settings_that_make_no_sense_are_said(string settings, string sentence) => Should.Throw<AgentException>(
        () => connecting.Open(RestConnector.Kind, "{\"from\": \"2026-11-01T00:00:00Z\", " + settings + "}")).Message.ShouldContain(sentence);

    private IConnector Open() => connecting.Open(RestConnector.Kind, $$$"""
        {"url": "{{{partner.Address}}}?from={from}&to={to}", "headers": {"Authorization": "Basic xyz"}, "from": "2026-11-01T00:00:00Z", "windowHours": 24, "lateHours": 1,
            "json": {"meter": {"meter": "roof", "direction": "generation", "resolutionSeconds": 3600}, "items": "data.items", "time": "ts", "value": "kwh"}}
        """);

    private async Task<(string? Nonce, DateTimeOffset? At)> FirstAsync()
    {
        await foreach (var batch in Open().ReadAsync(CancellationToken.None))
            return (batch.Readings[0].Nonce, batch.Readings[0].IssuedAt);
        return default;
    }

    /// <summary>Hourly values, the hour of the day each, newest first, and one of after the window.</summary>
    private static string Json(DateTimeOffset from, DateTimeOffset to)
    {
        var hours = (int)(to - from).TotalHours;
        var items = Enumerable.Range(0, hours + 1).Reverse().Select(i => string.Create(CultureInfo.InvariantCulture, $"{{\"ts\":{from.AddHours(i).ToUnixTimeSeconds()},\"kwh\":{i % 24}}}"));
        return $"{{\"data\":{{\"items\":[{string.Join(',', items)}]}}}}";
    }

    /// <summary>A partner's API that answers as it is told.</summary>
    private sealed class Partner : IDisposable
    {
        private readonly HttpListener listener = new();

        public Partner()
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            probe.Stop();
            listener.Prefixes.Add(Address);
            listener.Start();
            _ = ServeAsync();
        }

        public string Address { get; }

        public Func<DateTimeOffset, DateTimeOffset, (int Status, string Body)> Answer { get; set; } = (_, _) => (500, "");

        public List<string> Asked { get; } = [];

        public List<string?> Headers { get; } = [];

        public void Dispose() => listener.Close();

        private async Task ServeAsync()
        {
            while (listener.IsListening)
            {
                HttpListenerContext exchange;
                try
                {
                    exchange = await listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;   // closed
                }
                var query = exchange.Request.QueryString;
                Asked.Add(query["from"]!);
                Headers.Add(exchange.Request.Headers["Authorization"]);
                var (status, body) = Answer(DateTimeOffset.Parse(query["from"]!, CultureInfo.InvariantCulture), DateTimeOffset.Parse(query["to"]!, CultureInfo.InvariantCulture));
                exchange.Response.StatusCode = status;
                await exchange.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
                exchange.Response.Close();
            }
        }
    }
}
