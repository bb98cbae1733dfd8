using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SmartBlocks.Ledger.Tests;

/// <summary>Recomputes every example of docs/formats.md.</summary>
public sealed partial class FormatsDocumentTests
{
    private static readonly Dictionary<string, string> Examples = Read();

    private static readonly PublicKey Key = PublicKey.FromJwk(Examples["key"]);

    private static Batch TheBatch => Batch.TryParse(Bytes("batch"), out var batch, out var why) ? batch : throw new InvalidDataException(why.Detail);

    private static Block TheBlock => Block.TryParse(Bytes("block"), out var block, out var why) ? block : throw new InvalidDataException(why.Detail);

    [Fact]
    public void Key_and_its_id()
    {
        Key.ToJwk().ShouldBe(Examples["key"]);
        Key.KeyId.ShouldBe(Examples["kid"]);
    }

    [Fact]
    public void Transaction_is_its_header_and_payload_signed()
    {
        Transaction.TryParse(Examples["transaction"], out var transaction, out var why).ShouldBeTrue(why?.Detail);
        var parts = Examples["transaction"].Split('.');
        Decode(parts[0]).ShouldBe(Examples["transaction-header"]);
        Decode(parts[1]).ShouldBe(Examples["transaction-payload"]);
        transaction!.Id.ShouldBe(Examples["transaction-id"]);
        transaction.Verify(Key).ShouldBeTrue();
    }

    [Fact]
    public void Batch_is_sealed()
    {
        TheBatch.ToJson().ShouldBe(Bytes("batch"));
        TheBatch.Id.ShouldBe(Examples["batch-id"]);
        TheBatch.VerifySeal(Key).ShouldBeTrue();
        TheBatch.Transactions[1].ToString().ShouldBe(Examples["transaction"]);
        var parts = TheBatch.Seal!.Split('.');
        Decode(parts[0]).ShouldBe(Examples["seal-header"]);
        Decode(parts[1]).ShouldBe(Examples["seal-payload"]);
    }

    [Fact]
    public void Block_is_what_executing_the_batch_gives()
    {
        TheBlock.Payload.ToArray().ShouldBe(Bytes("block-payload"));
        TheBlock.Id.ShouldBe(Examples["block-id"]);
        TheBlock.ToJws().ShouldBe(Bytes("block"));
        new Solo().VerifyCertificate(TheBlock, [Key]).ShouldBeNull();
        var replay = new BlockExecutor(new FamilyRegistry(), new MemoryStateNodes()).Replay(LedgerCursor.Start("example"), TheBlock, [TheBatch], KnownTransactions.None);
        replay.Discrepancy.ShouldBeNull();
    }

    [Fact]
    public void State_log_root_and_proof()
    {
        var append = new StateTrie(StateRoot.Empty, new MemoryStateNodes()).Commit([new("a/2", "two"u8.ToArray()), new("a/1", "one"u8.ToArray())]);
        Convert.ToHexStringLower(append.Bytes.Span).ShouldBe(Examples["state-log"]);
        append.Root.Hash.ToString().ShouldBe(Examples["state-root"]);
        append.Root.Position.ShouldBe(26);

        using var json = JsonDocument.Parse(Examples["state-proof"]);
        var step = json.RootElement.GetProperty("steps")[0];
        var path = json.RootElement.GetProperty("path").GetString()!;
        var value = Encoding.UTF8.GetBytes(json.RootElement.GetProperty("value").GetString()!);
        Hash256.TryParse(step.GetProperty("sibling").GetString(), out var sibling).ShouldBeTrue();
        new StateProof([new StateProofStep(step.GetProperty("bit").GetInt32(), sibling)], path, Hash256.Of(value), value)
            .Verify(append.Root.Hash, path, out _).ShouldBeTrue();

        using var other = JsonDocument.Parse(Examples["state-proof-absent"]);
        StateProof.TryParse(other.RootElement, out var absent, out var why).ShouldBeTrue(why?.Detail);
        absent!.ToJson().ShouldBe(Bytes("state-proof-absent"));
        absent.Verify(append.Root.Hash, "a/3", out var nothing).ShouldBeTrue();
        nothing.HasValue.ShouldBeFalse();
    }

