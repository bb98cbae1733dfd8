using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using Spectre.Console;

namespace SmartBlocks.Validator.Commands;

/// <summary><c>validator keys new|show FILE</c>: the key that a validator votes with, or that a witness cosigns with.</summary>
public static class KeysCommand
{
    /// <summary>The command.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var made = new Argument<FileInfo>("FILE") { Description = "The file to write (PKCS#8 PEM), readable by you alone. A file that is there is never overwritten." };
        var named = Witness("Makes a witness's key (Ed25519) instead of a validator's (P-256), and prints the verifier key it has under this name.");
        var create = new Command("new", "Makes a key.") { made, named };
        create.SetAction(result => New(console, result.GetValue(made)!, result.GetValue(named)));
        var shown = new Argument<FileInfo>("FILE") { Description = "The key file." };
        var under = Witness("The key is a witness's: shows the verifier key it has under this name.");
        var show = new Command("show", "Shows the public half: what the ledger's members need to take the key into the validator set, or a log to know its witness.") { shown, under };
        show.SetAction(result =>
        {
            Show(console, result.GetValue(shown)!, result.GetValue(under));
            return ExitCodes.Right;
        });
        return new Command("keys", "Makes and shows keys of validators and witnesses.") { create, show };
    }

    /// <summary>Reads a key file.</summary>
    /// <exception cref="SourceException">It is not there, not readable, or no key.</exception>
    public static SigningKey Load(FileInfo file) => Read(file, SigningKey.FromPkcs8Pem);

    /// <summary>Reads the key file of a witness.</summary>
    /// <exception cref="SourceException">It is not there, not readable, or no Ed25519 key.</exception>
    public static Ed25519Key LoadWitness(FileInfo file) => Read(file, Ed25519Key.FromPkcs8Pem);

    static T Read<T>(FileInfo file, Func<string, T> read)
    {
        try
        {
            return read(File.ReadAllText(file.FullName));
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

    static int New(IAnsiConsole console, FileInfo file, string? witness)
    {
        using var fresh = witness is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var pem = fresh?.ExportPkcs8PrivateKeyPem() ?? Ed25519Key.FromSeed(RandomNumberGenerator.GetBytes(Ed25519Key.SeedSize)).ToPkcs8Pem();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var stream = new FileStream(file.FullName, options);
            stream.Write(Encoding.ASCII.GetBytes(pem + "\n"));
            stream.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"Cannot write {file.FullName}: {exception.Message}", exception);
        }

        Show(console, file, witness);
        console.WriteLine($"The private half is in {file.FullName}. Keep it, and never let two {(witness is null ? "validators" : "witnesses")} run with it.");
        return ExitCodes.Right;
    }

    static void Show(IAnsiConsole console, FileInfo file, string? witness)
    {
        if (witness is not null)
        {
            console.WriteLine($"key  {new NoteKey(witness, LoadWitness(file).PublicKey, NoteKey.Cosignature)}");
            return;
        }

        using var key = Load(file);
        console.WriteLine($"kid  {key.PublicKey.KeyId}");
        console.WriteLine($"jwk  {key.PublicKey.ToJwk()}");
    }

    static Option<string?> Witness(string description)
    {
        var option = new Option<string?>("--witness") { Description = description, HelpName = "NAME" };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is { } name && !NoteKey.IsName(name)) result.AddError($"--witness is '{name}'; a name has neither spaces nor +.");
        });
        return option;
    }
}
