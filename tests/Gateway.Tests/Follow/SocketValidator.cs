using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using SmartBlocks.Energy.Families;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Follow;

/// <summary>A follower on the real wire: re-executes what it receives into memory and, with a key, votes.</summary>
public sealed class SocketValidator : IReplica, ITransactionIndex, IVoteStore, IAsyncDisposable
{
    readonly ClientWebSocket socket;
    readonly MemoryStateNodes nodes = new();
    readonly HashSet<string> ids = new(StringComparer.Ordinal);
    readonly BlockExecutor executor;
    readonly ISigner? key;
    VoteRecord? record;
    QuorumVoter? voter;
    Task running = Task.CompletedTask;

    SocketValidator(ClientWebSocket socket, ISigner? key, string ledger)
    {
        (this.socket, this.key, Cursor) = (socket, key, LedgerCursor.Start(ledger));
        executor = new BlockExecutor(new FamilyRegistry(EnergyFamilies.All), nodes);
    }

    public LedgerCursor Cursor { get; private set; }

    public LedgerSettings Settings => executor.SettingsAt(Cursor);

    public List<string> Lines { get; } = [];

    /// <summary>Why it no longer follows.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Connects and says hello; follows in the background from then on.</summary>
    public static async Task<SocketValidator> ConnectAsync(Uri address, string ledger, ISigner? key, string? apiKey = null, ISigner? proves = null, long from = 0)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(FollowMessage.Subprotocol);
        if (apiKey is not null) socket.Options.SetRequestHeader("Authorization", "Bearer " + apiKey);
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = $"/api/v1/ledgers/{ledger}/follow", Query = FormattableString.Invariant($"from={from}") }.Uri, default);
        var validator = new SocketValidator(socket, key, ledger);
        var hello = (FollowMessage.Hello)(await validator.ReceiveAsync())!;
        await validator.SendAsync(new FollowMessage.FollowerHello(key?.KeyId, key is null ? null : HelloProof.Sign(proves ?? key, ledger, hello.Genesis, hello.Challenge)));
        validator.voter = key is null ? null : new QuorumVoter(key, validator, validator);
        validator.running = validator.FollowAsync();
        return validator;
    }

    /// <summary>Completes with what the host said when it closed.</summary>
    public async Task<string?> ClosedAsync()
    {
        await running.WaitAsync(TimeSpan.FromSeconds(20));
        return socket.CloseStatusDescription;
    }

    public VoteRecord? Load(string ledger) => record;

    public KeyEntry? Key(string kid) => KeyEntry.Read(new StateTrie(Cursor.State, nodes), kid);

    public ReplayResult Replay(ProposedBlock block) => executor.Replay(Cursor, block.WithoutSignatures(), block.Batches, this);

    public bool Contains(string id) => ids.Contains(id);

    void IVoteStore.Save(VoteRecord saved) => record = saved;

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        await running;
        socket.Dispose();
    }

    async Task FollowAsync()
    {
        while (await ReceiveAsync() is { } message)
        {
            if (message is FollowMessage.BlockLine block) await ApplyAsync(block.Line);
            foreach (var answer in voter?.Handle(message, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()).Messages ?? []) await SendAsync(answer);
        }
    }

    async Task ApplyAsync(ReadOnlyMemory<byte> line)
    {
        lock (Lines) Lines.Add(Encoding.UTF8.GetString(line.Span));
        using var json = JsonDocument.Parse(line);
        Block.TryParse(Encoding.UTF8.GetBytes(json.RootElement.GetProperty("block").GetRawText()), out var block, out _).ShouldBeTrue();
        if (block!.Header.Number != Cursor.Number + 1) return;   // it began later
        var batches = json.RootElement.GetProperty("batches").EnumerateArray()
            .Select(b => Batch.TryParse(Encoding.UTF8.GetBytes(b.GetRawText()), out var batch, out _) ? batch : throw new InvalidDataException()).ToList();
        var execution = executor.Replay(Cursor, block, batches, this).Execution.ShouldNotBeNull();
        ConsensusEngines.ForVerification.VerifyCertificate(block, execution.Validators).ShouldBeNull();
        nodes.Append(execution.State.Start, execution.State.Bytes.Span);
        ids.UnionWith(batches.SelectMany(b => b.Transactions).Select(t => t.Id));
        Cursor = execution.Next;
        await SendAsync(new FollowMessage.At(Cursor.Number, Cursor.State.Hash.ToString()));
    }

    async Task SendAsync(FollowMessage message)
    {
        try
        {
            await socket.SendAsync(FollowCodec.Write(message), WebSocketMessageType.Text, true, default);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            Trouble = e.Message;   // the connection has ended; receiving says so too
        }
    }

    async Task<FollowMessage?> ReceiveAsync()
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.GetMemory(4096), default);
                if (part.MessageType == WebSocketMessageType.Close) return null;
                buffer.Advance(part.Count);
                if (!part.EndOfMessage) continue;
                FollowCodec.TryReadHost(buffer.WrittenMemory, out var message, out var why).ShouldBeTrue(why?.Detail);
                return message;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }
}
