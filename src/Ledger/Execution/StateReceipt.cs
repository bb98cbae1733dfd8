using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// Proof of what a ledger's state had at a path after a block, or that it had nothing there, checkable without asking anyone: the path, the
/// state proof, and the block with its certificate. As JSON, members in this order:
/// <code>
/// {"format":"sb-state/1","path":"meter/main",
///  "proof":{"value":"…","steps":[…],"leafPath":"…","leafValueHash":"…"},"block":{"payload":"…","signatures":[…]}}
/// </code>
/// </summary>
/// <param name="Path">The path asked for.</param>
/// <param name="Proof">What leads from it to the block's state root.</param>
/// <param name="Block">The block after which the state was so.</param>
public sealed record StateReceipt(string Path, StateProof Proof, Block Block)
{
    /// <summary>The only format.</summary>
    public const string Format = "sb-state/1";

    /// <summary>Longest receipt, in bytes: the longest value, as base64url, beside a proof and a block.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The ledger's id, as the certified block has it.</summary>
    public string Ledger => Block.Header.Ledger;

    /// <summary>
    /// Null when the receipt holds for who trusts <paramref name="validators"/>; <paramref name="value"/> is then what was at the path, null
    /// for nothing. Else the first thing that is wrong.
    /// </summary>
    public Rejection? Verify(IReadOnlyList<PublicKey> validators, ConsensusEngines engines, out ReadOnlyMemory<byte>? value)
    {
        value = null;
        if (engines.VerifyCertificate(Block, validators) is { } bad)
            return bad;
        return Hash256.TryParse(Block.Header.State, out var root) && Proof.Verify(root, Path, out value)
            ? null
            : new Rejection("stateReceipt.proof",
                FormattableString.Invariant($"The proof does not lead from the path {Path} to the state root of block {Block.Header.Number}."));
    }

    /// <summary>Writes the JSON form.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(2_048);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("format", Format);
        writer.WriteString("path", Path);
        writer.WritePropertyName("proof");
        Proof.WriteTo(writer);
        writer.WritePropertyName("block");
        writer.WriteRawValue(Block.ToJws());
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out StateReceipt? receipt, [NotNullWhen(false)] out Rejection? why)
    {
        receipt = null;
        if (json.Length > MaxBytes)
        {
            why = new Rejection("stateReceipt.size", $"A state receipt has at most {MaxBytes} bytes; this one has {json.Length}.");
            return false;
        }
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (Jwk.Member(root, "format") != Format)
            {
                why = new Rejection("stateReceipt.format", $"format must be {Format}.", "format");
                return false;
            }
            var path = Jwk.Member(root, "path");
            if (!StatePath.IsValid(path))
            {
                why = new Rejection("stateReceipt.path",
                    $"path must be 1 to {StatePath.MaxLength} printable ASCII characters without spaces.", "path");
                return false;
            }
            if (!StateProof.TryParse(root.GetProperty("proof"), out var proof, out why))
                return false;
            if (!Block.TryParse(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(root.GetProperty("block"))), out var block, out why))
                return false;
            receipt = new StateReceipt(path, proof, block);
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            why = new Rejection("stateReceipt.form", "The state receipt cannot be read: " + e.Message);
            return false;
        }
    }
}
