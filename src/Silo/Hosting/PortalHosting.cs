using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;
using SmartBlocks.Gateway.Rest;

namespace SmartBlocks.Silo.Hosting;

/// <summary>
/// Serves the portal that the build put into <c>wwwroot</c>: hashed assets for good and compressed, any other path as the page, with a nonce of its own in
/// the content security policy each time.
/// </summary>
public static class PortalHosting
{
    const string Placeholder = "__CSP_NONCE__";
    static readonly string Root = Path.Combine(AppContext.BaseDirectory, "wwwroot");
    const string NotBuilt = "SmartBlocks runs without its portal, which this build left out (BuildPortal=false). The API is at /api/v1.\n";

    /// <summary>Headers that every answer carries.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        // Set by what serves pages; whatever else is answered is no page and runs nothing.
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        return next(context);
    });

    /// <summary>Serves the files of the portal; before routing, which would send their paths to the page.</summary>
    public static void UsePortalFiles(this IApplicationBuilder app, SiloOptions options)
    {
        if (!options.ServesPortal || !Directory.Exists(Root)) return;
        var files = new PhysicalFileProvider(Root);
        app.Use((context, next) => PreferCompressed(context, next, files));
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, ContentTypeProvider = new CompressedTypes(), OnPrepareResponse = Mark });
    }

    /// <summary>Serves the page at every path that is nothing else.</summary>
    public static void MapPortal(this IEndpointRouteBuilder app, SiloOptions options)
    {
        var page = Path.Combine(Root, "index.html");
        if (!options.ServesPortal) return;
        if (!File.Exists(page))
        {
            app.MapGet("/", () => Results.Text(NotBuilt)).ExcludeFromDescription();
            return;
        }
        var html = File.ReadAllText(page);
        app.MapFallback("{**path}", (HttpContext context) => IsPage(context.Request.Path) ? PageAsync(context, html) : NotFound(context))
            .WithMetadata(new HttpMethodMetadata(["GET", "HEAD"])).ExcludeFromDescription();
    }

    static bool IsPage(PathString path) => !RestSetup.IsApi(path)
        && !path.StartsWithSegments("/assets", StringComparison.Ordinal) && !path.StartsWithSegments("/live", StringComparison.Ordinal)
        && !path.StartsWithSegments("/healthz", StringComparison.Ordinal);

    static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    // The build left a .gz beside what is worth compressing.
    static Task PreferCompressed(HttpContext context, RequestDelegate next, PhysicalFileProvider files)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            // The page's own file is only ever served with its nonce filled in.
            if (request.Path == "/index.html") request.Path = "/";
            else if (request.Path.Value is { Length: > 1 } path && !path.EndsWith(".gz", StringComparison.Ordinal) && files.GetFileInfo(path).Exists)
            {
                context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
                if (request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "gzip" && e.Quality is null or > 0) && files.GetFileInfo(path + ".gz").Exists)
                    request.Path = path + ".gz";
            }
        }
        return next(context);
    }

    static void Mark(StaticFileResponseContext context)
    {
        var (headers, path) = (context.Context.Response.Headers, context.Context.Request.Path);
        if (path.Value!.EndsWith(".gz", StringComparison.Ordinal)) headers.ContentEncoding = "gzip";
        headers.CacheControl = path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
    }

    static async Task PageAsync(HttpContext context, string html)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";
        context.Response.ContentType = "text/html; charset=utf-8";
        var body = Encoding.UTF8.GetBytes(html.Replace(Placeholder, nonce, StringComparison.Ordinal));
        context.Response.ContentLength = body.Length;
        if (HttpMethods.IsGet(context.Request.Method)) await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>The type of a compressed file is that of the file it was.</summary>
    sealed class CompressedTypes : IContentTypeProvider
    {
        readonly FileExtensionContentTypeProvider types = new();

        public bool TryGetContentType(string subpath, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string contentType) =>
            types.TryGetContentType(subpath.EndsWith(".gz", StringComparison.Ordinal) ? subpath[..^3] : subpath, out contentType);
    }
}
