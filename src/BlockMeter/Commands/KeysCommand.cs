using System.CommandLine;
using SmartBlocks.BlockMeter.Keys;
using Spectre.Console;

namespace SmartBlocks.BlockMeter.Commands;

/// <summary><c>blockmeter keys</c>: make and show the keys of meters.</summary>
internal static class KeysCommand
{
    private static readonly Argument<string> Meter = new("meter") { Description = "The meter." };

    public static Command Create()
    {
        var data = ConnectionOptions.Data();
        var create = new Command("create", "Makes a key (ECDSA P-256) for a meter and shows its public half. A key is never overwritten.") { Meter, data };
        create.Handle((parsed, _) => Show(Folder(parsed, data), key => key.Create(parsed.GetRequiredValue(Meter)), parsed.GetRequiredValue(Meter)));
        var show = new Command("show", "Shows the public half of a meter's key, to be registered with the meter.") { Meter, data };
        show.Handle((parsed, _) => Show(Folder(parsed, data), key => key.Load(parsed.GetRequiredValue(Meter)), parsed.GetRequiredValue(Meter)));
        var list = new Command("list", "Lists the meters that have a key.") { data };
        list.Handle((parsed, _) =>
        {
            var keys = Folder(parsed, data);
            var table = new Table().Border(TableBorder.Simple).AddColumns("meter", "key id");
            foreach (var meter in keys.Meters)
            {
                using var key = keys.Load(meter);
                table.AddRow(Markup.Escape(meter), key.KeyId);
            }
            AnsiConsole.Write(table);
            return Task.CompletedTask;
        });
        var command = new Command("keys", "Makes and shows the keys that meters sign with. Private keys stay in the folder, readable by the owner only.") { create, show, list };
        Examples.Add(command, ("Make a key", "blockmeter keys create house"), ("What to register with the meter", "blockmeter keys show house"));
        return command;
    }

    private static KeyFolder Folder(ParseResult parsed, Option<DirectoryInfo> data) => new(Path.Combine(parsed.GetRequiredValue(data).FullName, "keys"));

    private static Task Show(KeyFolder keys, Func<KeyFolder, Ledger.SigningKey> get, string meter)
    {
        using var key = get(keys);
        AnsiConsole.MarkupLineInterpolated($"[grey]file[/]    {keys.PathOf(meter)}");
        AnsiConsole.MarkupLineInterpolated($"[grey]key id[/]  {key.KeyId}");
        // Plain, so that it can be piped into a file or another program.
        Console.WriteLine(key.PublicKey.ToJwk());
        return Task.CompletedTask;
    }
}
