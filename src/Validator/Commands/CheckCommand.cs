using System.CommandLine;
using System.Globalization;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using Spectre.Console;

namespace SmartBlocks.Validator.Commands;

/// <summary><c>validator check FILE</c>: is this transaction on the ledger, on the word of validators one knows?</summary>
public static class CheckCommand
{
    /// <summary>The command.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var receipt = new Argument<FileInfo>("FILE") { Description = "The receipt (format sb-receipt/1), as the service or the portal gives it." };
        var validators = new Option<FileInfo[]>("--validator", "-v")
        {
            Description = "Public key (JWK) of a validator of the ledger that you trust. Repeat it for each, in the ledger's order.",
            HelpName = "JWK",
            Required = true,
        };
        var signer = new Option<FileInfo?>("--signer")
        {
            Description = "Public key (JWK) of the meter or person who should have signed the transaction.", HelpName = "JWK",
        };
        var command = new Command(
            "check", "Checks the receipt of a single transaction, offline: the validators' certificate, and the way from the transaction to it.")
        {
            receipt, validators, signer,
        };
        command.SetAction(result => Run(console, result.GetValue(receipt)!, result.GetValue(validators)!, result.GetValue(signer)));
        return command;
    }

    static int Run(IAnsiConsole console, FileInfo file, IReadOnlyList<FileInfo> validatorFiles, FileInfo? signerFile)
    {
        var validators = validatorFiles.Select(ReadKey).ToList();
        var signer = signerFile is null ? null : ReadKey(signerFile);
        var why = Receipt.TryParse(Read(file), out var receipt, out var unreadable)
            ? receipt.Verify(validators, ConsensusEngines.ForVerification, signer) : unreadable;
        if (why is not null)
        {
            console.MarkupLine("[red bold]✗ The receipt does not hold.[/]");
            console.WriteLine($"  {why.Detail}");
            return ExitCodes.Wrong;
        }

        var header = receipt!.Block.Header;
        console.MarkupLine("[green bold]✓ The transaction is on the ledger.[/]");
        console.WriteLine($"  transaction  {receipt.TransactionId}{(signer is null ? "" : ", signed by " + signer.KeyId)}");
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  place        number {receipt.Index} of {header.Size} on the ledger {receipt.Ledger}"));
        var time = DateTimeOffset.FromUnixTimeMilliseconds(header.Time);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  block        {header.Number}, {receipt.Block.Id}, {time:yyyy-MM-dd HH:mm:ss} UTC"));
        console.WriteLine($"  certified by {string.Join(", ", receipt.Block.Signatures.Select(signature => signature.Kid))}");
        return ExitCodes.Right;
    }

    static PublicKey ReadKey(FileInfo file)
    {
        try
        {
            return PublicKey.FromJwk(System.Text.Encoding.UTF8.GetString(Read(file)));
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
