using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace SmartBlocks.Gateway.Rest;

/// <summary>
/// <c>Idempotency-Key</c> on POSTs (draft-ietf-httpapi-idempotency-key-header): a request repeated with the same key is answered as the first
/// time and does nothing again; the same key with another body is refused with 422; while the first is underway, 409.
/// </summary>
public sealed class IdempotencyMiddleware(RequestDelegate next, IGrainFactory grains)
{
    /// <summary>The request header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Set on a repeated answer.</summary>
    public const string Replayed = "Idempotency-Replayed";

    /// <summary>Longest key.</summary>
    public const int LongestKey = 255;

    /// <summary>Longest answer that is kept, in bytes; a longer one leaves the key free.</summary>
    public const int LongestAnswer = 256 << 10;

    /// <summary>Runs the request once for each key.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var key = (string?)context.Request.Headers[Header];
        if (key is null || !HttpMethods.IsPost(context.Request.Method) || context.User.Identity?.IsAuthenticated != true)
        {
            await next(context);
            return;
        }
        if (key.Length is 0 or > LongestKey) throw ProblemException.Invalid(Header, key, string.Create(CultureInfo.InvariantCulture, $"it must have 1 to {LongestKey} characters."));
        var caller = Caller.From(context.User);
        var memory = grains.GetGrain<IIdempotencyGrain>($"{caller.Tenant}/{caller.Kind}/{caller.Id}");
        var claim = await memory.Claim(key, await FingerprintAsync(context.Request));
        switch (claim.Standing)
        {
            case IdempotencyStanding.Claimed:
                await AnswerAndRememberAsync(context, memory, key);
                return;
            case IdempotencyStanding.Answered:
                await RepeatAsync(context.Response, claim.Answer!);
                return;
            case IdempotencyStanding.Underway:
                throw new ProblemException(StatusCodes.Status409Conflict, "idempotency.underway", "The first request with this key is still being answered.", Header, key) { RetryAfter = 1 };
            default:
                throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "idempotency.mismatch", "This key was used for another request.", Header, key);
        }
    }

    async Task AnswerAndRememberAsync(HttpContext context, IIdempotencyGrain memory, string key)
    {
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var copy = new MemoryStream();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(copy));
        var kept = false;
        try
        {
            await next(context);
            context.Features.Set(body);
            kept = context.Response.StatusCode < 500 && copy.Length <= LongestAnswer;
            if (kept)
            {
                await memory.Complete(key, new RememberedAnswer(context.Response.StatusCode, context.Response.ContentType,
                    (string?)context.Response.Headers.Location, copy.ToArray()));
            }
            await body.Stream.WriteAsync(copy.GetBuffer().AsMemory(0, (int)copy.Length), context.RequestAborted);
        }
        finally
        {
            context.Features.Set(body);
            if (!kept) await memory.Release(key);
        }
    }

    static async Task RepeatAsync(HttpResponse response, RememberedAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.Headers[Replayed] = "true";
        if (answer.Location is not null) response.Headers.Location = answer.Location;
        await response.Body.WriteAsync(answer.Body);
    }

    static async Task<string> FingerprintAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Path}{request.QueryString}\n{request.ContentType}\n"));
        var buffer = new byte[16 << 10];
        for (int read; (read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0;) hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return Convert.ToBase64String(hash.GetHashAndReset());
    }
}
