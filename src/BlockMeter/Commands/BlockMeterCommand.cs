using System.CommandLine;

namespace SmartBlocks.BlockMeter.Commands;

/// <summary>The command line: one file per command.</summary>
public static class BlockMeterCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand(
            "Reads meters, signs their readings and brings them onto a SmartBlocks ledger. Readings are kept on disk until the ledger has them: neither a power cut "
            + "nor a lost connection loses one.")
        {
            RegisterCommand.Create(),
            SimulateCommand.Create(),
            ImportCommand.Create(),
            P1Command.Create(),
            RunCommand.Create(),
            ConnectorsCommand.Create(),
            KeysCommand.Create(),
            OutboxCommand.Create(),
        };
        Examples.Add(root,
            ("See what the simulated site does, without any server", "blockmeter simulate --dry-run"),
            ("Make a key for a meter, register it and store its login", "blockmeter register b97-electricity --site nimbus --api http://localhost:8080 --api-key sbk_…"),
            ("Then bring a year of history onto the ledger", "blockmeter import b97-electricity-2018.csv.gz --meter b97-electricity --tenant nimbus"),
            ("Read a Dutch smart meter", "blockmeter p1 /dev/ttyUSB0 --import house --gas house-gas --tenant nimbus --username house"),
            ("See what has not been delivered yet, and what was refused", "blockmeter outbox"));
        return root;
    }
}
