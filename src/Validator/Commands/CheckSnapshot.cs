using System.Text;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using Spectre.Console;

namespace SmartBlocks.Validator.Commands;

/// <summary>Checks a snapshot, of any size, as it is read.</summary>
static class CheckSnapshot
{
    /// <summary>True when the file is one, by its first line.</summary>
    /// <exception cref="SourceException">The file cannot be read.</exception>
    public static async Task<bool> IsOneAsync(FileInfo file, CancellationToken cancellation)
    {
        using var source = Source.File(file.FullName);
        await using var stream = await source.OpenAsync(cancellation);
        var begin = Encoding.ASCII.GetBytes($$"""{"format":"{{SnapshotHeader.Format}}",""");
        var found = new byte[begin.Length];
        try
        {
            return await stream.ReadAtLeastAsync(found, found.Length, throwOnEndOfStream: false, cancellation) == found.Length && found.AsSpan().SequenceEqual(begin);
        }
        catch (InvalidDataException)
        {
            return false;   // begins as gzip does, and is none
        }
    }

    /// <summary>Checks it.</summary>
    /// <param name="console">Where the result goes.</param>
    /// <param name="file">The file, plain or gzip.</param>
    /// <param name="validators">The validators whose certificate counts, in the ledger's order; none when the block's id is known.</param>
    /// <param name="block">The id its block must have; null: whichever the validators signed.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<int> RunAsync(IAnsiConsole console, FileInfo file, IReadOnlyList<PublicKey> validators, string? block, CancellationToken cancellation)
    {
        using var source = Source.File(file.FullName);
        await using var stream = await source.OpenAsync(cancellation);
        var reader = new SnapshotReader();
        var lines = 0L;
        try
        {
            await foreach (var line in LineReader.ReadAsync(stream, cancellation))
            {
                lines++;
                if (reader.Take(line, out _) is { } wrong) return Refuse(console, wrong, lines);
            }
        }
        catch (SourceException exception)
        {
            return Refuse(console, new Rejection("snapshot.form", exception.Message), lines);
        }

        if (reader.End() is { } missing) return Refuse(console, missing, lines);
        var header = reader.Header!;
        var certified = validators.Count > 0 ? ConsensusEngines.ForVerification.VerifyCertificate(header.Block, validators) : null;
        if (certified is not null) return Refuse(console, certified, 1);
        if (block is not null && header.Block.Id != block)
            return Refuse(console, new Rejection("snapshot.block", $"The snapshot is of block {header.Block.Id}, not of {block}."), 1);

        console.MarkupLine("[green bold]✓ The snapshot is the whole state after its block.[/]");
        console.WriteLine($"  ledger       {header.Ledger}, genesis {header.Genesis} (its maker's word)");
        console.WriteLine($"  state root   {header.Block.Header.State}");
        console.WriteLine(CheckCommand.Plain($"  state nodes  {header.Nodes}, each of them verified")
            + (reader.Dropped > 0 ? CheckCommand.Plain($"; of {reader.Dropped} values only the hash is kept (retention)") : ""));
        console.WriteLine(CheckCommand.Plain($"  transactions {header.Block.Header.Size} before it, whose ids are its maker's word"));
        CheckCommand.Certified(console, header.Block, verified: validators.Count > 0);
        return ExitCodes.Right;
    }

    static int Refuse(IAnsiConsole console, Rejection why, long line)
    {
        console.MarkupLine("[red bold]✗ The snapshot does not hold.[/]");
        console.WriteLine(CheckCommand.Plain($"  line {line}: {why.Detail}"));
        return ExitCodes.Wrong;
    }
}
