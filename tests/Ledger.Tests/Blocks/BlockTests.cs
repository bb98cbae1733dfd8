using System.Collections.Immutable;
using System.Text;

namespace SmartBlocks.Ledger.Tests.Blocks;

public sealed class BlockTests
{
    private static readonly SigningKey Key = TestKeys.Of("validator");

    private static readonly BlockHeader Header = new(
        "nimbus", 7, Hash256.Of("p"u8).ToString(), 1_795_000_000_000, 12, Hash256.Of("r"u8).ToString(), Hash256.Of("s"u8).ToString(), [Key.KeyId], "solo");

    [Fact]
    public void Payload_is_canonical_and_its_hash_is_the_id()
    {
        var block = new Block(Header, [Block.Sign(Header, Key)]);
        Encoding.UTF8.GetString(block.Payload.Span).ShouldBe(
            $$"""{"ledger":"nimbus","number":7,"previous":"{{Header.Previous}}","time":1795000000000,"size":12,"root":"{{Header.Root}}","state":"{{Header.State}}","validators":["{{Key.KeyId}}"],"engine":"solo"}""");
        block.Id.ShouldBe(Hash256.Of(block.Payload.Span).ToString());
        Block.TryParse(block.ToJws(), out var read, out var why).ShouldBeTrue(why?.Detail);
        read!.Id.ShouldBe(block.Id);
        read.Signatures.Single().Verify(read, Key.PublicKey).ShouldBeTrue();
        read.Signatures.Single().Verify(read, TestKeys.Of("device").PublicKey).ShouldBeFalse();
    }

    [Fact]
    public void Signatures_stand_in_the_order_of_their_keys_and_each_key_signs_once()
    {
        var keys = Enumerable.Range(0, 5).Select(i => TestKeys.Of("v" + i)).ToArray();
        var block = new Block(Header, keys.Select(k => Block.Sign(Header, k)));
        block.Signatures.Select(s => s.Kid).ShouldBe(keys.Select(k => k.KeyId).Order(StringComparer.Ordinal));
        Should.Throw<ArgumentException>(() => new Block(Header, [Block.Sign(Header, Key), Block.Sign(Header, Key)]));
    }

    [Fact]
    public void Any_flipped_bit_is_refused_or_does_not_verify()
    {
        var jws = new Block(Header, [Block.Sign(Header, Key)]).ToJws();
        for (var at = 0; at < jws.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                jws[at] ^= (byte)(1 << bit);
                if (Block.TryParse(jws, out var block, out var why))
                    new Solo().VerifyCertificate(block, [Key.PublicKey]).ShouldNotBeNull();
                else
                    why.Detail.ShouldNotBeNullOrEmpty();
                jws[at] ^= (byte)(1 << bit);
            }
        }
    }

    [Fact]
    public async Task Solo_signs_only_for_the_one_validator_it_is()
    {
        var ledger = new TestLedger();
        var execution = ledger.Executor.Propose(ledger.Cursor, [Batch.Of(ledger.Add("a", 1))], ledger.Now, ledger).Execution!;
        var block = await new Solo(TestLedger.Validator).SealAsync(execution);
        new Solo().VerifyCertificate(block, execution.Validators).ShouldBeNull();
        await Should.ThrowAsync<InvalidOperationException>(() => new Solo(TestLedger.Device).SealAsync(execution));
        await Should.ThrowAsync<InvalidOperationException>(() => new Solo().SealAsync(execution));
        new Solo().VerifyCertificate(new Block(execution.Header, []), execution.Validators)!.Code.ShouldBe("certificate.size");
        new Solo().VerifyCertificate(new Block(execution.Header, [Block.Sign(execution.Header, TestLedger.Device)]), execution.Validators)!.Code.ShouldBe("certificate.signer");
        ConsensusEngines.ForVerification.VerifyCertificate(new Block(execution.Header with { Engine = "other" }, block.Signatures), execution.Validators)!.Code.ShouldBe("certificate.engine");
    }
}
