using System.Buffers.Text;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Node;
using SmartBlocks.Validator.Witnessing;
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
            Description = $"What the service gave out: a receipt ({Receipt.Format}), a state receipt ({StateReceipt.Format}), a {TlogProof.Extension}, a snapshot "
                + $"({SnapshotHeader.Format}); or evidence ({Evidence.Format}, {Divergence.Format}, {LogFork.Format}).",
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
        var logs = new Option<string[]>("--log")
        {
            Description = $"Verifier key (name+id+base64) of a log that you trust, for a {TlogProof.Extension} or {LogFork.Format}. Repeat it for more.", HelpName = "KEY",
        };
        var witnesses = new Option<string[]>("--witness", "-w")
        {
            Description = $"Verifier key of a witness that you trust: says whether it cosigned a {TlogProof.Extension}. Repeat it for more.", HelpName = "KEY",
        };
        var quorum = new Option<int>("--quorum") { Description = "How many of these witnesses must have cosigned; 0 unless said.", HelpName = "N" };
        var block = new Option<string?>("--block") { Description = "Id of a snapshot's block, when you know it; then no validator is needed.", HelpName = "ID" };
        var command = new Command("check",
            "Checks offline that a transaction is on a ledger, or what its state was: the validators' signatures, and the way to them.")
        {
            file, validators, signer, logs, witnesses, quorum, block,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(quorum) is var wanted && (wanted < 0 || wanted > result.GetValue(witnesses)!.Length))
                result.AddError(Plain($"--quorum is {wanted}; it must be from 0 to the {result.GetValue(witnesses)!.Length} witnesses that are given."));
            if (result.GetValue(block) is { } id && !Names.IsDigest(id)) result.AddError($"--block is '{id}'; it must be a block id.");
        });
        command.SetAction(async (result, cancellation) =>
        {
            List<PublicKey> keys = [.. result.GetValue(validators)!.Select(ReadKey)];
            var trusted = new Trusted(keys, [.. result.GetValue(logs)!.Select(text => NoteKeys.Read(text, "--log"))],
                [.. result.GetValue(witnesses)!.Select(text => NoteKeys.Read(text, "--witness"))], result.GetValue(quorum),
                result.GetValue(signer) is { } key ? ReadKey(key) : null);
            var place = result.GetValue(file)!;
            if (!await CheckSnapshot.IsOneAsync(place, cancellation)) return Run(console, Read(place), trusted);
            var known = result.GetValue(block);
            return keys.Count > 0 || known is not null
                ? await CheckSnapshot.RunAsync(console, place, keys, known, cancellation)
                : throw new SourceException("--validator is missing: say whose signatures you trust, with the public key of each validator of the ledger, or name the block with --block.");
        });
        return command;
    }

    static int Run(IAnsiConsole console, byte[] file, Trusted trusted) => Known(file, trusted) switch
    {
        TlogProof.Format => CheckProof.Run(console, file, trusted),
        StateReceipt.Format => CheckState(console, file, trusted.Validators),
        Evidence.Format => CheckEvidence.Run(console, file),
        Divergence.Format => CheckEvidence.RunDivergence(console, file),
        LogFork.Format => CheckProof.RunFork(console, file, trusted.Logs),
        _ => CheckReceipt(console, file, trusted.Validators, trusted.Signer),
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

    internal static int Refuse(IAnsiConsole console, Rejection why)
    {
        console.MarkupLine("[red bold]✗ The receipt does not hold.[/]");
        console.WriteLine($"  {why.Detail}");
        return ExitCodes.Wrong;
    }

    /// <summary>Says of which block something is, and who certified it.</summary>
    internal static int Certified(IAnsiConsole console, Block block, bool verified = true)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(block.Header.Time);
        console.WriteLine(Plain($"  block        {block.Header.Number}, {block.Id}, {time:yyyy-MM-dd HH:mm:ss} UTC"));
        console.WriteLine($"  certified by {string.Join(", ", block.Signatures.Select(signature => signature.Kid))}{(verified ? "" : " (not verified: no validator's key was given)")}");
        return ExitCodes.Right;
    }

    internal static string Signed(PublicKey? signer) => signer is null ? "" : ", signed by " + signer.KeyId;

    /// <summary>A value as it stands when it is printable text, else in base64url.</summary>
    static string Text(ReadOnlySpan<byte> value) => value.ContainsAnyExceptInRange((byte)' ', (byte)'~')
        ? Base64Url.EncodeToString(value)
        : Encoding.ASCII.GetString(value);

    internal static string Plain(FormattableString text) => FormattableString.Invariant(text);

    // Evidence speaks for itself; whatever else is believed on the word of keys that the reader knows.
    static string? Known(byte[] file, Trusted trusted) => FormatOf(file) switch
    {
        Evidence.Format => Evidence.Format,
        Divergence.Format => Divergence.Format,
        LogFork.Format when trusted.Logs.Count == 0 => throw new SourceException("--log is missing: say which log you mean, with its verifier key."),
        LogFork.Format => LogFork.Format,
        TlogProof.Format when trusted.Logs.Count > 0 => TlogProof.Format,
        _ when trusted.Validators.Count == 0 =>
            throw new SourceException("--validator is missing: say whose signatures you trust, with the public key of each validator of the ledger."),
        var format => format,
    };

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
