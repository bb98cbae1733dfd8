using SmartBlocks.Grains.Stores;
using SmartBlocks.Storage.Sql;
using SmartBlocks.Storage.Tests.Support;

namespace SmartBlocks.Storage.Tests.Sql;

public sealed class SqliteConsensusStoreTests(SqliteDatabases databases) : ConsensusStoreTests(databases), IClassFixture<SqliteDatabases>;

public sealed class PostgreSqlConsensusStoreTests(PostgreSqlDatabases databases) : ConsensusStoreTests(databases);

/// <summary>What proposals and evidence rely on, on every database.</summary>
public abstract class ConsensusStoreTests(TestDatabases databases) : IAsyncLifetime
{
    SqlDatabase _database = null!;
    SqlConsensusStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await SqlDatabase.OpenAsync(await databases.NewAsync());
        _store = new SqlConsensusStore(_database);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    static StoredProposal Proposal(long number, long round, byte frame) => new("nimbus", number, round, new byte[] { frame });

    [Fact]
    public async Task A_proposal_gives_way_to_later_heights_and_rounds_alone()
    {
        (await _store.ReadProposalAsync("nimbus")).ShouldBeNull();
        (await _store.SaveProposalAsync(Proposal(4, 0, 1))).ShouldBeTrue();
        (await _store.SaveProposalAsync(Proposal(4, 0, 1))).ShouldBeTrue();    // the same again
        (await _store.SaveProposalAsync(Proposal(4, 0, 2))).ShouldBeFalse();   // another word in the round
        (await _store.SaveProposalAsync(Proposal(4, 2, 3))).ShouldBeTrue();
        (await _store.SaveProposalAsync(Proposal(4, 1, 4))).ShouldBeFalse();
        (await _store.SaveProposalAsync(Proposal(5, 0, 5))).ShouldBeTrue();
        (await _store.SaveProposalAsync(Proposal(4, 9, 6))).ShouldBeFalse();
        (await _store.SaveProposalAsync(Proposal(1, 0, 7) with { Ledger = "other" })).ShouldBeTrue();
        var kept = (await _store.ReadProposalAsync("nimbus")).ShouldNotBeNull();
        (kept.Number, kept.Round, kept.Frame.Span[0]).ShouldBe((5, 0, (byte)5));
    }

    [Fact]
    public async Task Of_each_kind_of_evidence_against_a_key_at_a_height_the_first_is_kept()
    {
        var first = new StoredEvidence("nimbus", 7, "kid", "vote", 1_000, new byte[] { 1 });
        (await _store.AddEvidenceAsync(first)).ShouldBeTrue();
        (await _store.AddEvidenceAsync(first with { FoundAt = 2_000, File = new byte[] { 2 } })).ShouldBeFalse();
        (await _store.AddEvidenceAsync(first with { Kind = "block" })).ShouldBeTrue();
        (await _store.AddEvidenceAsync(first with { Number = 3 })).ShouldBeTrue();
        (await _store.AddEvidenceAsync(first with { Ledger = "other" })).ShouldBeTrue();
        var kept = await _store.ListEvidenceAsync("nimbus");
        kept.Select(e => (e.Number, e.Kind, e.FoundAt, e.File.Span[0])).ShouldBe([(3, "vote", 1_000, (byte)1), (7, "block", 1_000, (byte)1), (7, "vote", 1_000, (byte)1)]);
    }

    [Fact]
    public async Task A_key_that_contradicts_itself_at_every_height_fills_no_disk()
    {
        for (var number = 0; number < IEvidenceStore.MostOfAKey + 3; number++)
        {
            var added = await _store.AddEvidenceAsync(new StoredEvidence("nimbus", number, "kid", "vote", 1_000, new byte[] { 1 }));
            added.ShouldBe(number < IEvidenceStore.MostOfAKey);
        }
        (await _store.AddEvidenceAsync(new StoredEvidence("nimbus", 1, "another", "vote", 1_000, new byte[] { 1 }))).ShouldBeTrue();
        (await _store.AddEvidenceAsync(new StoredEvidence("other", 1, "kid", "vote", 1_000, new byte[] { 1 }))).ShouldBeTrue();
        (await _store.ListEvidenceAsync("nimbus")).Count(e => e.Kid == "kid").ShouldBe(IEvidenceStore.MostOfAKey);
    }
}
