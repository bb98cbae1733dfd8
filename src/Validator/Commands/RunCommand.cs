using System.CommandLine;
using System.Globalization;
using System.Net;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Node;
using SmartBlocks.Validator.Replica;
using SmartBlocks.Validator.Rest;
using Spectre.Console;

namespace SmartBlocks.Validator.Commands;

/// <summary><c>validator run</c>: a stakeholder's node, until it is stopped.</summary>
public static class RunCommand
{
    static readonly TimeSpan told = TimeSpan.FromSeconds(10), drawn = TimeSpan.FromMilliseconds(200);

    /// <summary>The command.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var ledger = new Option<string>("--ledger", "-l") { Description = "The ledger.", HelpName = "ID", Required = true };
        var url = new Option<string>("--url", "-u") { Description = "Address of the ledger's host (https://…).", HelpName = "URL", Required = true };
        var key = new Option<FileInfo?>("--key")
        {
            Description = "Key to vote with ('validator keys new FILE'). Without one the node follows and checks, and signs nothing.", HelpName = "FILE",
        };
        var data = new Option<DirectoryInfo?>("--data", "-d")
        {
            Description = "Folder of replica, votes and evidence; 'validator-LEDGER' unless said. One running validator each; never copy it to run two.", HelpName = "FOLDER",
        };
        var listen = new Option<string?>("--listen")
        {
            Description = "Port of the node's own read-only REST and /healthz, on this machine alone; ADDRESS:PORT for others. Not served when left out.", HelpName = "PORT",
        };
        var apiKey = new Option<string?>("--api-key", "-k")
        {
            Description = $"API key that reads the ledger. Not needed with a validator's key or for a public ledger. Taken from {SourceOptions.KeyVariable} when left out.",
            HelpName = "APIKEY",
        };
        var genesis = new Option<string?>("--genesis")
        {
            Description = "Id of the genesis block you know. Without it the first one seen is believed, and held to from then on.", HelpName = "ID",
        };
        var snapshot = new Option<string?>("--from-snapshot")
        {
            Description = "Begin an empty replica with a snapshot of the state instead of the genesis block: a file, or the host's newest when no FILE is given. "
                + "It is verified against its block; that this is a block of your ledger, --block says.",
            HelpName = "FILE", Arity = ArgumentArity.ZeroOrOne,
        };
        var block = new Option<string?>("--block")
        {
            Description = "Id of the snapshot's block, from somebody other than the host. Without it the block's validators are believed.", HelpName = "ID",
        };
        var command = new Command("run", "Keeps a replica of a ledger, re-executes every block, and votes with a validator's key, until it is stopped.")
        {
            ledger, url, key, data, listen, apiKey, genesis, snapshot, block,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(ledger) is { } id && !Names.IsLedger(id)) result.AddError($"--ledger is '{id}'; it must be 1 to 64 of a-z, 0-9 and -.");
            if (result.GetValue(url) is { } address && !(Source.IsUrl(address) && Uri.TryCreate(address, UriKind.Absolute, out _)))
                result.AddError($"--url is '{address}'; it must be an address that begins with http:// or https://.");
            if (result.GetValue(genesis) is { } pinned && !Names.IsDigest(pinned)) result.AddError($"--genesis is '{pinned}'; it must be a block id.");
            if (result.GetValue(block) is { } trusted && !Names.IsDigest(trusted)) result.AddError($"--block is '{trusted}'; it must be a block id.");
            if (result.GetValue(listen) is { } place && ListenPlace.Read(place) is null) result.AddError($"--listen is '{place}'; it must be a port, or address:port.");
        });
        command.SetAction(async (result, cancellation) =>
        {
            var id = result.GetValue(ledger)!;
            using var signer = result.GetValue(key) is { } file ? KeysCommand.Load(file) : null;
            var beginning = result.GetResult(snapshot) is null ? null : new Beginning(result.GetValue(snapshot), result.GetValue(block));
            return await RunAsync(console, new NodeOptions
            {
                Ledger = id, Url = result.GetValue(url)!, Key = signer, ApiKey = SourceOptions.Find(result.GetValue(apiKey)), Genesis = result.GetValue(genesis),
                Folder = result.GetValue(data)?.FullName ?? Path.GetFullPath("validator-" + id),
            }, beginning, result.GetValue(listen) is { } place ? ListenPlace.Read(place) : null, cancellation);
        });
        return command;
    }

    /// <summary>A snapshot to begin with: a file, or null for the host's newest; and the id its block must have, if that is known.</summary>
    sealed record Beginning(string? File, string? Block);

    static async Task<int> RunAsync(IAnsiConsole console, NodeOptions options, Beginning? beginning, IPEndPoint? listen, CancellationToken cancellation)
    {
        var gate = new Lock();
        void Say(string text)
        {
            // From the node's thread and from the view's.
            lock (gate) console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm:ss} {text}"));
        }

        using var node = new ValidatorNode(options with { Say = Say }, TimeProvider.System);
        var api = listen is null ? null : await NodeApi.StartAsync(listen, node.Replica, node.Evidence, () => node.Status, TimeProvider.System);
        try
        {
            Say(options.Key is { } key ? $"Votes on {options.Ledger} with the key {key.KeyId}." : $"Follows {options.Ledger} without a key: it checks, and signs nothing.");
            Say($"Replica in {options.Folder}, at block {node.Status.Height.ToString(CultureInfo.InvariantCulture)}.");
            if (api is not null) Say($"Answers at {NodeApi.AddressOf(api)}/api/v1/ledgers/{options.Ledger} and {NodeApi.AddressOf(api)}/healthz");
            if (beginning is not null && node.Replica.Cursor.Number < 0) await BeginAsync(Say, node.Replica, options, beginning, cancellation);
            var running = node.RunAsync(cancellation);
            await (console.Profile.Capabilities.Interactive ? DrawAsync(console, node, running) : TellAsync(Say, node, running));
            return await running ? ExitCodes.Right : ExitCodes.Wrong;
        }
        finally
        {
            if (api is not null) await api.DisposeAsync();
        }
    }

    static async Task BeginAsync(Action<string> say, LedgerReplica replica, NodeOptions options, Beginning beginning, CancellationToken cancellation)
    {
        using var source = beginning.File is { } file ? Source.File(file) : Source.Service(options.Url, options.Ledger, options.ApiKey);
        var height = beginning.File is null
            ? await source.HeightAsync(cancellation) ?? throw new SourceException($"{options.Url} cannot say how high the ledger is.")
            : 0;
        await using var snapshot = await source.OpenSnapshotAsync(height, cancellation);
        if (await replica.ImportAsync(LineReader.ReadAsync(snapshot, cancellation), options.Genesis, beginning.Block, cancellation) is { } wrong)
            throw new SourceException($"The snapshot of {source.Name} is not taken: {wrong.Detail}");
        var cursor = replica.Cursor;
        say(string.Create(CultureInfo.InvariantCulture,
            $"Began with a verified snapshot of block {cursor.Number}: id {cursor.Id}, state root {cursor.State.Hash}, genesis {replica.GenesisId}."));
        if (beginning.Block is null) say("That this is a block of the ledger you mean is its validators' word so far: compare its id with somebody other than the host.");
    }

    // A terminal: one line that lives, below what was said.
    static Task DrawAsync(IAnsiConsole console, ValidatorNode node, Task running) => console.Status().Spinner(Spinner.Known.Dots).StartAsync("…", async view =>
    {
        while (!running.IsCompleted)
        {
            view.Status(Markup.Escape(Line(node.Status)));
            await Task.WhenAny(running, Task.Delay(drawn));
        }
    });

    // A file or a pipe: a line now and then while it catches up.
    static async Task TellAsync(Action<string> say, ValidatorNode node, Task running)
    {
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, Task.Delay(told));
            if (!running.IsCompleted && node.Status is { Connected: true, CaughtUpAt: null } status) say(Line(status));
        }
    }

    static string Line(NodeStatus status)
    {
        var height = string.Create(CultureInfo.InvariantCulture, $"block {status.Height:#,0}");
        return status switch
        {
            { Divergence: not null } => $"{height}: the host serves another history; not voting",
            { Connected: false } => $"{height}: not connected",
            { Lag: > 0, HostHeight: { } host } => string.Create(CultureInfo.InvariantCulture, $"{height} of {host:#,0}: catching up"),
            { IsValidator: true } => $"{height}: up to date, voting",
            { Key: not null } => $"{height}: up to date; the key is not in the validator set",
            _ => $"{height}: up to date",
        };
    }
}
