using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace SmartBlocks.Ledger;

/// <summary>
/// A key that signs notes (C2SP signed-note, https://c2sp.org/signed-note). A signature line names the key by its name and its id, four bytes of a SHA-256:
/// <code>
/// type                    signature                                               id is of
/// 0x01 Ed25519            64 bytes over the text                                  name ‖ 0x0A ‖ 0x01 ‖ key
/// 0x02 ECDSA on P-256     ASN.1 DER over the SHA-256 of the text                  the key's SubjectPublicKeyInfo
/// 0x04 cosignature/v1     u64 time ‖ 64 bytes of Ed25519, see <see cref="Cosign"/>    name ‖ 0x0A ‖ 0x04 ‖ key
/// </code>
/// As text (the "verifier key" that logs and witnesses publish): <code>name+8 hexadecimal digits of the id+base64(type ‖ key)</code>
/// </summary>
public sealed class NoteKey
{
    /// <summary>The signature type of Ed25519.</summary>
    public const byte Ed25519 = 0x01;

    /// <summary>The signature type of ECDSA.</summary>
    public const byte Ecdsa = 0x02;

    /// <summary>The signature type of a witness's timestamped Ed25519 cosignature (C2SP tlog-cosignature).</summary>
    public const byte Cosignature = 0x04;

    private const int TimeSize = 8;

    private readonly byte[] _key;

    /// <summary>An ECDSA key under a name.</summary>
    /// <exception cref="ArgumentException">When the name is empty or holds a space, a control character or a plus.</exception>
    public NoteKey(string name, PublicKey key)
    {
        CheckName(name);
        (Name, PublicKey, Type) = (name, key, Ecdsa);
        _key = key.ToSubjectPublicKeyInfo();
        Id = BinaryPrimitives.ReadUInt32BigEndian(Hash256.Of(_key).Bytes);
    }

    /// <summary>An Ed25519 key under a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="key">The key.</param>
    /// <param name="type"><see cref="Ed25519"/> for a log's signatures, <see cref="Cosignature"/> for a witness's.</param>
    /// <exception cref="ArgumentException">When the name is empty or holds a space, a control character or a plus, or the type is another.</exception>
    public NoteKey(string name, Ed25519PublicKey key, byte type = Ed25519)
    {
        CheckName(name);
        if (type is not (Ed25519 or Cosignature))
            throw new ArgumentException($"Signature type 0x{type:x2} is not one of Ed25519: 0x01 or 0x04.", nameof(type));
        (Name, EdwardsKey, Type) = (name, key, type);
        _key = key.Bytes.ToArray();
        Id = BinaryPrimitives.ReadUInt32BigEndian(Hash256.Of([.. Encoding.UTF8.GetBytes(name), (byte)'\n', type, .. _key]).Bytes);
    }

    /// <summary>The key's name: for a log, its origin.</summary>
    public string Name { get; }

    /// <summary>The signature type.</summary>
    public byte Type { get; }

    /// <summary>First four bytes of a SHA-256. It tells keys apart; it does not protect anything.</summary>
    public uint Id { get; }

    /// <summary>The key, when it is one of ECDSA.</summary>
    public PublicKey? PublicKey { get; }

    /// <summary>The key, when it is one of Ed25519.</summary>
    public Ed25519PublicKey? EdwardsKey { get; }

