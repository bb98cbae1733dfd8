using System.CommandLine;
using System.Globalization;
using System.Net;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Node;
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
        var command = new Command("run", "Keeps a replica of a ledger, re-executes every block, and votes with a validator's key, until it is stopped.")
        {
            ledger, url, key, data, listen, apiKey, genesis,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(ledger) is { } id && !Names.IsLedger(id)) result.AddError($"--ledger is '{id}'; it must be 1 to 64 of a-z, 0-9 and -.");
            if (result.GetValue(url) is { } address && !(Source.IsUrl(address) && Uri.TryCreate(address, UriKind.Absolute, out _)))
                result.AddError($"--url is '{address}'; it must be an address that begins with http:// or https://.");
            if (result.GetValue(genesis) is { } pinned && !Names.IsDigest(pinned)) result.AddError($"--genesis is '{pinned}'; it must be a block id.");
            if (result.GetValue(listen) is { } place && EndpointOf(place) is null) result.AddError($"--listen is '{place}'; it must be a port, or address:port.");
        });
        command.SetAction(async (result, cancellation) =>
        {
            var id = result.GetValue(ledger)!;
            using var signer = result.GetValue(key) is { } file ? KeysCommand.Load(file) : null;
            return await RunAsync(console, new NodeOptions
            {
                Ledger = id, Url = result.GetValue(url)!, Key = signer, ApiKey = SourceOptions.Find(result.GetValue(apiKey)), Genesis = result.GetValue(genesis),
                Folder = result.GetValue(data)?.FullName ?? Path.GetFullPath("validator-" + id),
            }, result.GetValue(listen) is { } place ? EndpointOf(place) : null, cancellation);
        });
        return command;
    }

    static async Task<int> RunAsync(IAnsiConsole console, NodeOptions options, IPEndPoint? listen, CancellationToken cancellation)
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
            var running = node.RunAsync(cancellation);
            await (console.Profile.Capabilities.Interactive ? DrawAsync(console, node, running) : TellAsync(Say, node, running));
            return await running ? ExitCodes.Right : ExitCodes.Wrong;
        }
        finally
        {
            if (api is not null) await api.DisposeAsync();
        }
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

    static IPEndPoint? EndpointOf(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        ? new IPEndPoint(IPAddress.Loopback, port)
        : text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var endpoint) ? endpoint : null;
}
