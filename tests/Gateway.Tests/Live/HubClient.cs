using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Gateway.Tests.Live;

/// <summary>A small client of SignalR's JSON protocol over WebSockets (github.com/dotnet/aspnetcore, HubProtocol.md): the .NET client package is not needed for this.</summary>
sealed class HubClient : IAsyncDisposable
{
    const char RecordSeparator = '\u001e';

    readonly ClientWebSocket socket = new();
    readonly Queue<JsonElement> received = new();
    string rest = "";
    int invocation;

    public static async Task<HubClient> ConnectAsync(Uri address, string apiKey)
    {
        var client = new HubClient();
        await client.socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/live", Query = "access_token=" + apiKey }.Uri, TestContext.Current.CancellationToken);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        (await client.ReceiveAsync()).TryGetProperty("error", out _).ShouldBeFalse();
        return client;
    }

    /// <summary>Calls a method of the hub; the answer is null, or the error it was refused with.</summary>
    public async Task<string?> InvokeAsync(string method, object argument)
    {
        var id = (++invocation).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments = new[] { argument } }));
        var answer = await WhenAsync(m => m.GetProperty("type").GetInt32() == 3 && m.GetProperty("invocationId").GetString() == id);
        return answer.TryGetProperty("error", out var error) ? error.GetString() : null;
    }

    /// <summary>The next message the server sends to a method, and that fits.</summary>
    public async Task<JsonElement> NextAsync(string method, Predicate<JsonElement>? fits = null)
    {
        var message = await WhenAsync(m => m.GetProperty("type").GetInt32() == 1 && m.GetProperty("target").GetString() == method
            && (fits is null || fits(m.GetProperty("arguments")[0])));
        return message.GetProperty("arguments")[0];
    }

    public async ValueTask DisposeAsync()
    {
        if (socket.State == WebSocketState.Open) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        socket.Dispose();
    }

    async Task<JsonElement> WhenAsync(Predicate<JsonElement> wanted)
    {
        while (true)
        {
            var message = await ReceiveAsync();
            if (message.TryGetProperty("type", out _) && wanted(message)) return message;
        }
    }

    Task SendAsync(string json) => socket.SendAsync(Encoding.UTF8.GetBytes(json + RecordSeparator), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    async Task<JsonElement> ReceiveAsync()
    {
        var buffer = new byte[16 << 10];
        while (received.Count == 0)
        {
            var read = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            if (read.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException("The hub closed the connection.");
            var parts = (rest + Encoding.UTF8.GetString(buffer, 0, read.Count)).Split(RecordSeparator);
            foreach (var part in parts[..^1]) received.Enqueue(JsonElement.Parse(part));
            rest = parts[^1];
        }
        return received.Dequeue();
    }
}
