using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Reads bodies that are not JSON documents of ours, up to a limit.</summary>
public static class RequestBody
{
    /// <summary>The whole body.</summary>
    /// <exception cref="ProblemException">It is empty or longer than the limit.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit) throw ProblemException.TooLarge(limit);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit;
        var body = new ArrayBufferWriter<byte>((int)Math.Max(1, request.ContentLength ?? 4096));
        while (true)
        {
            var read = await request.Body.ReadAsync(body.GetMemory(4096), cancellation);
            if (read == 0) break;
            body.Advance(read);
            if (body.WrittenCount > limit) throw ProblemException.TooLarge(limit);
        }
        return body.WrittenCount > 0 ? body.WrittenMemory : throw new ProblemException(StatusCodes.Status400BadRequest, "request.empty", "The body is empty.");
    }
}
