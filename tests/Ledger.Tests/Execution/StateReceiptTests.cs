using System.Text;

namespace SmartBlocks.Ledger.Tests.Execution;

public sealed class StateReceiptTests
{
    private static readonly PublicKey[] Validators = [TestLedger.Validator.PublicKey];

    [Fact]
    public void What_every_block_left_at_a_path_is_proven_present_or_absent()
    {
        var ledger = TestLedger.WithBlocks(8, seed: 11);
        for (var i = 0; i < ledger.Blocks.Count; i++)
        {
            var state = new StateTrie(ledger.States[i], ledger.Nodes);
            var paths = state.Range("").Select(e => e.Key).Append("nobody/home").ToList();
            foreach (var path in paths)
            {
                var receipt = Read(new StateReceipt(path, state.Prove(path), ledger.Blocks[i]).ToJson());
                receipt.Verify(Validators, ConsensusEngines.ForVerification, out var value).ShouldBeNull();
                receipt.Ledger.ShouldBe(TestLedger.Name);
                value.HasValue.ShouldBe(path != "nobody/home");
                if (value is { } present)
                    present.ToArray().ShouldBe(state.Get(path)!.Value.ToArray());
            }
        }
    }

    [Fact]
    public void Another_block_path_value_or_validator_is_refused()
    {
        var ledger = TestLedger.WithBlocks(3, seed: 12);
        var path = ledger.State.Range("key/").First().Key;
        var receipt = new StateReceipt(path, ledger.State.Prove(path), ledger.Blocks[^1]);
        Code(receipt).ShouldBeNull();
        Code(receipt with { Block = ledger.Blocks[0] }).ShouldBe("stateReceipt.proof");
        Code(receipt with { Path = "key/other" }).ShouldBe("stateReceipt.proof");
        Code(receipt with { Proof = receipt.Proof with { Value = "{}"u8.ToArray() } }).ShouldBe("stateReceipt.proof");
        Code(receipt with { Proof = receipt.Proof with { Value = null } }).ShouldBe("stateReceipt.proof");
        receipt.Verify([TestLedger.Device.PublicKey], ConsensusEngines.ForVerification, out var value).ShouldNotBeNull();
        value.HasValue.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_changed_byte_of_it_verifies(bool present)
    {
        var ledger = TestLedger.WithBlocks(2, seed: 13);
        var path = present ? ledger.State.Range("c").First().Key : "nobody/home";
        var bytes = new StateReceipt(path, ledger.State.Prove(path), ledger.Blocks[^1]).ToJson();
        var asked = Encoding.UTF8.GetString(bytes).IndexOf(path, StringComparison.Ordinal);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!present && i >= asked && i < asked + path.Length)
                continue;   // another path at which nothing is: as true as the first
            var flipped = (byte[])bytes.Clone();
            flipped[i] ^= 1;
            (StateReceipt.TryParse(flipped, out var receipt, out _) && Code(receipt) is null).ShouldBeFalse(Encoding.Latin1.GetString(flipped));
        }
    }

    [Theory]
    [InlineData("", "stateReceipt.form")]
    [InlineData("[]", "stateReceipt.form")]
    [InlineData("""{"format":"sb-receipt/1"}""", "stateReceipt.format")]
    [InlineData("""{"format":"sb-state/1","path":"a b"}""", "stateReceipt.path")]
    [InlineData("""{"format":"sb-state/1","path":""}""", "stateReceipt.path")]
    [InlineData("""{"format":"sb-state/1","path":"a"}""", "stateReceipt.form")]
    [InlineData("""{"format":"sb-state/1","path":"a","path":"b"}""", "stateReceipt.form")]
    [InlineData("""{"format":"sb-state/1","path":"a","proof":{}}""", "stateProof.form")]
    public void What_is_not_a_state_receipt_is_refused(string text, string code)
    {
        StateReceipt.TryParse(Encoding.UTF8.GetBytes(text), out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe(code);
    }

    private static string? Code(StateReceipt receipt) => receipt.Verify(Validators, ConsensusEngines.ForVerification, out _)?.Code;

    private static StateReceipt Read(byte[] json) => StateReceipt.TryParse(json, out var receipt, out var why) ? receipt : throw new InvalidDataException(why.Detail);
}
