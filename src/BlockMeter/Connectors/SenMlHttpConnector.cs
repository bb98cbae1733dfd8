using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>Where to listen, and for which meters.</summary>
public sealed record SenMlHttpSettings
{
    /// <summary>Address to listen on, such as <c>http://192.168.1.5:8090/</c>.</summary>
    public required string Listen { get; init; }

    /// <summary>What senders show as <c>Authorization: Bearer …</c>; <c>env:NAME</c> takes it from the environment. Null: nobody is asked, for a closed network.</summary>
    public string? Token { get; init; }

    /// <summary>The meters: readings of each are posted to <c>/{meter}</c>.</summary>
    public required IReadOnlyList<MeterSettings> Meters { get; init; }
}

/// <summary>
/// SenML (RFC 8428) over HTTP: sensors on the local network POST packs to <c>/{meter}</c>. The answer 204 means that the readings lie signed on disk; whatever else is said leaves them with
/// the sender.
/// </summary>
public sealed class SenMlHttpConnector : IConnector, IDisposable
{
    private const int Waiting = 64;

    /// <summary>This connector, for <see cref="ConnectorKinds"/>.</summary>
    public static readonly ConnectorKind Kind = ConnectorKind.Of<SenMlHttpSettings>(
        "senml", "SenML packs that sensors on the local network POST over HTTP to /{meter}.",
        """{"listen": "http://127.0.0.1:8090/", "token": "env:SENSOR_TOKEN", "meters": [{"meter": "boiler", "commodity": "heat", "kind": "register"}]}""",
        (settings, context) => new SenMlHttpConnector(settings, context));

    private readonly Dictionary<string, MeterRegistration> meters;
    private readonly ConnectorContext context;
    private readonly HttpListener listener = new();
    private readonly byte[]? token;
    private readonly Channel<(MeterReadings Readings, TaskCompletionSource Taken)> arrived =
        Channel.CreateBounded<(MeterReadings, TaskCompletionSource)>(new BoundedChannelOptions(Waiting) { SingleReader = true });

    /// <exception cref="AgentException">A setting makes no sense.</exception>
    public SenMlHttpConnector(SenMlHttpSettings settings, ConnectorContext context)
    {
        this.context = context;
        meters = settings.Meters.Select(meter => meter.ToRegistration()).ToDictionary(meter => meter.Meter, StringComparer.Ordinal);
        if (meters.Count == 0)
            throw new AgentException("meters is empty: at least one is needed");
        if (!Uri.TryCreate(settings.Listen, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp)
            throw new AgentException($"listen is '{settings.Listen}': must be like http://192.168.1.5:8090/");
        listener.Prefixes.Add(settings.Listen.EndsWith('/') ? settings.Listen : settings.Listen + "/");
        token = settings.Token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(Secrets.Resolve(settings.Token)));
        Name = $"SenML {address}";
    }

    public string Name { get; }

    public IReadOnlyList<string> Meters => [.. meters.Keys];

    public async IAsyncEnumerable<ReadingBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            listener.Start();
        }
        catch (HttpListenerException e)
        {
            throw new AgentException($"{Name}: cannot listen: {e.Message}");
        }
        using var stopping = cancellation.Register(listener.Stop);
        var listening = ListenAsync(cancellation);
        await foreach (var (readings, taken) in arrived.Reader.ReadAllAsync(cancellation))
            yield return new([readings], () => taken.TrySetResult());
        await listening;
    }

    public void Dispose() => listener.Close();

    private async Task ListenAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                _ = AnswerAsync(await listener.GetContextAsync(), cancellation);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                if (!cancellation.IsCancellationRequested)
                    context.Log($"{Name}: {e.Message}");
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext exchange, CancellationToken cancellation)
    {
        try
        {
            var (status, code, detail) = await HandleAsync(exchange.Request, cancellation);
            exchange.Response.StatusCode = status;
            if (status == 405)
                exchange.Response.AddHeader("Allow", "POST");
            if (status == 401)
                exchange.Response.AddHeader("WWW-Authenticate", "Bearer");
            if (code is not null)
            {
                exchange.Response.ContentType = "application/problem+json";
                await exchange.Response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new { status, title = code, detail }), cancellation);
            }
            exchange.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The sender has gone, or we are going: without an answer it keeps what it has.
            context.Log($"{Name}: a sender was not answered: {e.Message}");
            exchange.Response.Abort();
        }
    }

    private async Task<(int Status, string? Code, string? Detail)> HandleAsync(HttpListenerRequest request, CancellationToken cancellation)
    {
        if (token is not null && !Shows(request, token))
            return (401, "token", "the request must carry Authorization: Bearer and this connector's token");
        if (!meters.TryGetValue(request.Url?.AbsolutePath.Trim('/') ?? "", out var meter))
            return (404, "meter", "there is no such meter here; readings are posted to /{meter}");
        if (request.HttpMethod != "POST")
            return (405, "method", "readings are posted");
        if (request.ContentLength64 > MeterMessage.MaxBytes || await ReadAsync(request.InputStream, cancellation) is not { } body)
            return (413, "message.size", $"at most {MeterMessage.MaxBytes} bytes are read");
        if (!SenMl.TryParse(body, context.Time.GetUtcNow(), out var pack, out var why) || !SenMlReadings.TrySelect(pack, meter, out var readings, out why)
            || (why = readings.Check()) is not null)
            return (400, why!.Code, why.Detail);
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await arrived.Writer.WriteAsync((new(meter.Meter, readings), taken), cancellation);
        await taken.Task.WaitAsync(cancellation);
        return (204, null, null);
    }

    private static bool Shows(HttpListenerRequest request, byte[] token)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers["Authorization"] ?? "";
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..])), token);
    }

    private static async Task<byte[]?> ReadAsync(Stream body, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[16_384];
        while (await body.ReadAsync(buffer, cancellation) is > 0 and var length)
        {
            if (bytes.Length + length > MeterMessage.MaxBytes)
                return null;
            bytes.Write(buffer, 0, length);
        }
        return bytes.ToArray();
    }
}
