using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace SmartBlocks.Ledger;

/// <summary>
/// A key that signs notes (C2SP signed-note, https://c2sp.org/signed-note), signature type <c>0x02</c>: ECDSA, here on P-256, over the
/// SHA-256 of the note's text, written in ASN.1 DER. A signature line names the key by its name and its id, the first four bytes of SHA-256
/// over the public key's SubjectPublicKeyInfo in DER. As text (the "verifier key" that logs publish):
/// <code>name+8 hexadecimal digits of the id+base64(0x02 ‖ SubjectPublicKeyInfo)</code>
/// </summary>
public sealed class NoteKey
{
    /// <summary>The signature type of ECDSA.</summary>
    public const byte Ecdsa = 0x02;

    private readonly byte[] _info;

    /// <summary>A public key under a name.</summary>
    /// <exception cref="ArgumentException">When the name is empty or holds a space, a control character or a plus.</exception>
    public NoteKey(string name, PublicKey key)
    {
        if (!IsName(name))
            throw new ArgumentException($"'{name}' cannot name a key: a name is not empty and has neither spaces nor +.", nameof(name));
        Name = name;
        PublicKey = key;
        _info = key.ToSubjectPublicKeyInfo();
        Id = BinaryPrimitives.ReadUInt32BigEndian(Hash256.Of(_info).Bytes);
    }

    /// <summary>The key's name: for a log, its origin.</summary>
    public string Name { get; }

    /// <summary>First four bytes of SHA-256 over the SubjectPublicKeyInfo. It tells keys apart; it does not protect anything.</summary>
    public uint Id { get; }

    /// <summary>The key.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>Reads the text that <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NoteKey? key, [NotNullWhen(false)] out Rejection? why)
    {
        key = null;
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || StrictBase64.Decode(parts[2]) is not { Length: > 1 } bytes)
            why = new Rejection("noteKey.form", "A verifier key is name+id+base64, the name without spaces, the id 8 hexadecimal digits.");
        else if (bytes[0] != Ecdsa)
            why = new Rejection("noteKey.type", $"The verifier key has signature type 0x{bytes[0]:x2}; only 0x02 (ECDSA) can be verified here.",
                Value: $"0x{bytes[0]:x2}");
        else
        {
            try
            {
                var read = new NoteKey(parts[0], PublicKey.FromSubjectPublicKeyInfo(bytes.AsSpan(1)));
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

    /// <summary>Signs a text as the key <paramref name="name"/>.</summary>
    public static NoteSignature Sign(string text, string name, ISigner signer) =>
        new(name, new NoteKey(name, signer.PublicKey).Id, EcdsaDer.Encode(signer.Sign(Encoding.UTF8.GetBytes(text))));

    /// <summary>True for a signature line of this key: by name and id, whatever its signature is worth.</summary>
    public bool Made(NoteSignature signature) => signature.KeyId == Id && signature.Name == Name;

    /// <summary>True when this key signed <paramref name="text"/>.</summary>
    public bool Verify(string text, NoteSignature signature) =>
        Made(signature) && EcdsaDer.Decode(signature.Bytes) is { } plain && PublicKey.Verify(Encoding.UTF8.GetBytes(text), plain);

    /// <summary>The verifier key as text.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([Ecdsa, .. _info])}");

    /// <summary>Can this name a key? Not empty, and without spaces, control characters and plus.</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.Any(c => c is '+' or < ' ' || char.IsWhiteSpace(c));
}
