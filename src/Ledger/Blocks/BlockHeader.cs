using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>What a block says: the payload its signatures are over.</summary>
/// <param name="Ledger">The ledger's id.</param>
/// <param name="Number">Height, 0 for the genesis block.</param>
/// <param name="Previous">Id of the block before; <see cref="NoPrevious"/> for the genesis block.</param>
/// <param name="Time">The proposer's time in Unix milliseconds; never before the previous block's.</param>
/// <param name="Size">Leaves of the history tree after this block: transactions on the ledger so far.</param>
/// <param name="Root">Root of the history tree after this block, base64url.</param>
/// <param name="State">Root of the state trie after this block, base64url.</param>
/// <param name="Validators">Key ids of those whose signatures make this block's certificate: the set in force before it (for block 0: the one it sets up).</param>
/// <param name="Engine">The consensus engine in force: <c>solo</c>.</param>
public sealed record BlockHeader(
    string Ledger, long Number, string Previous, long Time, long Size, string Root, string State, ImmutableArray<string> Validators, string Engine)
{
    /// <summary>base64url of 32 zero bytes: what the genesis block has for a previous one.</summary>
    public static string NoPrevious { get; } = default(Hash256).ToString();

    /// <summary>The canonical JSON: these members in this order, no white space, UTF-8. Its SHA-256 is the block's id.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("ledger", Ledger);
        writer.WriteNumber("number", Number);
        writer.WriteString("previous", Previous);
        writer.WriteNumber("time", Time);
        writer.WriteNumber("size", Size);
        writer.WriteString("root", Root);
        writer.WriteString("state", State);
        writer.WriteStartArray("validators");
        foreach (var kid in Validators)
            writer.WriteStringValue(kid);
        writer.WriteEndArray();
        writer.WriteString("engine", Engine);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads the canonical JSON and nothing else: what is read must be written back byte for byte.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out BlockHeader? header, [NotNullWhen(false)] out Rejection? why)
    {
        header = TryRead(json);
        why = header is null ? NotCanonical : null;
        return header is not null;
    }

    private static Rejection NotCanonical =>
        new("block.payload", "The block's payload must be the canonical JSON of ledger, number, previous, time, size, root, state, validators, engine.");

    private static BlockHeader? TryRead(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var read = new BlockHeader(
                root.GetProperty("ledger").GetString()!, root.GetProperty("number").GetInt64(), root.GetProperty("previous").GetString()!,
                root.GetProperty("time").GetInt64(), root.GetProperty("size").GetInt64(), root.GetProperty("root").GetString()!,
                root.GetProperty("state").GetString()!, [.. root.GetProperty("validators").EnumerateArray().Select(v => v.GetString()!)],
                root.GetProperty("engine").GetString()!);
            var sound = Names.IsLedger(read.Ledger) && Names.IsSlug(read.Engine) && read.Number >= 0 && read.Time >= 0 && read.Size >= 0
                && Names.IsDigest(read.Previous) && Names.IsDigest(read.Root) && Names.IsDigest(read.State) && read.Validators.All(Names.IsDigest);
            return sound && read.ToJson().AsSpan().SequenceEqual(json.Span) ? read : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
