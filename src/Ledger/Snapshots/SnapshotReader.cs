using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>What a line of a snapshot holds besides the header.</summary>
/// <param name="Ids">Ids of transactions; empty when the line holds nodes.</param>
/// <param name="Start">Where in the node log <paramref name="Nodes"/> stand, in bytes.</param>
/// <param name="Nodes">Bytes of whole state nodes; empty when the line holds ids.</param>
public sealed record SnapshotPart(IReadOnlyList<Hash256> Ids, long Start, ReadOnlyMemory<byte> Nodes);

/// <summary>
/// Reads a snapshot line by line and verifies it as it comes: the edges lead to the block's history root, and every node is one that the block's state root
/// needs, none missing, none too many. In memory stand only the nodes whose parent has not come yet.
/// <para>
/// Not verified here: the block's certificate (whose validators to trust is the reader's to say, <see cref="ConsensusEngines.VerifyCertificate"/>), and that
/// the ids are those of the history's transactions, whose number alone is checked. They are the word of whoever made the snapshot; see docs/formats.md.
/// </para>
/// </summary>
public sealed class SnapshotReader
{
    private readonly Dictionary<long, Hash256> _waiting = [];
    private long _nodes;
    private long _ids;
    private long _end;

    /// <summary>The header, once its line was taken.</summary>
    public SnapshotHeader? Header { get; private set; }

    /// <summary>The ledger after the snapshot's block, once the header was taken.</summary>
    public LedgerCursor? Cursor { get; private set; }

    /// <summary>Values in the state that were dropped under a retention transaction: only their hashes are known.</summary>
    public long Dropped { get; private set; }

    /// <summary>Takes the next line, without its end.</summary>
    /// <param name="line">The line.</param>
    /// <param name="part">What it holds; null for the header.</param>
    /// <returns>Null, or what is wrong.</returns>
    public Rejection? Take(ReadOnlyMemory<byte> line, out SnapshotPart? part)
    {
        part = null;
        if (Header is null)
            return TakeHeader(line);
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (root.TryGetProperty("ids", out var ids))
                part = new SnapshotPart(Ids(Decode(ids)), 0, default);
            else
                part = new SnapshotPart([], root.GetProperty("at").GetInt64(), Decode(root.GetProperty("nodes")));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new Rejection("snapshot.form", $"A line of the snapshot cannot be read: {e.Message.TrimEnd('.')}.");
        }
        return part.Ids.Count > 0 ? TakeIds(part.Ids.Count) : TakeNodes(part.Start, part.Nodes);
    }

    /// <summary>Null when everything is there after the last line; else what is missing.</summary>
    public Rejection? End()
    {
        if (Header is not { } header || Cursor is not { } cursor)
            return new Rejection("snapshot.form", "The snapshot is empty.");
        if (_ids != header.Block.Header.Size)
            return new Rejection("snapshot.ids", FormattableString.Invariant($"The snapshot has {_ids} ids for {header.Block.Header.Size} transactions."));
        if (_nodes != header.Nodes)
            return new Rejection("snapshot.nodes", FormattableString.Invariant($"The snapshot has {_nodes} state nodes of {header.Nodes}: it is cut short."));
        var whole = cursor.State.IsEmpty
            ? _waiting.Count == 0
            : _waiting.Count == 1 && _waiting.TryGetValue(cursor.State.Position, out var root) && root == cursor.State.Hash;
        return whole ? null : new Rejection("snapshot.root", "The snapshot's nodes do not lead to the state root of its block.");
    }

    private Rejection? TakeHeader(ReadOnlyMemory<byte> line)
    {
        if (!SnapshotHeader.TryParse(line, out var header, out var why))
            return why;
        if (header.Cursor() is not { } cursor)
            return new Rejection("snapshot.edges", FormattableString.Invariant(
                $"The snapshot's edges do not lead to the history root of block {header.Block.Header.Number}, or its state has no possible place."));
        (Header, Cursor) = (header, cursor);
        return null;
    }

    private Rejection? TakeIds(int count)
    {
        _ids += count;
        return _nodes > 0 ? new Rejection("snapshot.form", "The snapshot's ids stand before its nodes.") : null;
    }

    private Rejection? TakeNodes(long start, ReadOnlyMemory<byte> bytes)
    {
        if (start < _end || bytes.IsEmpty || start > Header!.Length - bytes.Length)
            return Wrong(start, "does not follow the one before");
        for (var at = 0; at < bytes.Length;)
        {
            var position = start + at;
            if (StateNode.TryDecode(bytes.Span[at..], out var node) != 0)
                return Wrong(position, "is no whole node");
            if (node is InnerNode inner && !(Takes(inner.Left) && Takes(inner.Right)))
                return Wrong(position, "has a child that did not come before it");
            if (node is LeafNode { Value: null })
                Dropped++;
            _waiting.Add(position, node!.Hash);
            _nodes++;
            at += node.Length;
        }
        _end = start + bytes.Length;
        return null;
    }

    private bool Takes(NodeReference child) => _waiting.TryGetValue(child.Position, out var hash) && hash == child.Hash && _waiting.Remove(child.Position);

    private static Rejection Wrong(long position, string what) =>
        new("snapshot.node", FormattableString.Invariant($"The state node at byte {position} of the node log {what}."));

    private static byte[] Decode(JsonElement text) =>
        StrictBase64Url.Decode(Encoding.UTF8.GetBytes(text.GetString() ?? "")) ?? throw new FormatException("it is not base64url");

    private static Hash256[] Ids(byte[] bytes)
    {
        if (bytes.Length == 0 || bytes.Length % Hash256.Size != 0)
            throw new FormatException("ids have 32 bytes each");
        var ids = new Hash256[bytes.Length / Hash256.Size];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = new Hash256(bytes.AsSpan(i * Hash256.Size, Hash256.Size));
        return ids;
    }
}
