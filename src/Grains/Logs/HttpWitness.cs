using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>What a request to a witness gave: a cosignature that verifies, the size it wants to go on from, or why there is neither.</summary>
/// <param name="Cosignature">The signature line.</param>
/// <param name="Size">With status 409, the size of the last checkpoint it cosigned.</param>
/// <param name="Failure">What went wrong, for the operator.</param>
internal sealed record WitnessReply(NoteSignature? Cosignature, long? Size, string? Failure);

/// <summary>The client of a witness (C2SP tlog-witness, add-checkpoint).</summary>
internal sealed class HttpWitness(HttpClient client, Uri prefix, NoteKey key, TimeSpan timeout)
{
    private const int LongestAnswer = 64 * 1024;

    private readonly Uri _address = new(prefix.ToString().TrimEnd('/') + "/" + WitnessRequest.Path);

    /// <summary>The witness's key.</summary>
    public NoteKey Key => key;

    /// <summary>Asks for a cosignature. Whatever the witness does is an answer, never an exception.</summary>
    public async Task<WitnessReply> AskAsync(WitnessRequest request, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(timeout);
        try
        {
            using var body = new ByteArrayContent(request.ToBytes());
            body.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
            using var message = new HttpRequestMessage(HttpMethod.Post, _address) { Content = body };
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return Judge(request.Checkpoint.Text, response.StatusCode, await ReadAsync(response, patience.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new WitnessReply(null, null, string.Create(CultureInfo.InvariantCulture, $"It did not answer within {timeout.TotalSeconds} s."));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new WitnessReply(null, null, "It cannot be reached: " + e.Message);
        }
    }

    private WitnessReply Judge(string text, HttpStatusCode status, string body) => (int)status switch
    {
        200 => SignedNote.TryParseLines(body, out var lines) && lines.FirstOrDefault(l => key.Verify(text, l)) is { } cosignature
            ? new WitnessReply(cosignature, null, null)
            : new WitnessReply(null, null, $"Its answer holds no cosignature by the key {key.Name}+{key.Id:x8} that verifies."),
        409 => long.TryParse(body.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? new WitnessReply(null, size, null)
            : new WitnessReply(null, null, "It wants another old size, but names none (status 409)."),
        403 => new WitnessReply(null, null, "It knows the log by other keys (status 403)."),
        404 => new WitnessReply(null, null, "It does not know this log: give its operator the log's key (status 404)."),
        422 => new WitnessReply(null, null, "It does not accept that the checkpoint continues the last one it cosigned (status 422)."),
        var other => new WitnessReply(null, null, string.Create(CultureInfo.InvariantCulture, $"It answers with status {other}.")),
    };

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var bytes = new byte[LongestAnswer];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
