using System.CommandLine;
using System.Globalization;
using System.Net;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Node;
using SmartBlocks.Validator.Replica;
using SmartBlocks.Validator.Rest;
using SmartBlocks.Validator.Witnessing;
using Spectre.Console;

namespace SmartBlocks.Validator.Commands;

/// <summary><c>validator witness</c>: cosigns the checkpoints of logs, until it is stopped.</summary>
public static class WitnessCommand
{
    /// <summary>The command.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var name = new Option<string>("--name", "-n")
        {
            Description = "The witness's name, by which its cosignatures are known: an address of yours without its scheme, as witness.example/w1.", HelpName = "NAME", Required = true,
        };
        var key = new Option<FileInfo>("--key") { Description = "Its key ('validator keys new --witness NAME FILE').", HelpName = "FILE", Required = true };
        var log = new Option<string[]>("--log")
        {
            Description = "Verifier key (name+id+base64, type 0x01 or 0x02) of a log to cosign: a line of GET /ledgers/ID/log/key. Repeat it for more.", HelpName = "KEY",
        };
        var logs = new Option<FileInfo?>("--logs") { Description = "A file of such keys, one a line; lines that begin with # are passed over.", HelpName = "FILE" };
        var data = new Option<DirectoryInfo?>("--data", "-d")
        {
            Description = "Folder of what was cosigned last of each log, and of evidence; 'witness' unless said. Never lose it, and never copy it to run two.", HelpName = "FOLDER",
        };
        var listen = new Option<string>("--listen")
        {
            Description = "Port it answers at, on this machine alone; ADDRESS:PORT for others. Let a proxy add TLS.", HelpName = "PORT", Required = true,
        };
        var command = new Command("witness", "Cosigns the checkpoints of logs as long as each continues the last (C2SP tlog-witness), until it is stopped.")
        {
            name, key, log, logs, data, listen,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(name) is { } own && !NoteKey.IsName(own)) result.AddError($"--name is '{own}'; a name has neither spaces nor +.");
            if (result.GetValue(listen) is { } place && ListenPlace.Read(place) is null) result.AddError($"--listen is '{place}'; it must be a port, or address:port.");
            if (result.GetValue(log) is not { Length: > 0 } && result.GetValue(logs) is null) result.AddError("--log is missing: name at least one log, or a file of them with --logs.");
        });
        command.SetAction((result, cancellation) =>
        {
            List<NoteKey> known = [.. result.GetValue(log)!.Select(text => NoteKeys.Read(text, "--log"))];
            if (result.GetValue(logs) is { } file) known.AddRange(NoteKeys.ReadFile(file));
            if (known.Count == 0) throw new SourceException("--logs names no log: a witness without logs cosigns nothing.");
            if (known.Find(k => k.Type == NoteKey.Cosignature) is { } other)
                throw new SourceException($"{other} is the key of a witness (type 0x04), not of a log.");
            return RunAsync(console, result.GetValue(name)!, KeysCommand.LoadWitness(result.GetValue(key)!), known,
                result.GetValue(data)?.FullName ?? Path.GetFullPath("witness"), ListenPlace.Read(result.GetValue(listen)!)!, cancellation);
        });
        return command;
    }

    static async Task<int> RunAsync(IAnsiConsole console, string name, Ed25519Key key, List<NoteKey> logs, string path, IPEndPoint listen, CancellationToken cancellation)
    {
        var gate = new Lock();
        void Say(string text)
        {
            lock (gate) console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm:ss} {text}"));
        }

        using var folder = HeldFolder.Open(path);
        using var store = WitnessStore.Open(folder);
        var witness = new LogWitness(name, key, logs, store, new EvidenceFolder(Path.Combine(folder.Path, "evidence")), TimeProvider.System, Say);
        await using var api = await WitnessApi.StartAsync(listen, witness);
        Say($"Witness {witness.Key}");
        foreach (var origin in witness.Origins)
        {
            Say(store.Latest(origin) is { } latest
                ? string.Create(CultureInfo.InvariantCulture, $"{origin}: cosigned up to {latest.Checkpoint.Size:#,0} entries before.")
                : $"{origin}: not cosigned yet.");
        }

        Say($"Answers at {LocalServer.AddressOf(api)}/{WitnessRequest.Path} and {LocalServer.AddressOf(api)}/healthz");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Asked to end.
        }

        await api.StopAsync(CancellationToken.None);
        return ExitCodes.Right;
    }
}