    /// <summary>Reads the text that <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NoteKey? key, [NotNullWhen(false)] out Rejection? why)
    {
        key = null;
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || StrictBase64.Decode(parts[2]) is not { Length: > 1 } bytes)
            why = new Rejection("noteKey.form", "A verifier key is name+id+base64, the name without spaces, the id 8 hexadecimal digits.");
        else if (bytes[0] is not (Ed25519 or Ecdsa or Cosignature))
            why = new Rejection("noteKey.type", $"The verifier key has signature type 0x{bytes[0]:x2}; 0x01, 0x02 and 0x04 can be verified here.",
                Value: $"0x{bytes[0]:x2}");
        else
        {
            try
            {
                var read = Read(parts[0], bytes[0], bytes.AsSpan(1));
                if (read.ToString() == text)
                {
                    (key, why) = (read, null);
                    return true;
                }
                why = new Rejection("noteKey.id", $"The verifier key's id is {read.Id:x8}, not {parts[1]}.", Value: parts[1]);
            }
            catch (FormatException e)
            {
                why = new Rejection("noteKey.form", e.Message);
            }
        }
        return false;
    }

    /// <summary>Signs a text with ECDSA as the key <paramref name="name"/>.</summary>
    public static NoteSignature Sign(string text, string name, ISigner signer) =>
        new(name, new NoteKey(name, signer.PublicKey).Id, EcdsaDer.Encode(signer.Sign(Encoding.UTF8.GetBytes(text))));

    /// <summary>Signs a text with Ed25519 as the key <paramref name="name"/>.</summary>
    public static NoteSignature Sign(string text, string name, Ed25519Key key) =>
        new(name, new NoteKey(name, key.PublicKey).Id, key.Sign(Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// Says as the witness <paramref name="name"/> that at <paramref name="time"/> the checkpoint was the largest consistent one it had seen (C2SP
    /// tlog-cosignature). Signed is <c>cosignature/v1</c>, <c>time</c> with the seconds, and the checkpoint's text.
    /// </summary>
    /// <param name="text">The checkpoint's text.</param>
    /// <param name="name">The witness's name.</param>
    /// <param name="key">The witness's key.</param>
    /// <param name="time">Unix seconds, from 1 on.</param>
    public static NoteSignature Cosign(string text, string name, Ed25519Key key, long time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, 1);
        var bytes = new byte[TimeSize + Ed25519PublicKey.SignatureSize];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time);
        key.Sign(Cosigned(text, time)).CopyTo(bytes, TimeSize);
        return new NoteSignature(name, new NoteKey(name, key.PublicKey, Cosignature).Id, bytes);
    }

    /// <summary>When a cosignature was made, Unix seconds; null for another type's signature.</summary>
    public long? TimeOf(NoteSignature signature) => Type == Cosignature && signature.Bytes.Length >= TimeSize
        ? BinaryPrimitives.ReadInt64BigEndian(signature.Bytes.Span)
        : null;

    /// <summary>True for a signature line of this key: by name and id, whatever its signature is worth.</summary>
    public bool Made(NoteSignature signature) => signature.KeyId == Id && signature.Name == Name;

    /// <summary>True when this key signed <paramref name="text"/>.</summary>
    public bool Verify(string text, NoteSignature signature) => Made(signature) && Type switch
    {
        Ecdsa => EcdsaDer.Decode(signature.Bytes) is { } plain && PublicKey!.Verify(Encoding.UTF8.GetBytes(text), plain),
        Ed25519 => EdwardsKey!.Verify(Encoding.UTF8.GetBytes(text), signature.Bytes.Span),
        _ => TimeOf(signature) is > 0 and var time && EdwardsKey!.Verify(Cosigned(text, time), signature.Bytes.Span[TimeSize..]),
    };

    /// <summary>The verifier key as text.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([Type, .. _key])}");

    /// <summary>Can this name a key? Not empty, and without spaces, control characters and plus.</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.Any(c => c is '+' or < ' ' || char.IsWhiteSpace(c));

    private static byte[] Cosigned(string text, long time) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n{text}"));

    private static NoteKey Read(string name, byte type, ReadOnlySpan<byte> bytes)
    {
        if (type == Ecdsa)
            return new NoteKey(name, PublicKey.FromSubjectPublicKeyInfo(bytes));
        return Ed25519PublicKey.TryRead(bytes, out var key)
            ? new NoteKey(name, key, type)
            : throw new FormatException("The verifier key's bytes are not an Ed25519 public key.");
    }

    private static void CheckName(string name)
    {
        if (!IsName(name))
            throw new ArgumentException($"'{name}' cannot name a key: a name is not empty and has neither spaces nor +.", nameof(name));
    }
}
