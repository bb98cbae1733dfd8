using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmartBlocks.Energy.Families;
using SmartBlocks.Ledger;

namespace SmartBlocks.Validator.Tests.Samples;

/// <summary>A host's ledger in memory: it executes, is sealed by whoever seals it, and gives the lines of its export.</summary>
public sealed class HostLedger
{
    readonly MemoryStateNodes nodes = new();
    readonly BlockExecutor executor;
    readonly HashSet<string> committed = new(StringComparer.Ordinal);
    readonly List<Execution> executions = [];
    int nonce;

    /// <summary>Founds a ledger: block 0 by the host alone; with validators, block 1 hands it over to their quorum.</summary>
    public HostLedger(SigningKey host, IReadOnlyList<SigningKey> validators, string name = "nimbus", long? start = null)
    {
        Name = name;
        Host = host;
        Start = start ?? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Cursor = LedgerCursor.Start(name);
        executor = new BlockExecutor(new FamilyRegistry(EnergyFamilies.All), nodes);
        var keys = validators.Select((v, i) => Key(v, string.Create(CultureInfo.InvariantCulture, $"party-{i}"), "validator")).Prepend(Key(host, "nimbus", "operator"));
        SealSolo(Batch.Of(Sign("settings/1",
            $$"""{"op":"genesis","name":"Nimbus","engine":"solo","validators":[{{host.PublicKey.ToJwk()}}],"keys":[{{string.Join(',', keys)}}]}""")));
        if (validators.Count == 0) return;
        SealSolo(Batch.Create(host, [
            Sign("settings/1", $$"""{"op":"set","name":"validators","value":[{{string.Join(',', validators.Select(v => v.PublicKey.ToJwk()))}}]}"""),
            Sign("settings/1", """{"op":"set","name":"engine","value":"quorum"}"""),
        ]));
    }

    HostLedger(HostLedger other, int blocks)
    {
        (Name, Host, Start) = (other.Name, other.Host, other.Start);
        Cursor = LedgerCursor.Start(Name);
        executor = new BlockExecutor(new FamilyRegistry(EnergyFamilies.All), nodes);
        for (var number = 0; number < blocks; number++)
        {
            var batches = other.executions[number].Batches.Select(b => b.Batch).ToArray();
            Keep(executor.Replay(Cursor, other.Blocks[number], batches, KnownTransactions.None).Execution!, other.Blocks[number]);
        }

        // What it signs from here on is nothing that the other one signed.
        nonce = 1_000_000;
    }

    /// <summary>The first blocks of a ledger, to go on from otherwise.</summary>
    public static HostLedger Fork(HostLedger ledger, int blocks) => new(ledger, blocks);

    /// <summary>A new key.</summary>
    public static SigningKey NewKey() => SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Ledger id.</summary>
    public string Name { get; }

    /// <summary>The host's key: operator, and validator while it is alone.</summary>
    public SigningKey Host { get; }

    /// <summary>Time of the genesis block, Unix milliseconds.</summary>
    public long Start { get; }

    /// <summary>The ledger after its newest block.</summary>
    public LedgerCursor Cursor { get; private set; }

    /// <summary>The lines of the export, one a block.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The blocks.</summary>
    public List<Block> Blocks { get; } = [];

    /// <summary>Id of block 0.</summary>
    public string Genesis => Blocks[0].Id;

    /// <summary>The settings in force for the next block.</summary>
    public LedgerSettings Settings => executor.SettingsAt(Cursor);

    /// <summary>A batch that changes something every time.</summary>
    public Batch Change() => Batch.Of(Sign("settings/1",
        string.Create(CultureInfo.InvariantCulture, $$"""{"op":"set","name":"blockLimit","value":{{1000 + nonce % 3000}}}""")));

    /// <summary>Executes batches on the newest block.</summary>
    public Execution Propose(params Batch[] batches)
    {
        var proposal = executor.Propose(Cursor, batches, Math.Max(Start, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()), new KnownTransactions(committed));
        proposal.Rejected.Select(rejected => rejected.Rejection.ToString()).ShouldBeEmpty();
        return proposal.Execution!;
    }

    /// <summary>Re-executes a block on the newest one; null when it is not right.</summary>
    public Execution? Replay(ProposedBlock block) =>
        executor.Replay(Cursor, block.WithoutSignatures(), block.Batches, new KnownTransactions(committed)).Execution;

    /// <summary>Keeps a certified block.</summary>
    /// <returns>Its line.</returns>
    public string Keep(Execution execution, Block block)
    {
        nodes.Append(execution.State.Start, execution.State.Bytes.Span);
        committed.UnionWith(execution.Batches.SelectMany(b => b.Batch.Transactions).Select(t => t.Id));
        Cursor = execution.Next;
        Blocks.Add(block);
        executions.Add(execution);
        var bodies = string.Join(',', execution.Batches.Select(b => Encoding.UTF8.GetString(b.Batch.ToJson())));
        Lines.Add(
            $$$"""{"block":{{{Encoding.UTF8.GetString(block.ToJws())}}},"batches":[{{{bodies}}}],"nodes":{"length":{{{execution.State.Bytes.Length}}},"sha256":"{{{Hash256.Of(execution.State.Bytes.Span)}}}"}}""");
        return Lines[^1];
    }

    /// <summary>Makes a block that the host alone certifies.</summary>
    /// <returns>Its line.</returns>
    public string SealSolo(params Batch[] batches)
    {
        var execution = Propose(batches);
        return Keep(execution, new Block(execution.Header, [Block.Sign(execution.Header, Host)]));
    }

    static string Key(SigningKey key, string party, string role) => $$"""{"jwk":{{key.PublicKey.ToJwk()}},"party":"{{party}}","role":"{{role}}"}""";

    Transaction Sign(string family, string payload) => Transaction.Sign(Host, Name, family, Encoding.UTF8.GetBytes(payload),
        Start, (nonce++).ToString("x16", CultureInfo.InvariantCulture));
}
