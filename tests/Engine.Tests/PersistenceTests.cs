using Microsoft.Data.Sqlite;
using Orleans.Storage;
using SmartBlocks.Engine.Tests.Grains;
using SmartBlocks.Engine.Tests.Support;

namespace SmartBlocks.Engine.Tests;

public abstract class PersistenceTests(bool roundTrip, bool sqlite) : IAsyncLifetime
{
    static readonly Reading Five = new("nimbus-main", 5m, new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero));

    readonly string _file = Path.Combine(Path.GetTempPath(), $"engine-{Guid.NewGuid():N}.db");
    TestEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        File.Delete(_file);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task State_outlives_its_activation()
    {
        var tally = _engine.Grain<ITally>();
        (await tally.Look()).ShouldBe(new TallyView(0, false));
        (await tally.Etag()).ShouldBeNull();
        await tally.Add(Five);
        var etag = await tally.Etag();
        await tally.Add(Five);
        (await tally.Etag()).ShouldNotBe(etag);
        await _engine.Engine.DeactivateAsync(tally);
        (await tally.Look()).ShouldBe(new TallyView(10, true));
    }

    [Fact]
    public async Task State_is_not_looked_at_outside_the_grains_turns()
    {
        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => _engine.Grain<ITally>().LookFromThePool());
        refusal.Message.ShouldStartWith("Activation access violation.");
    }

    [Fact]
    public async Task State_outlives_a_restart_on_disk_only()
    {
        var key = TestEngine.NewKey();
        await _engine.Grain<ITally>(key).Add(Five);
        await _engine.DisposeAsync();
        _engine = await StartAsync();
        (await _engine.Grain<ITally>(key).Look()).ShouldBe(sqlite ? new TallyView(5, true) : new TallyView(0, false));
    }

    [Fact]
    public async Task Cleared_state_is_gone_and_can_be_written_again()
    {
        var tally = _engine.Grain<ITally>();
        await tally.Clear();
        await tally.Add(Five);
        await tally.Clear();
        (await tally.Look()).ShouldBe(new TallyView(0, false));
        await _engine.Engine.DeactivateAsync(tally);
        (await tally.Look()).ShouldBe(new TallyView(0, false));
        (await tally.Add(Five)).ShouldBe(5);
    }

    [Fact]
    public async Task A_stale_activation_cannot_write_and_begins_anew()
    {
        if (!sqlite) return;
        // Two engines on one database: what a network partition does to a cluster.
        await using var other = await StartAsync();
        var key = TestEngine.NewKey();
        var (here, there) = (_engine.Grain<ITally>(key), other.Grain<ITally>(key));
        await here.Look();
        await there.Add(Five);
        var error = await Should.ThrowAsync<InconsistentStateException>(here.Add(Five));
        error.Message.ShouldContain("tally");
        (await here.Add(Five)).ShouldBe(10);
        await Should.ThrowAsync<InconsistentStateException>(there.Clear());
        (await there.Look()).ShouldBe(new TallyView(10, true));
    }

    [Fact]
    public async Task A_reread_takes_in_what_another_wrote()
    {
        if (!sqlite) return;
        await using var other = await StartAsync();
        var key = TestEngine.NewKey();
        await _engine.Grain<ITally>(key).Look();
        await other.Grain<ITally>(key).Add(Five);
        await _engine.Grain<ITally>(key).Reread();
        (await _engine.Grain<ITally>(key).Add(Five)).ShouldBe(10);
    }

    [Fact]
    public async Task Tables_of_a_newer_version_are_refused()
    {
        if (!sqlite) return;
        await using (var database = SqliteFactory.Instance.CreateDataSource($"Data Source={_file};Pooling=False"))
        await using (var command = database.CreateCommand("UPDATE orleans_schema SET version = 99")) await command.ExecuteNonQueryAsync();
        (await Should.ThrowAsync<InvalidOperationException>(StartAsync())).Message.ShouldContain("version 99");
    }

    Task<TestEngine> StartAsync() => TestEngine.StartAsync(roundTrip, database: sqlite ? _file : null);
}

public sealed class PersistenceTestsInMemory() : PersistenceTests(false, false);

public sealed class PersistenceTestsOnDisk() : PersistenceTests(false, true);

public sealed class PersistenceTestsOnDiskAcrossJson() : PersistenceTests(true, true);
