using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SmartBlocks.Ledger;

/// <summary>One signature line of a note. Lines of unknown keys and types are kept as they are.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="KeyId">The key's id, 32 bits.</param>
/// <param name="Bytes">The signature, in the form of its type.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The line, with its newline.</summary>
    public override string ToString()
    {
        var bytes = new byte[4 + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Bytes.Span.CopyTo(bytes.AsSpan(4));
        return $"{SignedNote.Dash}{Name} {Convert.ToBase64String(bytes)}\n";
    }
}

/// <summary>
/// A text signed by one or more keys (C2SP signed-note, https://c2sp.org/signed-note): the text, which ends in a newline; an empty line; and
/// for each signature a line <c>— name base64(key id ‖ signature)</c>. The text means nothing before a known key's signature is verified.
/// </summary>
public sealed class SignedNote
{
    /// <summary>Longest note, in bytes.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>Most signatures; the standard asks for 16 at least.</summary>
    public const int MaxSignatures = 100;

    internal const string Dash = "\u2014 ";

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private SignedNote(string text, ImmutableArray<NoteSignature> signatures) => (Text, Signatures) = (text, signatures);

    /// <summary>What is signed, with its last newline.</summary>
    public string Text { get; }

    /// <summary>The signatures in their order, verified or not.</summary>
    public ImmutableArray<NoteSignature> Signatures { get; }

    /// <summary>Signs <paramref name="text"/> as the key <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">When the text does not end in a newline or holds control characters.</exception>
    public static SignedNote Sign(string text, string name, ISigner signer)
    {
        if (!text.EndsWith('\n') || text.Any(c => c < ' ' && c != '\n'))
            throw new ArgumentException("A note's text ends in a newline and has no other control characters.", nameof(text));
        return new SignedNote(text, [NoteKey.Sign(text, name, signer)]);
    }

    /// <summary>A text with signatures made before, which are not verified here.</summary>
    public static SignedNote Of(string text, IEnumerable<NoteSignature> signatures) => new(text, [.. signatures]);

    /// <summary>The same text with the signatures alone that name one of these keys; they are not verified here.</summary>
    public SignedNote OnlyOf(IReadOnlyCollection<NoteKey> keys) => Of(Text, Signatures.Where(s => keys.Any(k => k.Made(s))));

    /// <summary>Reads signature lines alone, as a witness answers with them.</summary>
    public static bool TryParseLines(string text, out ImmutableArray<NoteSignature> signatures)
    {
        signatures = [];
        if (!text.EndsWith('\n') || text.Length > MaxBytes)
            return false;
        var lines = text[..^1].Split('\n');
        if (lines.Length > MaxSignatures)
            return false;
        var read = lines.Select(ReadLine).ToList();
        if (read.Contains(null))
            return false;
        signatures = [.. read.Select(s => s!)];
        return true;
    }

    /// <summary>The note with one signature more, as a witness or a second key of the log adds it.</summary>
    /// <exception cref="ArgumentException">When the signature has no name that a line can carry, or no bytes.</exception>
    public SignedNote With(NoteSignature signature) => NoteKey.IsName(signature.Name) && !signature.Bytes.IsEmpty
        ? new SignedNote(Text, Signatures.Add(signature))
        : throw new ArgumentException($"'{signature.Name}' with {signature.Bytes.Length} bytes makes no signature line.", nameof(signature));

    /// <summary>Reads a note. Its signatures are yet to be verified.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note, [NotNullWhen(false)] out Rejection? why)
    {
        note = null;
        if (bytes.Length > MaxBytes)
            return Refuse($"it has {bytes.Length} bytes; {MaxBytes} are the limit", out why);
        string all;
        try
        {
            all = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Refuse("it is not UTF-8", out why);
        }
        if (all.Any(c => c < ' ' && c != '\n'))
            return Refuse("it holds a control character", out why);
        var blank = all.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0 || blank + 2 == all.Length || !all.EndsWith('\n'))
            return Refuse("it needs a text, an empty line and at least one signature line, all ending in newlines", out why);
        var lines = all[(blank + 2)..^1].Split('\n');
        if (lines.Length > MaxSignatures)
            return Refuse($"it has {lines.Length} signatures; {MaxSignatures} are the limit", out why);
        var signatures = ImmutableArray.CreateBuilder<NoteSignature>(lines.Length);
        foreach (var line in lines)
        {
            if (ReadLine(line) is not { } signature)
                return Refuse("a signature line is not '\u2014 name base64'", out why);
            signatures.Add(signature);
        }
        (note, why) = (new SignedNote(all[..(blank + 1)], signatures.ToImmutable()), null);
        return true;
    }

    /// <summary>
    /// Null when at least one known key signed the note and no known key's signature is wrong; <paramref name="signers"/> are then the known
    /// keys that did, each once. Lines of unknown keys are passed over.
    /// </summary>
    public Rejection? Verify(IReadOnlyCollection<NoteKey> known, out ImmutableArray<NoteKey> signers)
    {
        signers = [];
        var found = ImmutableArray.CreateBuilder<NoteKey>();
        foreach (var signature in Signatures)
        {
            if (known.FirstOrDefault(k => k.Made(signature)) is not { } key)
                continue;
            if (!key.Verify(Text, signature))
                return new Rejection("note.signature", $"The signature of {key.Name} with key {key.Id:x8} does not verify.", Value: key.Name);
            if (!found.Contains(key))
                found.Add(key);
        }
        if (found.Count == 0)
            return new Rejection("note.unsigned", "No known key signed the note.");
        signers = found.ToImmutable();
        return null;
    }

    /// <summary>The note's text form.</summary>
    public override string ToString() => Text + "\n" + string.Concat(Signatures);

    /// <summary>The note in UTF-8.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    private static NoteSignature? ReadLine(string line)
    {
        if (!line.StartsWith(Dash, StringComparison.Ordinal))
            return null;
        var space = line.IndexOf(' ', Dash.Length);
        if (space < 0 || !NoteKey.IsName(line[Dash.Length..space]) || StrictBase64.Decode(line[(space + 1)..]) is not { Length: > 4 } bytes)
            return null;
        return new NoteSignature(line[Dash.Length..space], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(4));
    }

    private static bool Refuse(string reason, out Rejection why)
    {
        why = new Rejection("note.form", $"The bytes are not a signed note: {reason}.");
        return false;
    }
}
