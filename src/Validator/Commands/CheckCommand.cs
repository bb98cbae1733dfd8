using System.Buffers.Text;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Node;
using Spectre.Console;

namespace SmartBlocks.Validator.Commands;

/// <summary><c>validator check FILE</c>: is this on the ledger, on the word of validators one knows?</summary>
public static class CheckCommand
{
    /// <summary>The command.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var file = new Argument<FileInfo>("FILE")
        {
            Description = $"What the service gave out: a receipt ({Receipt.Format}), a state receipt ({StateReceipt.Format}), a {TlogProof.Extension}; "
                + $"or evidence ({Evidence.Format}, {Divergence.Format}).",
        };
        var validators = new Option<FileInfo[]>("--validator", "-v")
        {
            Description = "Public key (JWK) of a validator of the ledger that you trust. Repeat it for each, in the ledger's order. Evidence needs none.",
            HelpName = "JWK",
        };
        var signer = new Option<FileInfo?>("--signer")
        {
            Description = "Public key (JWK) of the meter or person who should have signed the transaction.",
            HelpName = "JWK",
        };
        var command = new Command("check",
            "Checks offline that a transaction is on a ledger, or what its state was: the validators' signatures, and the way to them.")
        {
            file, validators, signer,
        };
        command.SetAction(result => Run(console, Read(result.GetValue(file)!), [.. result.GetValue(validators)!.Select(ReadKey)],
            result.GetValue(signer) is { } key ? ReadKey(key) : null));
        return command;
    }

    static int Run(IAnsiConsole console, byte[] file, IReadOnlyList<PublicKey> validators, PublicKey? signer) => Known(file, validators) switch
    {
        TlogProof.Format => CheckProof(console, file, validators, signer),
        StateReceipt.Format => CheckState(console, file, validators),
        Evidence.Format => CheckEvidence.Run(console, file),
        Divergence.Format => CheckEvidence.RunDivergence(console, file),
        _ => CheckReceipt(console, file, validators, signer),
    };

    static int CheckReceipt(IAnsiConsole console, byte[] file, IReadOnlyList<PublicKey> validators, PublicKey? signer)
    {
        var why = Receipt.TryParse(file, out var receipt, out var unreadable)
            ? receipt.Verify(validators, ConsensusEngines.ForVerification, signer)
            : unreadable;
        if (why is not null) return Refuse(console, why);
        console.MarkupLine("[green bold]✓ The transaction is on the ledger.[/]");
        console.WriteLine($"  transaction  {receipt!.TransactionId}{Signed(signer)}");
        console.WriteLine(Plain($"  place        number {receipt.Index} of {receipt.Block.Header.Size} on the ledger {receipt.Ledger}"));
        return Certified(console, receipt.Block);
    }

    static int CheckState(IAnsiConsole console, byte[] file, IReadOnlyList<PublicKey> validators)
    {
        var value = default(ReadOnlyMemory<byte>?);
        var why = StateReceipt.TryParse(file, out var receipt, out var unreadable)
            ? receipt.Verify(validators, ConsensusEngines.ForVerification, out value)
            : unreadable;
        if (why is not null) return Refuse(console, why);
        console.MarkupLine($"[green bold]✓ After this block the ledger had {(value is null ? "nothing" : "this")} there.[/]");
        console.WriteLine($"  path         {receipt!.Path} on the ledger {receipt.Ledger}");
        if (value is { } present) console.WriteLine($"  value        {Text(present.Span)}");
        return Certified(console, receipt.Block);
    }

    static int CheckProof(IAnsiConsole console, byte[] file, IReadOnlyList<PublicKey> validators, PublicKey? signer)
    {
        if (!TlogProof.TryParse(file, out var proof, out var why) || !Checkpoint.TryParse(proof.Checkpoint.Text, out var checkpoint, out why))
            return Refuse(console, why);
        if (proof.Extra is not { } entry)
            return Refuse(console, new Rejection("tlogProof.entry", "The proof does not hold the transaction it is about (the line 'extra')."));
        if (!Transaction.TryParse(entry, out var transaction, out why)) return Refuse(console, why);
        if (!NoteKey.IsName(checkpoint.Origin)
            || !checkpoint.Origin.StartsWith(Checkpoint.OriginOf(transaction.Header.Ledger, ""), StringComparison.Ordinal))
        {
            return Refuse(console, new Rejection("checkpoint.origin",
                $"The transaction is for the ledger {transaction.Header.Ledger}, the log is '{checkpoint.Origin}'."));
        }
        var keys = validators.Select(v => new NoteKey(checkpoint.Origin, v)).ToList();
        var key = keys.FirstOrDefault(k => proof.Checkpoint.Signatures.Any(k.Made)) ?? keys[0];
        if (proof.Verify(entry.Span, key) is { } wrong) return Refuse(console, wrong);
        if (signer is not null && !transaction.Verify(signer))
            return Refuse(console, new Rejection("transaction.signature", $"The transaction's signature is not by the key {signer.KeyId}."));
        console.MarkupLine("[green bold]✓ The transaction is in the ledger's log.[/]");
        console.WriteLine($"  transaction  {transaction.Id}{Signed(signer)}");
        console.WriteLine(Plain($"  place        number {proof.Index} of {checkpoint.Size}"));
        console.WriteLine($"  log          {checkpoint.Origin}");
        console.WriteLine($"  signed by    {key.PublicKey!.KeyId}");
        return ExitCodes.Right;
    }

    static int Refuse(IAnsiConsole console, Rejection why)
    {
        console.MarkupLine("[red bold]✗ The receipt does not hold.[/]");
        console.WriteLine($"  {why.Detail}");
        return ExitCodes.Wrong;
    }

    static int Certified(IAnsiConsole console, Block block)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(block.Header.Time);
        console.WriteLine(Plain($"  block        {block.Header.Number}, {block.Id}, {time:yyyy-MM-dd HH:mm:ss} UTC"));
        console.WriteLine($"  certified by {string.Join(", ", block.Signatures.Select(signature => signature.Kid))}");
        return ExitCodes.Right;
    }

    static string Signed(PublicKey? signer) => signer is null ? "" : ", signed by " + signer.KeyId;

    /// <summary>A value as it stands when it is printable text, else in base64url.</summary>
    static string Text(ReadOnlySpan<byte> value) => value.ContainsAnyExceptInRange((byte)' ', (byte)'~')
        ? Base64Url.EncodeToString(value)
        : Encoding.ASCII.GetString(value);

    static string Plain(FormattableString text) => FormattableString.Invariant(text);

    // Evidence speaks for itself; whatever else is believed on the word of keys that the reader knows.
    static string? Known(byte[] file, IReadOnlyList<PublicKey> validators) => FormatOf(file) is var format
        && (validators.Count > 0 || format is Evidence.Format or Divergence.Format)
        ? format
        : throw new SourceException("--validator is missing: say whose signatures you trust, with the public key of each validator of the ledger.");

    /// <summary>Which format a file says it is in; null when it says nothing readable.</summary>
    static string? FormatOf(byte[] file)
    {
        if (file.AsSpan().StartsWith(Encoding.ASCII.GetBytes(TlogProof.Format + "\n"))) return TlogProof.Format;
        try
        {
            using var json = JsonDocument.Parse(file);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("format", out var format)
                && format.ValueKind == JsonValueKind.String ? format.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;   // the receipt's own reader says what is wrong
        }
    }

    static PublicKey ReadKey(FileInfo file)
    {
        try
        {
            return PublicKey.FromJwk(Encoding.UTF8.GetString(Read(file)));
        }
        catch (FormatException exception)
        {
            throw new SourceException($"{file.FullName} is no public key: {exception.Message}", exception);
        }
    }

    static byte[] Read(FileInfo file)
    {
        try
        {
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"Cannot read {file.FullName}: {exception.Message}", exception);
        }
    }
}
