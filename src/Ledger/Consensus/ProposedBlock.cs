using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>A block before it has signatures: its header and the batches that executing gives it. <c>{"header":{…},"batches":[{"transactions":[…]},…]}</c>.</summary>
public sealed class ProposedBlock
{
    /// <summary>A block to agree on.</summary>
    public ProposedBlock(BlockHeader header, ImmutableArray<Batch> batches)
    {
        Header = header;
        Batches = batches;
        Id = Hash256.Of(header.ToJson()).ToString();
    }

    /// <summary>The block's id.</summary>
    public string Id { get; }

    /// <summary>The header.</summary>
    public BlockHeader Header { get; }

    /// <summary>The batches, in the order they are applied in.</summary>
    public ImmutableArray<Batch> Batches { get; }

    /// <summary>The block that <paramref name="execution"/> gives.</summary>
    public static ProposedBlock Of(Execution execution) => new(execution.Header, [.. execution.Batches.Select(b => b.Batch)]);

    /// <summary>The block without signatures, for re-execution.</summary>
    public Block WithoutSignatures() => new(Header, []);

    /// <summary>Writes the members <c>header</c> and <c>batches</c> into the object being written.</summary>
    internal void WriteMembers(Utf8JsonWriter json)
    {
        json.WritePropertyName("header");
        json.WriteRawValue(Header.ToJson(), skipInputValidation: true);
        json.WriteStartArray("batches");
        foreach (var batch in Batches)
            json.WriteRawValue(batch.ToJson(), skipInputValidation: true);
        json.WriteEndArray();
    }

    /// <summary>Reads what <see cref="WriteMembers"/> writes.</summary>
    internal static bool TryRead(JsonElement json, [NotNullWhen(true)] out ProposedBlock? block, [NotNullWhen(false)] out Rejection? why)
    {
        block = null;
        var header = JsonMarshal.GetRawUtf8Value(json.GetProperty("header")).ToArray();
        if (!BlockHeader.TryParse(header, out var read, out why))
            return false;
        var batches = ImmutableArray.CreateBuilder<Batch>();
        foreach (var element in json.GetProperty("batches").EnumerateArray())
        {
            if (!Batch.TryParse(JsonMarshal.GetRawUtf8Value(element).ToArray(), out var batch, out why))
                return false;
            batches.Add(batch);
        }
        block = new ProposedBlock(read, batches.ToImmutable());
        return true;
    }
}
