namespace SmartBlocks.Ledger.Tests.Consensus;

/// <summary>What makes a block's certificate under <c>quorum</c>: ⌊2n/3⌋+1 of exactly the validators the ledger has, each once.</summary>
public sealed class QuorumCertificateTests
{
    private static readonly QuorumLedger Ledger = new();

    [Theory]
    [InlineData(1, 1, 0), InlineData(2, 2, 0), InlineData(3, 3, 0), InlineData(4, 3, 1), InlineData(5, 4, 1), InlineData(6, 5, 1), InlineData(7, 5, 2), InlineData(10, 7, 3), InlineData(100, 67, 33)]
    public void So_many_are_needed_and_so_many_may_be_faulty(int validators, int needed, int faulty)
    {
        Quorum.Needed(validators).ShouldBe(needed);
        Quorum.Tolerated(validators).ShouldBe(faulty);
        // Two quorums share an honest one, and the honest ones are a quorum.
        (2 * needed - validators).ShouldBeGreaterThan(faulty);
        (validators - faulty).ShouldBeGreaterThanOrEqualTo(needed);
    }

    [Theory]
    [InlineData(4), InlineData(5), InlineData(7)]
    public void One_signature_fewer_than_needed_is_too_few(int validators)
    {
        var ledger = new QuorumLedger(validators);
        for (var signed = 0; signed <= validators; signed++)
        {
            var why = new Quorum().VerifyCertificate(Sign(ledger.Propose().Header, ledger.Validators[..signed]), ledger.Keys);
            if (signed >= Quorum.Needed(validators)) why.ShouldBeNull();
            else why!.Code.ShouldBe("certificate.size");
        }
    }

    [Fact]
    public void Any_three_of_four_are_as_good()
    {
        var header = Ledger.Propose().Header;
        for (var without = 0; without < 4; without++)
            Verify(Sign(header, [.. Ledger.Validators.Where((_, i) => i != without)])).ShouldBeNull();
    }

    [Fact]
    public void A_key_counts_once()
    {
        var header = Ledger.Propose().Header;
        var signature = Block.Sign(header, Ledger.Validators[0]);
        Should.Throw<ArgumentException>(() => new Block(header, [signature, signature, Block.Sign(header, Ledger.Validators[1])])).Message.ShouldContain("twice");
        Should.Throw<ArgumentException>(() => new Block(header, [signature, Block.Sign(header, Ledger.Validators[0]), Block.Sign(header, Ledger.Validators[1])]));
        // As bytes too: a block that lists one twice is none.
        var jws = System.Text.Encoding.ASCII.GetString(Sign(header, Ledger.Validators[..2]).ToJws());
        var first = jws[(jws.IndexOf('[') + 1)..jws.IndexOf("},{", StringComparison.Ordinal)] + "}";
        Block.TryParse(System.Text.Encoding.ASCII.GetBytes(jws.Replace("[", "[" + first + ",", StringComparison.Ordinal)), out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe("block.signatures");
    }

    [Fact]
    public void A_foreign_key_spoils_a_certificate_that_would_be_enough_without_it()
    {
        var header = Ledger.Propose().Header;
        Verify(Sign(header, [.. Ledger.Validators[..3], TestKeys.Of("stranger")]))!.Code.ShouldBe("certificate.signer");
        Verify(Sign(header, [.. Ledger.Validators[..2], QuorumLedger.Host]))!.Code.ShouldBe("certificate.signer");
    }

    [Fact]
    public void A_signature_of_another_block_or_in_anothers_name_spoils_it()
    {
        var (header, other) = (Ledger.Propose().Header, Ledger.Propose(2).Header);
        Verify(new Block(header, [.. Ledger.Validators[..2].Select(v => Block.Sign(header, v)), Block.Sign(other, Ledger.Validators[2])]))!.Code.ShouldBe("certificate.signature");
        var borrowed = new BlockSignature(Ledger.Validators[2].KeyId, Block.Sign(header, Ledger.Validators[1]).Value);
        Verify(new Block(header, [.. Ledger.Validators[..2].Select(v => Block.Sign(header, v)), borrowed]))!.Code.ShouldBe("certificate.signature");
    }

    [Fact]
    public void A_validator_that_was_removed_counts_no_longer_and_a_block_that_still_names_it_is_refused()
    {
        var header = Ledger.Propose().Header;
        var block = Sign(header, Ledger.Validators[..3]);
        var removed = Ledger.Validators[0].KeyId;
        PublicKey[] left = [.. Ledger.Keys.Where(k => k.KeyId != removed)];
        new Quorum().VerifyCertificate(block, left)!.Code.ShouldBe("certificate.validators");
        // Also when the block names the set that is left.
        var renamed = header with { Validators = [.. left.Select(k => k.KeyId)] };
        new Quorum().VerifyCertificate(Sign(renamed, Ledger.Validators[..3]), left)!.Code.ShouldBe("certificate.signer");
        new Quorum().VerifyCertificate(Sign(renamed, Ledger.Validators[1..]), left).ShouldBeNull();
    }

    private static Block Sign(BlockHeader header, IReadOnlyCollection<SigningKey> signers) => new(header, signers.Select(s => Block.Sign(header, s)));

    private static Rejection? Verify(Block block) => new Quorum().VerifyCertificate(block, Ledger.Keys);
}
