using System.Formats.Asn1;
using System.Text;

namespace SmartBlocks.Ledger.Tests.History;

/// <summary>Notes and keys of logs that others run, and everything a note must not be.</summary>
public sealed class SignedNoteTests
{
    // Sigstore's Rekor signs its checkpoints with ECDSA notes; key and notes as published.
    private const string RekorKey =
        "rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=";

    private const string RekorNote =
        "Rekor\n798034\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n"
        + "— rekor.sigstore.dev wNI9ajBEAiARInWIWyCdyG27CO6LPnPekyw20qO0YJfoaPaowGp/XgIgc+qEHS3+GKVClgqq20uDLet7MCoTURUCRdxwWBHHufk=\n";

    // The example of C2SP signed-note, Ed25519, whose text has an empty line in it.
    private const string EmptyLineInside =
        "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
        + "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

    // The example of C2SP tlog-cosignature: an Ed25519 log and an Ed25519 witness.
    private const string Cosigned =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        + "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        + "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    private static readonly NoteKey Rekor = Key(RekorKey);

    [Fact]
    public void A_published_key_is_read_and_written_as_it_is()
    {
        Rekor.Name.ShouldBe("rekor.sigstore.dev");
        Rekor.Id.ShouldBe(0xc0d23d6au);
        Rekor.ToString().ShouldBe(RekorKey);
    }

    [Theory]
    [InlineData(RekorNote)]
    [InlineData("rekor.sigstore.dev - 2605736670972794746\n6915767\nIDKYzW3/yaZoFrPpz2HKEReyArFz47FmWC3Z9REfsCY=\nTimestamp: 1673599771028600100\n\n"
        + "— rekor.sigstore.dev wNI9ajBFAiBcmpywRj3UZCOMIzwlHzd5eNYEG1rQgX5VKhHAqM49iQIhAPxul/hYfn7wHRCh8/LTXFpLbB3vieU4mqLEPZSUdX4L\n")]
    [InlineData("rekor.sigstore.dev - 2605736670972794746\n21428036\nrxnoKyFZlJ7/R6bMh/d3lcqwKqAy5CL1LcNBJP17kgQ=\nTimestamp: 1688058656037355364\n\n"
        + "— rekor.sigstore.dev wNI9ajBFAiEAuDk7uu5Ae8Own/MjhSZNuVzbLuYH2jBMxbSA0WaNDNACIDV4reKpYiOpkwtvazCClnpUuduF2o/th2xR3gRZAUU4\n")]
    [InlineData("rekor.sigstore.dev - 1193050959916656506\n1404235696\niBf8M0b4ZuNvO87syhTowH6p328D3/AjDKvqtZ2y/iA=\n\n"
        + "— rekor.sigstore.dev wNI9ajBEAiA6g/eoaBH6Mn5rC8tSi8ZV0dk36z8Um32OAKBzOQhE8QIgUViKHB1sg6OV0YGlfbb4LavLO4R0UDZa7KRvR+CscEQ=\n")]
    public void Published_checkpoints_verify_and_altered_ones_do_not(string text)
    {
        var note = Note(text);
        note.ToString().ShouldBe(text);
        note.Verify([Rekor], out var signers).ShouldBeNull();
        signers.ShouldBe([Rekor]);
        Checkpoint.TryParse(note.Text, out var checkpoint, out var why).ShouldBeTrue(why?.Detail);
        checkpoint!.Size.ShouldBe(long.Parse(text.Split('\n')[1], System.Globalization.CultureInfo.InvariantCulture));
        Note("1" + text).Verify([Rekor], out _)!.Code.ShouldBe("note.signature");
        note.Verify([new NoteKey("rekor.sigstore.dev", TestKeys.Of("other").PublicKey)], out _)!.Code.ShouldBe("note.unsigned");
        note.Verify([new NoteKey("another.name", Rekor.PublicKey!)], out _)!.Code.ShouldBe("note.unsigned");
    }

