using System.CommandLine;
using SmartBlocks.Validator.Export;
using Spectre.Console;

namespace SmartBlocks.Validator.Commands;

/// <summary>The command line: what it offers, and how its ends are turned into exit codes.</summary>
public static class ValidatorProgram
{
    const string Teaching = """
        Proves a SmartBlocks ledger right without trusting the service that wrote it.

        A ledger is a chain of signed blocks. The validator starts at the genesis block with nothing, verifies the signature of every transaction,
        batch and block, executes every transaction again, and recomputes every root. If one byte of the record differs, it names the first
        place that is wrong.

        Examples:
          validator verify https://energy.example --ledger nimbus --key sbk_…
              Checks a ledger as the service shows it to you.

          validator export https://energy.example --ledger nimbus --key sbk_… --out nimbus.ndjson.gz
          validator verify nimbus.ndjson.gz --genesis ID
              Takes a ledger home, and checks it offline, now or in ten years.

          validator check receipt.json --validator validator.jwk
              Checks the receipt of a single transaction.

          validator snapshot validator-nimbus --out nimbus.sb-snapshot
              Writes the state after the newest block of a replica, for another node to begin with.

          validator keys new my.pem
          validator run --ledger nimbus --url https://energy.example --key my.pem --listen 9090
              Keeps a replica, re-executes every block as it comes, and votes.

          validator keys new --witness witness.example/w1 witness.pem
          validator witness --name witness.example/w1 --key witness.pem --log KEY --listen 9091
              Cosigns the checkpoints of logs, so that a host that shows two histories is found out.

        Exit codes: 0 right; 1 wrong, and it says where; 2 the command line is not understood; 3 the source is not there, not reachable, or refuses.
        """;

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="console">Where results go.</param>
    /// <param name="errors">Where complaints go.</param>
    /// <param name="cancellation">Ends what runs until it is stopped, as Ctrl-C does.</param>
    public static async Task<int> RunAsync(string[] arguments, IAnsiConsole console, TextWriter errors, CancellationToken cancellation = default)
    {
        var root = new RootCommand(Teaching)
        {
            RunCommand.Create(console), VerifyCommand.Create(console), ExportCommand.Create(console), CheckCommand.Create(console), KeysCommand.Create(console),
            WitnessCommand.Create(console), SnapshotCommand.Create(console),
        };
        var parsed = root.Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await errors.WriteLineAsync(error.Message);
            await errors.WriteLineAsync("Try: validator --help");
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, cancellation);
        }
        catch (SourceException exception)
        {
            await errors.WriteLineAsync(exception.Message);
            return ExitCodes.Unreachable;
        }
        catch (Microsoft.Data.Sqlite.SqliteException exception)
        {
            await errors.WriteLineAsync($"The store cannot be read or written: {exception.Message}");
            return ExitCodes.Unreachable;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("Stopped before the end: nothing is said about the ledger.");
            return ExitCodes.Unreachable;
        }
    }
}
