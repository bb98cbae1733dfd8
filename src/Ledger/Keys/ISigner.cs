namespace SmartBlocks.Ledger;

/// <summary>Something that signs with one key: a key in memory, a TPM, a secure element, a key vault.</summary>
public interface ISigner
{
    /// <summary>The public half.</summary>
    PublicKey PublicKey { get; }

    /// <summary>The RFC 7638 thumbprint of the public half.</summary>
    string KeyId => PublicKey.KeyId;

    /// <summary>Signs <paramref name="data"/> with ES256 (RFC 7518 §3.4): 64 bytes, r ‖ s, each 32 bytes big-endian.</summary>
    byte[] Sign(ReadOnlySpan<byte> data);
}
