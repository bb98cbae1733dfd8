using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using Spectre.Console;

namespace SmartBlocks.Validator.Commands;

/// <summary><c>validator keys new|show FILE</c>: the key that a validator votes with.</summary>
public static class KeysCommand
{
    /// <summary>The command.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var made = new Argument<FileInfo>("FILE") { Description = "The file to write (PKCS#8 PEM), readable by you alone. A file that is there is never overwritten." };
        var create = new Command("new", "Makes a key.") { made };
        create.SetAction(result => New(console, result.GetValue(made)!));
        var shown = new Argument<FileInfo>("FILE") { Description = "The key file." };
        var show = new Command("show", "Shows the public half: what the ledger's members need to take the key into the validator set.") { shown };
        show.SetAction(result =>
        {
            using var key = Load(result.GetValue(shown)!);
            Print(console, key);
            return ExitCodes.Right;
        });
        return new Command("keys", "Makes and shows validator keys.") { create, show };
    }

    /// <summary>Reads a key file.</summary>
    /// <exception cref="SourceException">It is not there, not readable, or no key.</exception>
    public static SigningKey Load(FileInfo file)
    {
        try
        {
            return SigningKey.FromPkcs8Pem(File.ReadAllText(file.FullName));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"Cannot read {file.FullName}: {exception.Message}", exception);
        }
        catch (FormatException exception)
        {
            throw new SourceException($"{file.FullName} is no key: {exception.Message}", exception);
        }
    }

    static int New(IAnsiConsole console, FileInfo file)
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var stream = new FileStream(file.FullName, options);
            stream.Write(Encoding.ASCII.GetBytes(fresh.ExportPkcs8PrivateKeyPem() + "\n"));
            stream.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"Cannot write {file.FullName}: {exception.Message}", exception);
        }

        using var key = Load(file);
        Print(console, key);
        console.WriteLine($"The private half is in {file.FullName}. Keep it, and never let two validators run with it.");
        return ExitCodes.Right;
    }

    static void Print(IAnsiConsole console, SigningKey key)
    {
        console.WriteLine($"kid  {key.PublicKey.KeyId}");
        console.WriteLine($"jwk  {key.PublicKey.ToJwk()}");
    }
}
