using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmartBlocks.Validator.Tests.Samples;

/// <summary>
/// Answers like the public interface, as far as the validator asks: the head of a ledger, and its export. It knows one key.
/// </summary>
public sealed class SampleService : IDisposable
{
    public const string Key = "sbk_test";
    readonly HttpListener listener = new();
    readonly Task serving;

    /// <summary>Serves an export.</summary>
    /// <param name="ledger">Ledger id.</param>
    /// <param name="height">The height it claims; negative: it fails when it is asked.</param>
    /// <param name="export">What it exports.</param>
    /// <param name="breaksOff">Ends the connection instead of the export.</param>
    public SampleService(string ledger, long height, byte[] export, bool breaksOff = false)
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
        listener.Prefixes.Add(Url + "/");
        listener.Start();
        serving = ServeAsync(ledger, height, export, breaksOff);
    }

    /// <summary>Its address.</summary>
    public string Url { get; }

    /// <summary>An address at which nobody listens.</summary>
    public static string Nowhere => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");

    /// <inheritdoc />
    public void Dispose()
    {
        listener.Close();
        serving.Wait(TimeSpan.FromSeconds(5));
    }

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    async Task ServeAsync(string ledger, long height, byte[] export, bool breaksOff)
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                Serve(context, ledger, height, export, breaksOff);
            }
            catch (HttpListenerException)
            {
                // A node that has heard enough hangs up, or is stopped.
            }
        }
    }

    static void Serve(HttpListenerContext context, string ledger, long height, byte[] export, bool breaksOff)
    {
        var path = context.Request.Url!.AbsolutePath;
        if (context.Request.Headers["Authorization"] != "Bearer " + Key) Problem(context.Response, 401,
            "The key is unknown or revoked.");
        else if (path == $"/api/v1/ledgers/{ledger}" && height < 0) Problem(context.Response, 500, "The server failed.");
        else if (path == $"/api/v1/ledgers/{ledger}") Answer(context.Response, 200, "application/json",
            Encoding.UTF8.GetBytes($$"""{"id":"{{ledger}}","height":{{height}}}"""));
        else if (path == $"/api/v1/ledgers/{ledger}/export" && breaksOff) BreakOff(context.Response, export);
        else if (path == $"/api/v1/ledgers/{ledger}/export") Answer(context.Response, 200, "application/x-ndjson", export);
        else Problem(context.Response, 404, "There is no such ledger.");
    }

    static void Problem(HttpListenerResponse response, int status, string detail) =>
        Answer(response, status, "application/problem+json", Encoding.UTF8.GetBytes($$"""{"status":{{status}},"detail":"{{detail}}"}"""));

    static void Answer(HttpListenerResponse response, int status, string type, byte[] body)
    {
        response.StatusCode = status;
        response.ContentType = type;
        response.OutputStream.Write(body);
        response.Close();
    }

    static void BreakOff(HttpListenerResponse response, byte[] export)
    {
        response.ContentLength64 = export.Length;
        response.OutputStream.Write(export.AsSpan(0, export.Length / 2));
        response.OutputStream.Flush();
        response.Abort();
    }
}
