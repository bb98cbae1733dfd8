using System.Buffers.Text;

namespace SmartBlocks.Ledger;

/// <summary>
/// One signature of a block on its own, as a compact JWS with typ <c>sb-block</c> over the block's payload: what an honest validator gives once a
/// height, for ever.
/// </summary>
public sealed class BlockStatement : SignedStatement
{
    /// <summary>The JWS type.</summary>
    public const string Type = "sb-block";

    private readonly BlockHeader _header;

    private BlockStatement(string text, string kid, BlockHeader header) : base(text, kid)
    {
        _header = header;
        Block = Hash256.Of(header.ToJson()).ToString();
    }

    /// <inheritdoc/>
    public override string Ledger => _header.Ledger;

    /// <inheritdoc/>
    public override long Number => _header.Number;

    /// <summary>Id of the block.</summary>
    public string Block { get; }

    /// <summary>The signature itself: 64 bytes, ES256.</summary>
    public ReadOnlyMemory<byte> Signature =>
        StrictBase64Url.Decode(System.Text.Encoding.ASCII.GetBytes(Text[(Text.LastIndexOf('.') + 1)..]));

    /// <inheritdoc/>
    public override string Sentence => $"signature of block {Block}";

    /// <summary>A block's signature as a statement.</summary>
    public static BlockStatement Of(BlockHeader header, BlockSignature signature) => new(
        System.Text.Encoding.ASCII.GetString(BlockSignature.SigningInput(signature.Kid, header.ToJson())) + "." + Base64Url.EncodeToString(signature.Value.Span),
        signature.Kid, header);

    /// <summary>Reads one; null when the text is none. Its signature is not verified yet.</summary>
    public static BlockStatement? Read(string text) =>
        Open(text, Type) is var (kid, payload) && BlockHeader.TryParse(payload, out var header, out _) ? new BlockStatement(text, kid, header) : null;
}
