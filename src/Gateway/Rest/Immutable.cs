using Microsoft.Net.Http.Headers;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Answers about what a ledger has committed, which never change: browsers may keep them for good, each for its own visitor only.</summary>
public static class Immutable
{
    /// <summary>The answer, or 304 when the caller has it already.</summary>
    /// <param name="context">The request.</param>
    /// <param name="tag">What identifies the content.</param>
    /// <param name="content">Makes the answer when it is needed.</param>
    public static async Task<Results<Ok<T>, StatusCodeHttpResult>> OkAsync<T>(HttpContext context, string tag, Func<Task<T>> content)
    {
        var etag = $"\"{tag}\"";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Tag == etag || t.Tag == "*"))
        {
            Mark(context.Response, etag);
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }
        var value = await content();
        Mark(context.Response, etag);
        return TypedResults.Ok(value);
    }

    static void Mark(HttpResponse response, string etag)
    {
        response.Headers.ETag = etag;
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.Headers.Vary = $"{HeaderNames.Authorization}, {HeaderNames.Cookie}";
    }
}
