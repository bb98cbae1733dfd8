using System.Buffers.Text;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using SmartBlocks.Gateway.Access;
using SmartBlocks.Gateway.Rest;
using SmartBlocks.Grains;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Follow;

/// <summary>
/// Following a ledger over a WebSocket (docs/consensus.md): whoever may read it, and its validators by their keys alone. Not in the OpenAPI document, which
/// has no word for WebSockets.
/// </summary>
public static class FollowEndpoint
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(10), alive = TimeSpan.FromSeconds(10), dead = TimeSpan.FromSeconds(20);

    /// <summary>Genesis ids shown to strangers of ledgers that do not exist: nobody learns by asking which ones do.</summary>
    static readonly byte[] secret = RandomNumberGenerator.GetBytes(Hash256.Size);

    /// <summary>Maps it.</summary>
    public static void MapFollow(this IEndpointRouteBuilder api) =>
        api.MapGet("/ledgers/{ledger}/follow", FollowAsync).AllowAnonymous().ExcludeFromDescription();

    static async Task FollowAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book, IGrainFactory grains, HostedValidatorKeys hosted,
        ILogger<FollowSession> log, long from = 0)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(FollowMessage.Subprotocol))
            throw new ProblemException(StatusCodes.Status426UpgradeRequired, "follow.upgrade", $"Following takes a WebSocket with the subprotocol {FollowMessage.Subprotocol}.");
        if (!Names.IsLedger(ledger)) throw ProblemException.NotFound("ledger", ledger);
        if (from < 0) throw ProblemException.Invalid("from", from.ToString(System.Globalization.CultureInfo.InvariantCulture), "it must be 0 or more.");
        CheckOrigin(context);
        var mayRead = context.User.Identity is { IsAuthenticated: true } && (await viewer.ViewAsync(Caller.From(context.User))).Ledgers.Contains(ledger);

        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { SubProtocol = FollowMessage.Subprotocol, KeepAliveInterval = alive, KeepAliveTimeout = dead });
        try
        {
            var kid = await GreetAsync(socket, ledger, mayRead, book, context.RequestAborted);
            await new FollowSession(socket, ledger, kid, kid is not null && hosted.Contains(kid), from, grains, book).RunAsync(context.RequestAborted);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (FollowException broken)
        {
            var reason = broken.Message.Length <= 100 ? broken.Message : broken.Message[..100];   // a close frame holds 123 bytes
            await CloseAsync(socket, reason);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            log.LogDebug("A follower of {Ledger} has gone: {Reason}", ledger, e.Message);
        }
    }

    static async Task CloseAsync(WebSocket socket, string reason)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, reason, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            socket.Abort();
        }
    }

    /// <summary>Another site's page must not follow with a visitor's cookie.</summary>
    static void CheckOrigin(HttpContext context)
    {
        if (context.User.Identity is { IsAuthenticated: true, AuthenticationType: Schemes.Session }
            && (!Uri.TryCreate(context.Request.Headers.Origin, UriKind.Absolute, out var origin) || origin.Authority != context.Request.Host.Value))
            throw new ProblemException(StatusCodes.Status403Forbidden, "access.guard", "By session cookie only the host's own pages follow a ledger.", "Origin");
    }

    /// <summary>Says hello and hears who follows: the key id of a validator that has shown its key, or null.</summary>
    /// <exception cref="FollowException">The follower shows no key that it claims, or may not read the ledger.</exception>
    static async Task<string?> GreetAsync(WebSocket socket, string ledger, bool mayRead, LedgerBook book, CancellationToken cancellation)
    {
        var head = await book.Reader.Store.ReadHeadAsync(ledger, cancellation);
        var genesis = head is null ? null : (await book.Reader.Store.ReadBlockAsync(ledger, 0, cancellation))?.Id;
        var first = genesis ?? Hash256.Of([.. secret, .. Encoding.ASCII.GetBytes(ledger)]).ToString();
        var challenge = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Hash256.Size));
        var shown = mayRead && head is not null ? new BlockPoint(head.Number, head.Id) : new BlockPoint(0, first);
        await socket.SendAsync(FollowCodec.Write(new FollowMessage.Hello(ledger, first, shown, challenge)), WebSocketMessageType.Text, true, cancellation);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        var frame = await FollowFrames.ReceiveAsync(socket, FollowFrames.Short, limit.Token) ?? throw new FollowException("hello was not answered.");
        if (!FollowCodec.TryReadFollower(frame, out var said, out var why)) throw new FollowException(why.Detail);
        if (said is not FollowMessage.FollowerHello hello) throw new FollowException("the first message must be hello.");
        if (hello.Key is not { } kid) return mayRead && head is not null ? null : throw new FollowException("who may not read the ledger must show a validator's key.");
        return head is not null && ValidatorKey(book, head, kid) is { } key && HelloProof.Verify(hello.Proof!, key, ledger, first, challenge)
            ? kid
            : throw new FollowException("the key is not a validator's of this ledger, or the proof is not by it.");
    }

    /// <summary>A validator's key: of the set in force, or registered with that role, so that it can catch up before it is in the set.</summary>
    static PublicKey? ValidatorKey(LedgerBook book, StoredBlock head, string kid)
    {
        var state = book.Reader.StateAt(head);
        return LedgerSettings.Read(state).Validators.FirstOrDefault(v => v.KeyId == kid)
            ?? (KeyEntry.Read(state, kid) is { Role: Roles.Validator } entry && !entry.IsRevokedIn(head.Number + 1) ? PublicKey.FromJwk(entry.Jwk) : null);
    }
}
