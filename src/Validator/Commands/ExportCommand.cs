using System.CommandLine;
using System.Globalization;
using SmartBlocks.Validator.Export;
using Spectre.Console;

namespace SmartBlocks.Validator.Commands;

/// <summary><c>validator export URL --out FILE</c>: takes a ledger home, to be verified without the service.</summary>
public static class ExportCommand
{
    /// <summary>The command.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var source = new SourceOptions();
        var target = new Option<FileInfo>("--out", "-o")
        {
            Description = "The file to write, one line a block. It is compressed when its name ends in .gz.", HelpName = "FILE", Required = true,
        };
        var command = new Command("export", "Writes a whole ledger to a file that 'validator verify FILE' checks offline.") { target };
        source.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(console, source.Open(result), result.GetValue(target)!, cancellation));
        return command;
    }

    static async Task<int> RunAsync(IAnsiConsole console, Source source, FileInfo target, CancellationToken cancellation)
    {
        using (source)
        {
            await using var export = await source.OpenAsync(cancellation);
            long blocks = 0;
            await WholeFile.WriteAsync(target, async file =>
            {
                await foreach (var line in LineReader.ReadAsync(export, cancellation))
                {
                    await file.WriteAsync(line, cancellation);
                    file.WriteByte((byte)'\n');
                    blocks++;
                }
            });

            target.Refresh();
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{blocks:#,0} blocks of {source.Name} are in {target.FullName} ({target.Length / 1e6:0.0} MB)."));
            console.WriteLine($"Check them anywhere, without the service: validator verify {target.Name}");
            return ExitCodes.Right;
        }
    }
}
