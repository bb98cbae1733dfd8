using System.CommandLine;
using System.Globalization;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Replica;
using Spectre.Console;

namespace SmartBlocks.Validator.Commands;

/// <summary><c>validator snapshot SOURCE --out FILE</c>: the state after a block, for nodes that do not begin with the genesis.</summary>
public static class SnapshotCommand
{
    static readonly TimeSpan told = TimeSpan.FromSeconds(10);

    /// <summary>The command.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var source = new Argument<string>("SOURCE")
        {
            Description = "The --data folder of a validator (it may be running), or an export: a file, or the address of a service (https://…). An export is executed "
                + "from its genesis block on.",
        };
        var ledger = new Option<string?>("--ledger", "-l") { Description = "Ledger id. Needed with an address.", HelpName = "ID" };
        var key = new Option<string?>("--key", "-k")
        {
            Description = $"API key with read access. Taken from {SourceOptions.KeyVariable} when left out; not needed for a public ledger.", HelpName = "APIKEY",
        };
        var at = new Option<long?>("--at") { Description = "Height of the block; the newest unless said.", HelpName = "HEIGHT" };
        var genesis = new Option<string?>("--genesis") { Description = "Id of the genesis block you know.", HelpName = "ID" };
        var target = new Option<FileInfo>("--out", "-o") { Description = "The file to write. It is compressed when its name ends in .gz.", HelpName = "FILE", Required = true };
        var command = new Command("snapshot", "Writes the state after a block, with all that is needed to go on from there (sb-snapshot/1).")
        {
            source, ledger, key, at, genesis, target,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(source) is { } place && Source.IsUrl(place))
            {
                if (!Uri.TryCreate(place, UriKind.Absolute, out _)) result.AddError($"SOURCE is '{place}', which is no address.");
                if (result.GetValue(ledger) is null) result.AddError("--ledger is missing: with an address, say which ledger.");
            }

            if (result.GetValue(at) is < 0 and var height) result.AddError(string.Create(CultureInfo.InvariantCulture, $"--at is {height}; it must be 0 or more."));
            if (result.GetValue(genesis) is { } pinned && !Names.IsDigest(pinned)) result.AddError($"--genesis is '{pinned}'; it must be a block id.");
        });
        command.SetAction((result, cancellation) =>
        {
            var place = result.GetValue(source)!;
            var (height, pinned, file) = (result.GetValue(at), result.GetValue(genesis), result.GetValue(target)!);
            if (Directory.Exists(place)) return FromReplicaAsync(console, place, height, pinned, file, cancellation);
            return FromExportAsync(console, Source.IsUrl(place) ? Source.Service(place, result.GetValue(ledger)!, SourceOptions.Find(result.GetValue(key))) : Source.File(place),
                height, pinned, file, cancellation);
        });
        return command;
    }

    static async Task<int> FromReplicaAsync(IAnsiConsole console, string folder, long? height, string? genesis, FileInfo target, CancellationToken cancellation)
    {
        using var reader = ReplicaReader.Open(ReplicaFolder.DatabaseIn(folder));
        if (genesis is not null && reader.GenesisId is { } found && found != genesis)
            throw new SourceException($"The replica in {folder} begins with block {found}, not with {genesis}.");
        await WriteAsync(console, reader, folder, height, target, cancellation);
        return ExitCodes.Right;
    }

    static async Task<int> FromExportAsync(IAnsiConsole console, Source source, long? height, string? genesis, FileInfo target, CancellationToken cancellation)
    {
        using (source)
        {
            await using var export = await source.OpenAsync(cancellation);
            var spoke = TimeProvider.System.GetTimestamp();
            var wrong = await ReplicaSnapshots.OfExportAsync(LineReader.ReadAsync(export, cancellation), height, genesis, Tell, async replica =>
            {
                using var reader = replica.OpenReader();
                await WriteAsync(console, reader, source.Name, height, target, cancellation);
            }, cancellation);
            if (wrong is null) return ExitCodes.Right;
            console.MarkupLine($"[red bold]✗ {Markup.Escape(source.Name)} is not right: no snapshot is made of it.[/]");
            console.WriteLine($"  first wrong: {wrong}");
            return ExitCodes.Wrong;

            void Tell(long number)
            {
                if (TimeProvider.System.GetElapsedTime(spoke) < told) return;
                spoke = TimeProvider.System.GetTimestamp();
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Executed up to block {number:#,0}."));
            }
        }
    }

    static async Task WriteAsync(IAnsiConsole console, ReplicaReader reader, string name, long? height, FileInfo target, CancellationToken cancellation)
    {
        var head = reader.Head() ?? throw new SourceException($"{name} has no block yet.");
        var block = height is null ? head : reader.Block(height.Value) ?? throw new SourceException(string.Create(CultureInfo.InvariantCulture,
            $"{name} has no block {height}: it has {reader.First()!.Number} to {head.Number}."));
        await WholeFile.WriteAsync(target, async file =>
        {
            foreach (var line in ReplicaSnapshots.Write(reader, block))
            {
                await file.WriteAsync(line, cancellation);
                file.WriteByte((byte)'\n');
            }
        });
        target.Refresh();
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"The state after block {block.Number} ({block.Id}) of {block.Parse().Header.Ledger} is in {target.FullName} ({target.Length / 1e6:0.0} MB)."));
        console.WriteLine($"Check it anywhere: validator check {target.Name} -v validator.jwk");
        console.WriteLine($"Begin with it: validator run … --from-snapshot {target.Name} --block {block.Id}");
    }
}
