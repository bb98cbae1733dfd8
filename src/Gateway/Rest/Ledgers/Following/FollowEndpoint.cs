using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>
/// A plain WebSocket that a ledger's validators and other followers connect to (docs/consensus.md): blocks from a height on and as they come, and for
/// validators what they are asked.
/// </summary>
public static class FollowEndpoint
{
    /// <summary>The table. Not for anonymous readers of private ledgers: who has no account must show a validator's key in its first frame.</summary>
    public static void MapFollow(this IEndpointRouteBuilder api) =>
        api.MapGet("/ledgers/{ledger}/follow", FollowAsync).WithTags("Ledgers").AllowAnonymous().ExcludeFromDescription();

    static async Task FollowAsync(string ledger, HttpContext context, FollowerAccess access, LedgerBook book, HostedValidatorKeys hosted, IGrainFactory grains,
        IHostApplicationLifetime lifetime, TimeProvider time, ILogger<FollowSession> log, [Description("First block wanted; 0 unless said.")] long? from = null)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(FollowMessage.Subprotocol))
        {
            throw new ProblemException(StatusCodes.Status426UpgradeRequired, "follow.upgrade",
                $"This is a WebSocket with the subprotocol {FollowMessage.Subprotocol}.");
        }
        if (from < 0) throw ProblemException.Invalid("from", from.Value.ToString(CultureInfo.InvariantCulture), "it must be 0 or more.");
        CheckOrigin(context);
        var mayRead = await access.MayReadAsync(context.User, ledger);
        var cancellation = context.RequestAborted;
        if (await book.Reader.Store.ReadHeadAsync(ledger, cancellation) is not { } head || await book.Reader.Store.ReadBlockAsync(ledger, 0, cancellation) is not { } genesis)
            throw ProblemException.NotFound("ledger", ledger);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = FollowMessage.Subprotocol, KeepAliveInterval = TimeSpan.FromSeconds(10), KeepAliveTimeout = TimeSpan.FromSeconds(20),
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        await using var frames = new FollowSocket(socket);
        var challenge = new Hash256(RandomNumberGenerator.GetBytes(Hash256.Size)).ToString();
        if (await frames.GreetAsync(new FollowMessage.Hello(ledger, genesis.Id, new BlockPoint(head.Number, head.Id), challenge), stop.Token) is not { } hello) return;
        var validator = await access.ValidatorAsync(head, genesis.Id, challenge, hello, stop.Token);
        if (hello.Key is not null && validator is null)
            await frames.CloseAsync("the key is no validator's of this ledger, or its proof does not hold");
        else if (!mayRead && validator is null)
            await frames.CloseAsync("sign in, or show the key of a validator of this ledger");
        else
        {
            using var session = new FollowSession(
                ledger, from ?? 0, validator?.KeyId, validator is not null && hosted.Contains(validator.KeyId), frames, book, grains, time, log);
            await session.RunAsync(stop.Token);
        }
    }

    /// <summary>Another site's page must not follow with a visitor's cookie.</summary>
    static void CheckOrigin(HttpContext context)
    {
        if (context.User.Identity is not { IsAuthenticated: true, AuthenticationType: Schemes.Session }) return;
        var origin = (string?)context.Request.Headers.Origin;
        if (origin is not null && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == context.Request.Host.Value))
            throw new ProblemException(StatusCodes.Status403Forbidden, "access.origin", "A page of another site cannot follow with this session.", "Origin");
    }
}
