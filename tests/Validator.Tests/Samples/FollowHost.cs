using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Rest;

namespace SmartBlocks.Validator.Tests.Samples;

/// <summary>
/// A host that speaks the wire of following, in this process: it sends the lines of a ledger, and agrees on blocks with those who vote. What it
/// sends may be tampered with: it is for tests to be a bad host.
/// </summary>
public sealed class FollowHost : IAsyncDisposable
{
    const string Challenge = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    readonly WebApplication app;
    readonly ConcurrentDictionary<Follower, byte> followers = [];
    readonly Lock gate = new();
    QuorumRound? round;

    FollowHost(HostLedger ledger)
    {
        Ledger = ledger;
        Serve = [.. ledger.Lines];
        Genesis = ledger.Genesis;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.UseWebSockets();
        app.Map("/api/v1/ledgers/{ledger}/follow", AcceptAsync);
    }

    /// <summary>The ledger.</summary>
    public HostLedger Ledger { get; }

    /// <summary>The lines it sends.</summary>
    public List<string> Serve { get; }

    /// <summary>The genesis id it claims.</summary>
    public string Genesis { get; set; }

    /// <summary>Its address.</summary>
    public string Url => NodeApi.AddressOf(app);

    /// <summary>Messages of followers, in the order in which they came.</summary>
    public ConcurrentQueue<(string? Kid, FollowMessage Message)> Heard { get; } = [];

    /// <summary>Connections so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Starts a host.</summary>
    public static async Task<FollowHost> StartAsync(HostLedger ledger)
    {
        var host = new FollowHost(ledger);
        await host.app.StartAsync();
        return host;
    }

    /// <summary>Makes a block of a batch that the host alone certifies, and sends it.</summary>
    public void AddSolo()
    {
        lock (gate)
        {
            Serve.Add(Ledger.SealSolo(Ledger.Change()));
            Broadcast([Line(Serve.Count - 1)]);
        }
    }

    /// <summary>Proposes a block; it is sent once the validators have decided it.</summary>
    public void Propose()
    {
        lock (gate)
        {
            var execution = Ledger.Propose(Ledger.Change());
            round = new QuorumRound(Ledger.Host, ProposedBlock.Of(execution), execution.Validators, body => Ledger.Replay(body) is not null);
            Broadcast(round.Current);
        }
    }

    /// <summary>Sends a message to all followers.</summary>
    public void Send(FollowMessage message) => Broadcast([message]);

    /// <summary>Begins the next round.</summary>
    public void NextRound()
    {
        lock (gate)
            if (round is { Decided: null }) Broadcast(round.Next());
    }

    /// <summary>Cuts every connection.</summary>
    public void Drop()
    {
        foreach (var follower in followers.Keys) follower.Socket.Abort();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Drop();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    async Task AcceptAsync(HttpContext context)
    {
        var from = int.Parse(context.Request.Query["from"].ToString(), CultureInfo.InvariantCulture);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(FollowMessage.Subprotocol);
        var follower = new Follower(socket);
        FollowMessage hello;
        lock (gate)
        {
            Connections++;
            hello = new FollowMessage.Hello(Ledger.Name, Genesis, new BlockPoint(Serve.Count - 1, IdOf(Serve.Count - 1)), Challenge);
        }

        await follower.SendAsync(hello);
        if (await follower.ReceiveAsync() is not FollowMessage.FollowerHello answer) return;
        if (answer.Key is { } kid && !Ledger.Settings.Validators.Any(v => v.KeyId == kid && HelloProof.Verify(answer.Proof!, v, Ledger.Name, Genesis, Challenge))) return;
        lock (gate)
        {
            for (var number = from; number < Serve.Count; number++) follower.Queue(Line(number));
            followers[follower] = 0;
            foreach (var message in round is { Decided: null } ? round.Current : []) follower.Queue(message);
        }

        try
        {
            while (await follower.ReceiveAsync() is { } message)
            {
                Heard.Enqueue((answer.Key, message));
                if (answer.Key is { } voter) Vote(voter, message);
            }
        }
        finally
        {
            followers.TryRemove(follower, out _);
        }
    }

    void Vote(string kid, FollowMessage message)
    {
        lock (gate)
        {
            if (round is not { Decided: null }) return;
            Broadcast(round.Handle(kid, message));
            if (round.Decided is not { } block) return;
            Serve.Add(Ledger.Keep(Ledger.Replay(new ProposedBlock(block.Header, round.DecidedBatches))!, block));
            Broadcast([Line(Serve.Count - 1)]);
        }
    }

    FollowMessage.BlockLine Line(int number) => new(Encoding.UTF8.GetBytes(Serve[number]));

    string IdOf(int number)
    {
        using var json = System.Text.Json.JsonDocument.Parse(Serve[number]);
        return Block.TryParse(Encoding.UTF8.GetBytes(json.RootElement.GetProperty("block").GetRawText()), out var block, out _) ? block.Id : Genesis;
    }

    void Broadcast(ImmutableArray<FollowMessage> messages)
    {
        foreach (var follower in followers.Keys)
            foreach (var message in messages) follower.Queue(message);
    }

    sealed class Follower(WebSocket socket)
    {
        readonly Lock gate = new();
        Task sending = Task.CompletedTask;

        public WebSocket Socket => socket;

        public void Queue(FollowMessage message)
        {
            lock (gate) sending = ThenAsync(sending, message);
        }

        public Task SendAsync(FollowMessage message) =>
            socket.SendAsync(FollowCodec.Write(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        public async Task<FollowMessage?> ReceiveAsync()
        {
            var bytes = new List<byte>();
            var buffer = new byte[64 * 1024];
            try
            {
                while (true)
                {
                    var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
                    if (part.MessageType == WebSocketMessageType.Close) return null;
                    bytes.AddRange(buffer.AsSpan(0, part.Count));
                    if (!part.EndOfMessage) continue;
                    return FollowCodec.TryReadFollower(bytes.ToArray(), out var message, out var why) ? message : throw new InvalidOperationException(why.Detail);
                }
            }
            catch (WebSocketException)
            {
                return null;
            }
        }

        async Task ThenAsync(Task before, FollowMessage message)
        {
            await before;
            try
            {
                await SendAsync(message);
            }
            catch (Exception exception) when (exception is WebSocketException or InvalidOperationException or ObjectDisposedException)
            {
                // The follower went away; it will ask again for what it lacks.
            }
        }
    }
}