    [Fact]
    public void History_leaves_and_root()
    {
        var leaves = TheBatch.Transactions.Select(t => t.LeafHash).ToArray();
        string.Join('\n', leaves).ShouldBe(Examples["history-leaves"]);
        HistoryTree.Empty.Append(leaves).Tree.Root.ToString().ShouldBe(Examples["history-root"]);
        TheBlock.Header.Root.ShouldBe(Examples["history-root"]);
    }

    [Fact]
    public void Checkpoint_tile_entries_and_proof_of_the_log()
    {
        NoteKey.TryParse(Examples["log-key"], out var log, out var why).ShouldBeTrue(why?.Detail);
        log!.Name.ShouldBe(Checkpoint.OriginOf("example", Examples["block-id"]));
        log.PublicKey!.KeyId.ShouldBe(Examples["kid"]);
        log.ToString().ShouldBe(Examples["log-key"]);

        SignedNote.TryParse(Bytes("checkpoint", "\n"), out var note, out why).ShouldBeTrue(why?.Detail);
        note!.ToBytes().ShouldBe(Bytes("checkpoint", "\n"));
        Checkpoint.Open(note, log, [], out var checkpoint, out _).ShouldBeNull();
        checkpoint!.Size.ShouldBe(TheBlock.Header.Size);
        checkpoint.Root.ToString().ShouldBe(TheBlock.Header.Root);

        var own = Ed25519Key.FromSeed(Hash256.Of("example"u8).Bytes);
        new NoteKey(log.Name, own.PublicKey).ToString().ShouldBe(Examples["log-key-edwards"]);
        NoteKey.Sign(note.Text, log.Name, own).ToString().TrimEnd('\n').ShouldBe(Examples["log-signature-edwards"]);

        var (entries, tiles) = (TheBatch.Transactions, new MemoryHistory());
        tiles.Add(HistoryTree.Empty.Append([.. entries.Select(t => t.LeafHash)]).TileHashes);
        Convert.ToHexStringLower(tiles.Read(0, 0, 2).Span).ShouldBe(Examples["tile"]);
        var bundle = EntryBundle.Write([.. entries.Select(t => t.Bytes)]);
        bundle.Length.ShouldBe(1_215);
        Convert.ToHexStringLower(bundle.AsSpan(0, 2)).ShouldBe("0311");
        Convert.ToHexStringLower(Hash256.Of(bundle).Bytes).ShouldBe(Examples["entries-digest"]);

        TlogProof.TryParse(Bytes("tlog-proof", "\n"), out var proof, out why).ShouldBeTrue(why?.Detail);
        proof!.Verify(proof.Extra!.Value.Span, log).ShouldBeNull();
        proof.ToBytes().ShouldBe(Bytes("tlog-proof", "\n"));
        TlogProof.Create(entries[1].Bytes, 1, note, new TiledHistoryHashes(tiles, 2)).ToBytes().ShouldBe(proof.ToBytes());
    }

    [Fact]
    public void Receipt_verifies()
    {
        Receipt.TryParse(Bytes("receipt"), out var receipt, out var why).ShouldBeTrue(why?.Detail);
        receipt!.Verify([Key], ConsensusEngines.ForVerification, Key).ShouldBeNull();
        receipt.ToJson().ShouldBe(Bytes("receipt"));
        receipt.TransactionId.ShouldBe(Examples["transaction-id"]);
        receipt.Block.Id.ShouldBe(Examples["block-id"]);
    }

