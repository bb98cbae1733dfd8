using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SmartBlocks.Validator.Export;

/// <summary>Where an export comes from: a service's public interface, or a file written from it (plain or gzip).</summary>
public sealed class Source : IDisposable
{
    static readonly byte[] gzip = [0x1F, 0x8B];

    readonly HttpClient? client;
    readonly string place;
    readonly string? ledger;

    Source(string place, HttpClient? client, string? ledger)
    {
        this.place = place;
        this.client = client;
        this.ledger = ledger;
    }

    /// <summary>What is read, for people.</summary>
    public string Name => client is null ? place : $"{ledger} at {place}";

    /// <summary>True when the source is a service, whose head can be asked for.</summary>
    public bool IsService => client is not null;

    /// <summary>True when a source is named by address.</summary>
    public static bool IsUrl(string text) => text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>A file.</summary>
    public static Source File(string path) => new(path, null, null);

    /// <summary>A service.</summary>
    /// <param name="url">Its address, with or without <c>/api/v1</c>.</param>
    /// <param name="ledger">Ledger id.</param>
    /// <param name="key">API key; null where the ledger is public.</param>
    public static Source Service(string url, string ledger, string? key)
    {
        var address = url.TrimEnd('/');
        if (!address.EndsWith("/api/v1", StringComparison.Ordinal)) address += "/api/v1";
        var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All })
        {
            BaseAddress = new Uri(address + "/"), Timeout = Timeout.InfiniteTimeSpan,
        };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        client.DefaultRequestHeaders.UserAgent.ParseAdd("smartblocks-validator");
        return new Source(url, client, ledger);
    }

    /// <summary>Opens the export.</summary>
    /// <exception cref="SourceException">It is not there, not reachable or not allowed.</exception>
    public async Task<Stream> OpenAsync(CancellationToken cancellation)
    {
        if (client is null) return OpenFile();
        var answer = await SendAsync($"ledgers/{Uri.EscapeDataString(ledger!)}/export?from=0", cancellation);
        return await answer.Content.ReadAsStreamAsync(cancellation);
    }

    /// <summary>Opens the snapshot of the state after a block; of a file, the file.</summary>
    /// <exception cref="SourceException">It is not there, not reachable or not allowed.</exception>
    public async Task<Stream> OpenSnapshotAsync(long height, CancellationToken cancellation)
    {
        if (client is null) return OpenFile();
        var answer = await SendAsync(FormattableString.Invariant($"ledgers/{Uri.EscapeDataString(ledger!)}/snapshots/{height}"), cancellation);
        return await answer.Content.ReadAsStreamAsync(cancellation);
    }

    /// <summary>
    /// The height that the service says the ledger has; null when it fails to say, as one with a damaged store may: its export then shows
    /// the damage.
    /// </summary>
    /// <exception cref="SourceException">It is not reachable or not allowed, or answers something else.</exception>
    public async Task<long?> HeightAsync(CancellationToken cancellation)
    {
        using var answer = await SendAsync($"ledgers/{Uri.EscapeDataString(ledger!)}", cancellation, HttpStatusCode.InternalServerError);
        if (answer.StatusCode == HttpStatusCode.InternalServerError) return null;
        try
        {
            using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
            return document.RootElement.GetProperty("height").GetInt64();
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SourceException($"{place} does not answer like SmartBlocks: is the address right?", exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => client?.Dispose();

    FileStream OpenRaw()
    {
        try
        {
            return new FileStream(place, new FileStreamOptions
            {
                Options = FileOptions.SequentialScan | FileOptions.Asynchronous, BufferSize = 128 * 1024,
            });
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SourceException($"Cannot read {place}: {exception.Message}", exception);
        }
    }

    Stream OpenFile()
    {
        var file = OpenRaw();
        // Told by its first bytes (RFC 1952), not by its name: downloads get renamed.
        var first = new byte[gzip.Length];
        var length = file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return length == gzip.Length && first.AsSpan().SequenceEqual(gzip) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    async Task<HttpResponseMessage> SendAsync(string path, CancellationToken cancellation, HttpStatusCode? tolerated = null)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await client!.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException exception)
        {
            throw new SourceException($"Cannot reach {place}: {exception.Message}", exception);
        }

        if (answer.IsSuccessStatusCode || answer.StatusCode == tolerated) return answer;
        var detail = await DetailAsync(answer, cancellation);
        var status = (int)answer.StatusCode;
        answer.Dispose();
        throw new SourceException(status switch
        {
            401 => $"{place} does not accept the API key.{detail}",
            403 => $"The API key may not read the ledger '{ledger}'.{detail}",
            404 => $"{place} has no ledger '{ledger}' that this API key may see.{detail}",
            _ => $"{place} answers {status}.{detail}",
        });
    }

    // RFC 9457 says why in "detail".
    static async Task<string> DetailAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json") return "";
        try
        {
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
            return problem.RootElement.TryGetProperty("detail", out var detail) ? $" ({detail.GetString()})" : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
