using System.Globalization;
using SmartBlocks.Energy.Families;
using SmartBlocks.Grains;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;
using SmartBlocks.Storage;
using SmartBlocks.Validator.Export;

namespace SmartBlocks.Silo.Hosting;

/// <summary><c>smartblocks import FILE</c>: puts a ledger's export into the configured stores and ends.</summary>
public static class Importing
{
    const int Failed = 1;

    static readonly TimeSpan betweenLines = TimeSpan.FromSeconds(10);

    /// <summary>Runs the command; its arguments are the file and the program's own options.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || args[0].StartsWith("--", StringComparison.Ordinal))
        {
            Console.Error.WriteLine("smartblocks: import needs a file: smartblocks import FILE [--data DIR]");
            return CommandLine.Misused;
        }
        if (CommandLine.Parse(args[1..]) is not { } settings) return CommandLine.ExitCode;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        if (builder.ReadOptions(settings) is not { } options) return CommandLine.Misused;
        if (!File.Exists(args[0]))
        {
            Console.Error.WriteLine($"smartblocks: there is no file '{args[0]}'.");
            return CommandLine.Misused;
        }
        await using var services = Services(options);
        await services.GetRequiredService<Storage.Sql.SqlDatabase>().MigrateAsync();
        using var stopping = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stopping.Cancel();
        };
        var import = new LedgerImport(services.GetRequiredService<ILedgerStore>(), new FamilyRegistry(EnergyFamilies.All));
        try
        {
            using var source = Source.File(args[0]);
            await using var export = await source.OpenAsync(stopping.Token);
            return Say(await import.RunAsync(LineReader.ReadAsync(export, stopping.Token), new Lines(), stopping.Token));
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopped. What was imported is in the store; start it again to go on.");
            return Failed;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or SourceException)
        {
            Console.Error.WriteLine($"smartblocks: {e.Message}");
            return Failed;
        }
    }

    /// <summary>A line now and then, so that an import of hours is seen to get on.</summary>
    sealed class Lines : IProgress<long>
    {
        long spoke = TimeProvider.System.GetTimestamp();

        public void Report(long value)
        {
            if (TimeProvider.System.GetElapsedTime(spoke) < betweenLines) return;
            spoke = TimeProvider.System.GetTimestamp();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Verified and stored up to block {value:#,0}."));
        }
    }

    static ServiceProvider Services(SiloOptions options)
    {
        var services = new ServiceCollection();
        services.AddSmartBlocksStorage(options.Storage);
        return services.BuildServiceProvider();
    }

    static int Say(ImportOutcome outcome)
    {
        var counts = string.Create(CultureInfo.InvariantCulture, $"{outcome.Added} blocks added, {outcome.Present} were there");
        if (outcome.Wrong is { } wrong)
        {
            Console.Error.WriteLine($"smartblocks: the import of '{outcome.Ledger}' stops ({counts}): {wrong}.");
            return Failed;
        }
        var head = outcome.Head!;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The ledger '{outcome.Ledger}' is imported: {counts}; its newest block is {head.Number}, {head.Id}."));
        return CommandLine.Done;
    }
}
