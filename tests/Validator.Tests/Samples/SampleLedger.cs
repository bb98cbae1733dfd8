using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmartBlocks.Energy.Families;
using SmartBlocks.Ledger;

namespace SmartBlocks.Validator.Tests.Samples;

/// <summary>A small ledger of a building, made block by block in memory, and its export as the service writes it.</summary>
public sealed class SampleLedger : IDisposable
{
    const long Start = 1_795_219_200_000; // 2026-11-21T00:00:00Z
    readonly MemoryStateNodes nodes = new();
    readonly BlockExecutor executor;
    readonly HashSet<string> committed = new(StringComparer.Ordinal);
    readonly MemoryHistory history = new();
    readonly SigningKey owner = NewKey();
    readonly SigningKey validator = NewKey();
    readonly SigningKey meter = NewKey();
    LedgerCursor cursor;
    int nonce;

    /// <summary>
    /// A ledger with its genesis block, a site, a meter, and then one block an hour with a reading and a sealed batch of two.
    /// </summary>
    public SampleLedger(int hours = 6, string name = "nimbus")
    {
        Name = name;
        cursor = LedgerCursor.Start(name);
        executor = new BlockExecutor(new FamilyRegistry(EnergyFamilies.All), nodes);
        Append(0, Batch.Of(Genesis()));
        Append(1, Batch.Create(owner, [
            Transaction("key/1", owner, 1, $$"""{"op":"register","jwk":{{meter.PublicKey.ToJwk()}},"party":"nimbus","role":"device"}"""),
            Transaction("site/1", owner, 1,
                """{"site":"nimbus","name":"Nimbus","timeZone":"Europe/Dublin","latitude":"51.885","longitude":"-8.533"}"""),
            Meter("main"), Meter("wind"), Meter("chp"),
        ]));
        for (var hour = 0; hour < hours; hour++)
            Append(3_600_000L * (hour + 2), Batch.Of(Reading("main", hour)),
                Batch.Create(owner, [Reading("wind", hour), Reading("chp", hour)]));
    }

    /// <summary>Ledger id.</summary>
    public string Name { get; }

    /// <summary>The lines of the export, one a block.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Id of block 0.</summary>
    public string Genesis0 { get; private set; } = "";

    /// <summary>The validator's public key.</summary>
    public PublicKey Validator => validator.PublicKey;

    /// <summary>The ledger's last block.</summary>
    public Block Head { get; private set; } = null!;

    /// <summary>The last transaction and its index.</summary>
    public (Transaction Transaction, long Index) Last { get; private set; }

    /// <summary>The whole export.</summary>
    public byte[] Export => Encoding.UTF8.GetBytes(string.Concat(Lines.Select(line => line + "\n")));

    /// <summary>The receipt of the last transaction.</summary>
    public Receipt Receipt => Receipt.Create(Last.Transaction, Last.Index, Head, new TiledHistoryHashes(history, Head.Header.Size));

    /// <summary>The tlog-proof of the last transaction, as the host of the ledger signs it.</summary>
    public TlogProof Proof
    {
        get
        {
            var checkpoint = new Checkpoint(Checkpoint.OriginOf(Name, Genesis0), Head.Header.Size, cursor.History.Root).Sign(validator);
            return TlogProof.Create(Last.Transaction.Bytes, Last.Index, checkpoint, new TiledHistoryHashes(history, Head.Header.Size));
        }
    }

    /// <summary>What the state has at a path after the last block.</summary>
    public StateReceipt State(string path) => new(path, new StateTrie(cursor.State, nodes).Prove(path), Head);

    /// <inheritdoc />
    public void Dispose()
    {
        owner.Dispose();
        validator.Dispose();
        meter.Dispose();
    }

    static SigningKey NewKey() => SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    Transaction Genesis() => Transaction("settings/1", owner, 0,
        $$"""{"op":"genesis","name":"Nimbus","engine":"solo","validators":[{{validator.PublicKey.ToJwk()}}],"keys":[{"jwk":{{owner.PublicKey.ToJwk()}},"party":"nimbus","role":"operator"}]}""");

    Transaction Meter(string id) => Transaction("meter/1", owner, 1,
        $$"""{"meter":"{{id}}","site":"nimbus","name":"{{id}}","commodity":"electricity","unit":"kWh","direction":"import","kind":"interval","key":"{{meter.KeyId}}","resolutionSeconds":900}""");

    Transaction Reading(string id, int hour)
    {
        var start = DateTimeOffset.FromUnixTimeMilliseconds(Start).AddHours(hour)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Transaction("interval/1", meter, 3_600_000L * (hour + 2),
            $$"""{"meter":"{{id}}","start":"{{start}}","seconds":900,"values":["1.25","1.5","0.75","2"]}""");
    }

    Transaction Transaction(string family, SigningKey key, long after, string payload) =>
        Ledger.Transaction.Sign(key, Name, family, Encoding.UTF8.GetBytes(payload), Start + after, (nonce++)
            .ToString("x16", CultureInfo.InvariantCulture));

    void Append(long after, params Batch[] batches)
    {
        var proposal = executor.Propose(cursor, batches, Start + after, new KnownTransactions(committed));
        proposal.Rejected.Select(rejected => rejected.Rejection.ToString()).ShouldBeEmpty();
        var execution = proposal.Execution!;
        Head = new Block(execution.Header, [Block.Sign(execution.Header, validator)]);
        nodes.Append(execution.State.Start, execution.State.Bytes.Span);
        history.Add(execution.TileHashes);
        committed.UnionWith(batches.SelectMany(batch => batch.Transactions).Select(transaction => transaction.Id));
        cursor = execution.Next;
        if (Lines.Count == 0) Genesis0 = Head.Id;
        Last = (batches[^1].Transactions[^1], Head.Header.Size - 1);
        var bodies = string.Join(',', batches.Select(batch => Encoding.UTF8.GetString(batch.ToJson())));
        Lines.Add(
            $$$"""{"block":{{{Encoding.UTF8.GetString(Head.ToJws())}}},"batches":[{{{bodies}}}],"nodes":{"length":{{{execution.State.Bytes.Length}}},"sha256":"{{{Hash256.Of(execution.State.Bytes.Span)}}}"}}""");
    }
}
