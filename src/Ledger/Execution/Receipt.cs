using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// Proof that a transaction is on a ledger, checkable without asking anyone: the transaction, its place in the history, the hashes that lead
/// from it to the history root of a block, and that block with its certificate. As JSON, members in this order:
/// <code>{"format":"sb-receipt/1","transaction":"…","index":7,"proof":["…",…],"block":{"payload":"…","signatures":[…]}}</code>
/// </summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Index">Its index in the ledger's history, from 0.</param>
/// <param name="Proof">Inclusion path (RFC 9162 §2.1.3) up to the history root of <paramref name="Block"/>.</param>
/// <param name="Block">The block it was committed in, or any later one.</param>
public sealed record Receipt(Transaction Transaction, long Index, ImmutableArray<Hash256> Proof, Block Block)
{
    /// <summary>The only format.</summary>
    public const string Format = "sb-receipt/1";

    /// <summary>Longest receipt, in bytes.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>The ledger's id, as the certified block has it.</summary>
    public string Ledger => Block.Header.Ledger;

    /// <summary>The transaction's id.</summary>
    public string TransactionId => Transaction.Id;

    /// <summary>Makes the receipt of the transaction at <paramref name="index"/> under <paramref name="block"/>.</summary>
    public static Receipt Create(Transaction transaction, long index, Block block, IHistoryHashes hashes) =>
        new(transaction, index, InclusionProof.Create(index, block.Header.Size, hashes).Path, block);

    /// <summary>
    /// Null when the receipt holds for who trusts <paramref name="validators"/>; else the first thing that is wrong. That the validators
    /// checked the transaction's own signature follows from theirs; pass <paramref name="signer"/> to check it as well.
    /// </summary>
    public Rejection? Verify(IReadOnlyList<PublicKey> validators, ConsensusEngines engines, PublicKey? signer = null)
    {
        var header = Block.Header;
        if (Transaction.Header.Ledger != header.Ledger)
            return new Rejection("receipt.ledger", $"The transaction is for the ledger {Transaction.Header.Ledger}, the block belongs to {header.Ledger}.");
        if (engines.VerifyCertificate(Block, validators) is { } bad)
            return bad;
        if (!Hash256.TryParse(header.Root, out var root) || !new InclusionProof(Index, header.Size, Proof).Verify(Transaction.LeafHash, root))
            return new Rejection("receipt.proof", FormattableString.Invariant($"The proof does not lead from the transaction at index {Index} to the history root of block {header.Number}."));
        return signer is not null && !Transaction.Verify(signer)
            ? new Rejection("transaction.signature", $"The transaction's signature is not by the key {signer.KeyId}.")
            : null;
    }

    /// <summary>Writes the JSON form.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(2_048);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("format", Format);
        writer.WriteString("transaction", Transaction.Bytes.Span);
        writer.WriteNumber("index", Index);
        writer.WriteStartArray("proof");
        foreach (var hash in Proof)
            writer.WriteStringValue(hash.ToString());
        writer.WriteEndArray();
        writer.WritePropertyName("block");
        writer.WriteRawValue(Block.ToJws());
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads exactly what <see cref="ToJson"/> writes, white space between members aside.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out Receipt? receipt, [NotNullWhen(false)] out Rejection? why)
    {
        receipt = null;
        if (json.Length > MaxBytes)
        {
            why = new Rejection("receipt.size", $"A receipt has at most {MaxBytes} bytes; this one has {json.Length}.");
            return false;
        }
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (Jwk.Member(root, "format") != Format)
            {
                why = new Rejection("receipt.format", $"format must be {Format}.", "format");
                return false;
            }
            if (!Transaction.TryParse(Jwk.Member(root, "transaction"), out var transaction, out why))
                return false;
            var block = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(root.GetProperty("block")));
            if (!Block.TryParse(block, out var parsed, out why))
                return false;
            var proof = ImmutableArray.CreateBuilder<Hash256>();
            foreach (var element in root.GetProperty("proof").EnumerateArray())
                proof.Add(Hash256.TryParse(element.GetString(), out var hash) ? hash : throw new FormatException("proof must hold SHA-256 hashes in base64url."));
            receipt = new Receipt(transaction, root.GetProperty("index").GetInt64(), proof.ToImmutable(), parsed);
            why = null;
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            receipt = null;
            why = new Rejection("receipt.form", "The receipt cannot be read: " + e.Message);
            return false;
        }
    }
}