    [Theory]
    [InlineData(EmptyLineInside, 1)]
    [InlineData(Cosigned, 2)]
    public void Notes_of_unknown_types_are_read_and_written_back_but_never_trusted(string text, int signatures)
    {
        var note = Note(text);
        note.Signatures.Length.ShouldBe(signatures);
        note.ToString().ShouldBe(text);
        note.Verify([Rekor], out var signers)!.Code.ShouldBe("note.unsigned");
        signers.ShouldBeEmpty();
        // A key of a type that cannot be verified here (ML-DSA-44) is not taken for one that can.
        NoteKey.TryParse("witness.example.com/w1+8d66cf3f+BgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe("noteKey.type");
    }

    /// <summary>The example of tlog-cosignature: its witness key is not published, so only what the line says of itself can be checked.</summary>
    [Fact]
    public void A_cosignature_says_when_it_was_made()
    {
        var witness = Ed25519Key.FromSeed(new byte[32]);
        var key = new NoteKey("witness.example/w1", witness.PublicKey, NoteKey.Cosignature);
        NoteKey.TryParse(key.ToString(), out var read, out var why).ShouldBeTrue(why?.Detail);
        read!.Id.ShouldBe(key.Id);
        const string Text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        var signature = NoteKey.Cosign(Text, "witness.example/w1", witness, 1_679_315_147);
        key.TimeOf(signature).ShouldBe(1_679_315_147);
        key.Verify(Text, signature).ShouldBeTrue();
        key.Verify(Text + "extension\n", signature).ShouldBeFalse();
        var later = signature.Bytes.ToArray();
        later[7]++;
        key.Verify(Text, signature with { Bytes = later }).ShouldBeFalse("the time is signed too");
        key.Verify(Text, signature with { Bytes = signature.Bytes[..7] }).ShouldBeFalse();

        // One key, two types: neither signature passes for the other.
        var log = new NoteKey("witness.example/w1", witness.PublicKey);
        log.Id.ShouldNotBe(key.Id);
        log.Verify(Text, signature).ShouldBeFalse();
        log.Verify(Text, new NoteSignature(log.Name, log.Id, signature.Bytes[8..])).ShouldBeFalse();
        Should.Throw<ArgumentOutOfRangeException>(() => NoteKey.Cosign(Text, "w", witness, 0));
        Should.Throw<ArgumentException>(() => new NoteKey("w", witness.PublicKey, NoteKey.Ecdsa));
    }

    /// <summary>golang.org/x/mod/sumdb/note's documentation: the key and the note of its example.</summary>
    [Fact]
    public void The_example_of_gos_note_package_verifies()
    {
        var key = Key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        var note = Note("If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
            + "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n");
        note.Verify([key], out var signers).ShouldBeNull();
        signers.ShouldBe([key]);
        Note(note.ToString().Replace("answer", "Answer", StringComparison.Ordinal)).Verify([key], out _)!.Code.ShouldBe("note.signature");
    }

    [Fact]
    public void Several_keys_sign_and_each_is_told_apart()
    {
        var (log, witness, stranger) = (TestKeys.Of("log"), TestKeys.Of("witness"), TestKeys.Of("stranger"));
        const string text = "example/log\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n";
        var note = SignedNote.Sign(text, "example/log", log).With(NoteKey.Sign(text, "witness.example", witness)).With(NoteKey.Sign(text, "stranger.example", stranger));
        NoteKey[] known = [new("example/log", log.PublicKey), new("witness.example", witness.PublicKey)];
        Note(note.ToString()).Verify(known, out var signers).ShouldBeNull();
        signers.ShouldBe(known);

        // A known key's wrong signature spoils the note even beside a right one.
        var spoiled = SignedNote.Sign(text, "example/log", log).With(NoteKey.Sign("something else\n", "witness.example", witness));
        spoiled.Verify(known, out _)!.Value.ShouldBe("witness.example");
    }

    [Fact]
    public void Signatures_of_every_length_keep_their_value()
    {
        var (signer, key) = (TestKeys.Of("der"), new NoteKey("example/der", TestKeys.Of("der").PublicKey));
        var lengths = new HashSet<int>();
        for (var i = 0; i < 300; i++)
        {
            var text = FormattableString.Invariant($"note {i}\n");
            var signature = NoteKey.Sign(text, key.Name, signer);
            key.Verify(text, signature).ShouldBeTrue();
            lengths.Add(signature.Bytes.Length);
        }
        lengths.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void A_signature_that_is_not_the_der_of_two_numbers_is_refused()
    {
        const string text = "note\n";
        var (signer, key) = (TestKeys.Of("der"), new NoteKey("example/der", TestKeys.Of("der").PublicKey));
        var right = NoteKey.Sign(text, key.Name, signer);
        byte[] der = right.Bytes.ToArray();
        byte[][] wrong =
        [
            signer.Sign(Encoding.UTF8.GetBytes(text)),   // r ‖ s
            [.. der, 0], der[..^1], [], [0x30, 0], [0x30, 3, 2, 1, 1],
            [0x30, 0x80, .. der[2..], 0, 0],             // indefinite length: BER, not DER
            [0x30, (byte)(der[1] + 1), 2, (byte)(der[3] + 1), 0, .. der[4..]],
            Numbers(-1, 1), Numbers(1, 1, 1), Numbers(System.Numerics.BigInteger.Pow(2, 256), 1), Numbers(0, 0),
        ];
        key.Verify(text, right).ShouldBeTrue();
        foreach (var bytes in wrong)
            key.Verify(text, right with { Bytes = bytes }).ShouldBeFalse(Convert.ToHexString(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— a AAAAAAA=")]                   // no newline at the end
    [InlineData("text\n— a AAAAAAA=\n")]                   // no empty line
    [InlineData("text\n\n- a AAAAAAA=\n")]                 // a hyphen
    [InlineData("text\n\n—a AAAAAAA=\n")]
    [InlineData("text\n\n— AAAAAAA=\n")]
    [InlineData("text\n\n—  AAAAAAA=\n")]
    [InlineData("text\n\n— a+b AAAAAAA=\n")]
    [InlineData("text\n\n— a\u00a0b AAAAAAA=\n")]
    [InlineData("text\n\n— a AAAAAA==\n")]                 // an id and no signature
    [InlineData("text\n\n— a AAAAAAB=\n")]                 // stray bits
    [InlineData("text\n\n— a AAAAAAA\n")]                  // no padding
    [InlineData("text\n\n— a AAAA AAA=\n")]
    [InlineData("text\n\n— a AAAAAAA= \n")]
    [InlineData("text\r\n\n— a AAAAAAA=\n")]
    [InlineData("te\u0000xt\n\n— a AAAAAAA=\n")]
    public void What_is_not_a_note_is_refused(string text)
    {
        SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe("note.form");
    }

    [Fact]
    public void Notes_are_utf8_and_bounded()
    {
        SignedNote.TryParse([0xff, .. Encoding.UTF8.GetBytes(RekorNote)], out _, out _).ShouldBeFalse();
        SignedNote.TryParse(new byte[SignedNote.MaxBytes + 1], out _, out _).ShouldBeFalse();
        var line = RekorNote[(RekorNote.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
        SignedNote.TryParse(Encoding.UTF8.GetBytes("x\n\n" + string.Concat(Enumerable.Repeat(line, SignedNote.MaxSignatures))), out _, out _).ShouldBeTrue();
        SignedNote.TryParse(Encoding.UTF8.GetBytes("x\n\n" + string.Concat(Enumerable.Repeat(line, SignedNote.MaxSignatures + 1))), out _, out _).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => SignedNote.Sign("no newline", "a", TestKeys.Of("log")));
        Should.Throw<ArgumentException>(() => SignedNote.Sign("text\n", "a b", TestKeys.Of("log")));
    }

    [Theory]
    [InlineData("", "noteKey.form")]
    [InlineData("a+b", "noteKey.form")]
    [InlineData("a b+c0d23d6a+Ag==", "noteKey.form")]
    [InlineData("rekor.sigstore.dev+c0d23d6a+AjBZ", "noteKey.form")]
    [InlineData("rekor.sigstore.dev+c0d23d6a+BgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "noteKey.type")]
    [InlineData("rekor.sigstore.dev+c0d23d6a+BAAA", "noteKey.form")]
    [InlineData("rekor.sigstore.dev+c0d23d6a+AQIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "noteKey.form")]
    [InlineData("rekor.sigstore.dev+C0D23D6A+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=", "noteKey.id")]
    [InlineData("rekor.sigstore.dev+c0d23d6b+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=", "noteKey.id")]
    public void What_is_not_a_verifier_key_is_refused(string text, string code)
    {
        NoteKey.TryParse(text, out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe(code);
    }

    private static byte[] Numbers(params System.Numerics.BigInteger[] numbers)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            foreach (var number in numbers)
                writer.WriteInteger(number);
        return writer.Encode();
    }

    private static NoteKey Key(string text) => NoteKey.TryParse(text, out var key, out var why) ? key : throw new InvalidDataException(why.Detail);

    private static SignedNote Note(string text) => SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out var note, out var why) ? note : throw new InvalidDataException(why.Detail);
}