    [Fact]
    public void State_receipt_verifies()
    {
        StateReceipt.TryParse(Bytes("state-receipt"), out var receipt, out var why).ShouldBeTrue(why?.Detail);
        receipt!.Verify([Key], ConsensusEngines.ForVerification, out var value).ShouldBeNull();
        receipt.Path.ShouldBe("settings/blockLimit");
        Encoding.UTF8.GetString(value!.Value.Span).ShouldBe("1000");
        receipt.ToJson().ShouldBe(Bytes("state-receipt"));
        receipt.Block.Id.ShouldBe(Examples["block-id"]);
    }

    [Fact]
    public void Snapshot_of_the_block()
    {
        var (log, tiles) = (new MemoryStateNodes(), new MemoryHistory());
        var execution = new BlockExecutor(new FamilyRegistry(), log).Replay(LedgerCursor.Start("example"), TheBlock, [TheBatch], KnownTransactions.None).Execution!;
        log.Append(0, execution.State.Bytes.Span);
        tiles.Add(execution.TileHashes);
        var (header, nodes) = SnapshotLines.Write(TheBlock.Id, TheBlock, execution.State.Root, log, tiles);
        List<byte[]> lines = [header.ToJson(), SnapshotLines.Ids([.. TheBatch.Transactions.Select(t => t.Hash)]), .. nodes];
        lines.Count.ShouldBe(3);
        lines[1].ShouldBe(Bytes("snapshot-ids"));
        Convert.ToHexStringLower(Hash256.Of([.. lines.SelectMany(l => (byte[])[.. l, (byte)'\n'])]).Bytes).ShouldBe(Examples["snapshot-digest"]);
        var reader = new SnapshotReader();
        foreach (var line in lines)
            reader.Take(line, out _).ShouldBeNull();
        reader.End().ShouldBeNull();
        reader.Cursor!.Id.ShouldBe(Examples["block-id"]);
    }

    [Fact]
    public void Members_keys_and_governance_execute_as_written()
    {
        var us = new Governance.Consortium();
        us.Ledger.Read("settings/governance").ShouldBe(Examples["governance-rule"]);
        us.Ledger.CommitOne(us.Ledger.Sign(TestLedger.Device, "key/1", Examples["key-rotate"])).ShouldBeNull();
        KeyEntry.Read(us.Ledger.State, TestLedger.Device.KeyId)!.RevokedAt.ShouldBe(9);
        KeyEntry.Read(us.Ledger.State, Key.KeyId)!.Identity.ShouldBe(TestLedger.Device.KeyId);

        var alone = new Governance.Consortium(threshold: 1);
        alone.Ledger.CommitOne(alone.Ledger.Sign(Governance.Consortium.Owner, "member/1", Examples["member-set"])).ShouldBeNull();
        alone.Ledger.Read("member/vale").ShouldBe(Examples["member-state"]);

        us = new Governance.Consortium();
        var proposing = us.Ledger.Sign(Governance.Consortium.Esco, "governance/1", Examples["governance-propose"]);
        us.Ledger.CommitOne(proposing).ShouldBeNull();
        us.Ledger.CommitOne(us.Ledger.Sign(Governance.Consortium.Utility, "governance/1", Examples["governance-approve"])).ShouldBeNull();
        us.Ledger.Read(GovernanceProposal.Path(proposing.Id)).ShouldBe(Examples["governance-state"]);
        us.Ledger.Read("settings/permission/site/1").ShouldBe("""["operator","owner"]""");
    }

    [GeneratedRegex("^```(?:json|text) ([a-z-]+)\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    private static byte[] Bytes(string example, string end = "") => Encoding.UTF8.GetBytes(Examples[example] + end);

    private static string Decode(string base64Url) => Encoding.UTF8.GetString(StrictBase64Url.Decode(Encoding.ASCII.GetBytes(base64Url))!);

    private static Dictionary<string, string> Read()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "SmartBlocks.sln")))
            root = root.Parent ?? throw new FileNotFoundException("There is no SmartBlocks.sln above the tests.");
        var document = File.ReadAllText(Path.Combine(root.FullName, "docs", "formats.md"));
        return Example().Matches(document).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
    }
}
