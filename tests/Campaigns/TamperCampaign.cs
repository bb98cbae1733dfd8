using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using SmartBlocks.Rig;

namespace SmartBlocks.Campaigns;

/// <summary>
/// Flips single bytes of blocks, transactions and state nodes in the database of a running silo, each restored afterwards: every time
/// <c>validator verify</c> must end with 1 and name the block that was touched.
/// </summary>
public static partial class TamperCampaign
{
    static readonly (string Table, string Column)[] targets = [("blocks", "jws"), ("bodies", "entries"), ("nodes", "bytes")];

    /// <summary>Runs it: 200 flips in the long form, 12 in the short.</summary>
    public static async Task RunAsync(CampaignOptions options)
    {
        using var folder = new TemporaryFolder("tamper");
        using var silo = await SiloProcess.StartAsync(folder["data"]);
        var ledger = silo.Demo.Ledgers[0].Id;
        var whole = await VerifyAsync(silo, ledger);
        if (whole.ExitCode != 0) throw new CampaignException($"The untouched ledger does not verify:\n{whole.Output}");
        Console.WriteLine(whole.Output.TrimEnd());

        var chance = new Random(options.Seed);
        var source = new SqliteConnectionStringBuilder { DataSource = folder["data/smartblocks.db"], DefaultTimeout = 30, Pooling = false };
        using var database = new SqliteConnection(source.ToString());
        database.Open();
        var flips = options.IsLong ? 200 : 12;
        for (var number = 0; number < flips; number++)
        {
            var (table, column) = targets[number % targets.Length];
            var flip = Flip.Choose(database, ledger, table, column, chance);
            flip.Write(database, flip.Tampered);
            var run = await VerifyAsync(silo, ledger);
            flip.Write(database, flip.Original);
            var found = FirstWrong().Match(run.Output);
            Console.WriteLine(
                $"  {number + 1,3}: {flip} → exit code {run.ExitCode}, {(found.Success ? found.Value.Trim() : run.Output.Trim())}");
            if (run.ExitCode != 1 || !found.Success) throw new CampaignException($"{flip} was not found:\n{run.Output}");
            if (long.Parse(found.Groups["block"].Value, CultureInfo.InvariantCulture) is var named
                && (named < flip.FirstBlock || named > flip.LastBlock))
                throw new CampaignException($"{flip}: block {named} was named instead of {flip.FirstBlock} to {flip.LastBlock}.");
        }

        var after = await VerifyAsync(silo, ledger);
        if (after.ExitCode != 0) throw new CampaignException($"After all was restored the ledger does not verify:\n{after.Output}");
        Console.WriteLine($"  {flips} of {flips} flips found, each at its place");
    }

    static async Task<(int ExitCode, string Output)> VerifyAsync(SiloProcess silo, string ledger)
    {
        var start = new ProcessStartInfo(Executables.Find("Validator", "validator"), ["verify", silo.Url, "--ledger", ledger, "--quiet"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment["SMARTBLOCKS_API_KEY"] = silo.Demo.ApiKey;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    [GeneratedRegex(@"first wrong: block (?<block>\d+).*")]
    private static partial Regex FirstWrong();

    /// <summary>One byte of one stored blob.</summary>
    sealed record Flip(string Table, string Column, long Row, byte[] Original, int At, byte Mask, long FirstBlock, long LastBlock)
    {
        public byte[] Tampered
        {
            get
            {
                var bytes = (byte[])Original.Clone();
                bytes[At] ^= Mask;
                return bytes;
            }
        }

        public static Flip Choose(SqliteConnection database, string ledger, string table, string column, Random chance)
        {
            var key = table == "nodes" ? "start" : "number";
            var rows = Scalar(database, $"SELECT count(*) FROM {table} WHERE ledger = $ledger", ("$ledger", ledger));
            var row = Scalar(database, $"SELECT {key} FROM {table} WHERE ledger = $ledger ORDER BY {key} LIMIT 1 OFFSET $offset",
                ("$ledger", ledger), ("$offset", chance.NextInt64(rows)));
            using var command = Command(database, $"SELECT {column} FROM {table} WHERE ledger = $ledger AND {key} = $row",
                ("$ledger", ledger), ("$row", row));
            var bytes = (byte[])command.ExecuteScalar()!;
            var at = chance.Next(bytes.Length);
            // A chunk of the node log may hold the nodes of several blocks.
            var (first, last) = table != "nodes" ? (row, row) : (BlockOf(row), BlockOf(row + bytes.Length - 1));
            return new Flip(table, column, row, bytes, at, (byte)(1 << chance.Next(8)), first, last) { Ledger = ledger };

            long BlockOf(long position) => Scalar(database,
                "SELECT number FROM blocks WHERE ledger = $ledger AND nodes_start <= $position AND nodes_length > 0 ORDER BY number DESC LIMIT 1", ("$ledger", ledger), ("$position", position));
        }

        public string Ledger { get; init; } = "";

        public void Write(SqliteConnection database, byte[] bytes)
        {
            var key = Table == "nodes" ? "start" : "number";
            using var command = Command(database, $"UPDATE {Table} SET {Column} = $bytes WHERE ledger = $ledger AND {key} = $row",
                ("$bytes", bytes), ("$ledger", Ledger), ("$row", Row));
            if (command.ExecuteNonQuery() != 1) throw new CampaignException($"{this}: the row is gone.");
        }

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Table}.{Column} of row {Row}, byte {At}, mask {Mask:x2}");

        static long Scalar(SqliteConnection database, string sql, params (string Name, object Value)[] parameters)
        {
            using var command = Command(database, sql, parameters);
            return (long)command.ExecuteScalar()!;
        }

        static SqliteCommand Command(SqliteConnection database, string sql, params (string Name, object Value)[] parameters)
        {
            var command = database.CreateCommand();
#pragma warning disable CA2100 // Table and column names come from the list above.
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
            return command;
        }
    }
}
