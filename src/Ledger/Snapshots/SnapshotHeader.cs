using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// The first line of a snapshot: which ledger, the block it is the state after, and what a history and a node log go on from. As JSON, members in
/// this order:
/// <code>
/// {"format":"sb-snapshot/1","genesis":"…","block":{"payload":"…","signatures":[…]},"position":7,"length":90,"nodes":3,"edges":["…",…]}
/// </code>
/// </summary>
/// <param name="Genesis">Id of the ledger's block 0. The word of whoever made the snapshot: a reader compares it with the one it knows.</param>
/// <param name="Block">The block, with its certificate.</param>
/// <param name="Position">Offset of the state's root node in the node log, in bytes; -1 when the state is empty.</param>
/// <param name="Length">Length of the node log after the block, in bytes: where the next block appends.</param>
/// <param name="Nodes">State nodes that follow.</param>
/// <param name="Edges">
/// The right edge of the history's tiles: for each tile level from 0 on, the hashes of its last tile when that is not full (32 bytes each), else
/// nothing. The tree's peaks and the next tiles follow from them.
/// </param>
public sealed record SnapshotHeader(
    string Genesis, Block Block, long Position, long Length, long Nodes, ImmutableArray<ReadOnlyMemory<byte>> Edges)
{
    /// <summary>The only format.</summary>
    public const string Format = "sb-snapshot/1";

    /// <summary>Longest header line, in bytes: a block with a thousand signatures, beside eight edges.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Tile levels of the largest tree there can be.</summary>
    private const int MaxLevels = 8;

    /// <summary>The ledger's id.</summary>
    public string Ledger => Block.Header.Ledger;

    /// <summary>The state that the nodes are of.</summary>
    public StateRoot State => Hash256.TryParse(Block.Header.State, out var hash)
        ? new StateRoot(hash, Position, Length)
        : throw new InvalidOperationException($"The block's state root '{Block.Header.State}' is no hash.");

    /// <summary>The edge of a history as its tiles have it.</summary>
    public static ImmutableArray<ReadOnlyMemory<byte>> EdgesOf(IHistoryTiles tiles, long size)
    {
        var edges = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        for (var level = 0; size >> (HistoryTiles.Height * level) > 0; level++)
        {
            var hashes = size >> (HistoryTiles.Height * level);
            var width = (int)(hashes % HistoryTiles.Width);
            edges.Add(width == 0 ? default : tiles.Read(level, hashes / HistoryTiles.Width, width)[..(width * Hash256.Size)].ToArray());
        }
        return edges.ToImmutable();
    }

    /// <summary>The ledger after the block: all that is needed to make or check the next one, with the nodes.</summary>
    /// <returns>Null when the edges do not lead to the block's history root, or the state's place is impossible.</returns>
    public LedgerCursor? Cursor()
    {
        var size = Block.Header.Size;
        for (var level = 0; level < MaxLevels; level++)
        {
            var hashes = size >> (HistoryTiles.Height * level);
            if (level < Edges.Length != hashes > 0 || hashes > 0 && Edges[level].Length != hashes % HistoryTiles.Width * Hash256.Size)
                return null;
        }
        if (!Hash256.TryParse(Block.Header.State, out var state) || Length < 0 || Position >= Length || (Position < 0 ? state != Hash256.OfNothing : Nodes < 1))
            return null;
        var history = HistoryTree.Load(size, new TiledHistoryHashes(new SnapshotEdges(Edges), size));
        return history.Root.ToString() == Block.Header.Root ? LedgerCursor.After(Block.Header, history, State) : null;
    }

    /// <summary>Writes the line, without its end.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(4_096);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("format", Format);
        writer.WriteString("genesis", Genesis);
        writer.WritePropertyName("block");
        writer.WriteRawValue(Block.ToJws());
        writer.WriteNumber("position", Position);
        writer.WriteNumber("length", Length);
        writer.WriteNumber("nodes", Nodes);
        writer.WriteStartArray("edges");
        foreach (var edge in Edges)
            writer.WriteStringValue(Base64Url.EncodeToString(edge.Span));
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="ToJson"/> writes. Nothing in it is verified yet.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out SnapshotHeader? header, [NotNullWhen(false)] out Rejection? why)
    {
        header = null;
        if (json.Length > MaxBytes)
        {
            why = new Rejection("snapshot.size", $"A snapshot's first line has at most {MaxBytes} bytes; this one has {json.Length}.");
            return false;
        }
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (Jwk.Member(root, "format") != Format)
            {
                why = new Rejection("snapshot.format", $"format must be {Format}.", "format");
                return false;
            }
            if (!Block.TryParse(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(root.GetProperty("block"))), out var block, out why))
                return false;
            var genesis = Jwk.Member(root, "genesis");
            if (!Names.IsDigest(genesis))
                throw new FormatException("genesis must be a block id");
            var edges = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
            foreach (var edge in root.GetProperty("edges").EnumerateArray())
                edges.Add(StrictBase64Url.Decode(Encoding.UTF8.GetBytes(edge.GetString() ?? "")) ?? throw new FormatException("edges must be base64url"));
            header = new SnapshotHeader(genesis, block, root.GetProperty("position").GetInt64(), root.GetProperty("length").GetInt64(),
                root.GetProperty("nodes").GetInt64(), edges.ToImmutable());
            why = null;
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            why = new Rejection("snapshot.form", $"The snapshot's first line cannot be read: {e.Message.TrimEnd('.')}.");
            return false;
        }
    }
}

/// <summary>The last tiles of a history, as a snapshot carries them; only what lies on the right edge can be read.</summary>
/// <param name="edges">For each tile level, the hashes of its last tile.</param>
public sealed class SnapshotEdges(ImmutableArray<ReadOnlyMemory<byte>> edges) : IHistoryTiles
{
    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(int level, long index, int width) => edges[level];
}
