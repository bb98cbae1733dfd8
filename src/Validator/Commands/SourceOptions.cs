using System.CommandLine;
using SmartBlocks.Validator.Export;

namespace SmartBlocks.Validator.Commands;

/// <summary>How a source is named on the command line: an address with ledger and key, or a file.</summary>
public sealed class SourceOptions
{
    /// <summary>The environment variable that holds an API key.</summary>
    internal const string KeyVariable = "SMARTBLOCKS_API_KEY";

    /// <summary>The address or file.</summary>
    public Argument<string> Place { get; } = new("SOURCE")
    {
        Description = "Address of a service (https://…), or a file written by 'validator export' (plain or gzip).",
    };

    /// <summary>The ledger.</summary>
    public Option<string?> Ledger { get; } = new("--ledger", "-l")
    {
        Description = "Ledger id. Needed with an address; with a file it is checked against what the file says.", HelpName = "ID",
    };

    /// <summary>The API key.</summary>
    public Option<string?> Key { get; } = new("--key", "-k")
    {
        Description = $"API key with read access. Taken from {KeyVariable} when left out, which keeps it off the process list.",
        HelpName = "APIKEY",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Place);
        command.Add(Ledger);
        command.Add(Key);
        command.Validators.Add(result =>
        {
            var place = result.GetValue(Place);
            if (place is null || !Source.IsUrl(place)) return;
            if (!Uri.TryCreate(place, UriKind.Absolute, out _)) result.AddError($"SOURCE is '{place}', which is no address.");
            if (result.GetValue(Ledger) is null) result.AddError("--ledger is missing: with an address, say which ledger.");
            if (Find(result.GetValue(Key)) is null) result.AddError($"--key is missing: pass an API key, or set {KeyVariable}.");
        });
    }

    /// <summary>The source that was named.</summary>
    public Source Open(ParseResult result)
    {
        var place = result.GetValue(Place)!;
        return Source.IsUrl(place) ? Source.Service(place, result.GetValue(Ledger)!, Find(result.GetValue(Key))!) : Source.File(place);
    }

    /// <summary>The API key that was given, or the environment's; null when there is none.</summary>
    internal static string? Find(string? given) => given ?? (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key : null);
}
