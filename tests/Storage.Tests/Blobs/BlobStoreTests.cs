using SmartBlocks.Grains.Stores;
using SmartBlocks.Storage.Blobs;
using SmartBlocks.Storage.Tests.Support;

namespace SmartBlocks.Storage.Tests.Blobs;

public sealed class AzureBlobStoreTests(Azurite azurite) : BlobStoreTests
{
    protected override async Task<IBlobStore> OpenAsync()
    {
        var store = new AzureBlobStore(await azurite.ConnectAsync(), $"test-{Guid.NewGuid():n}");
        await store.PrepareAsync();
        return store;
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_named_in_a_clear_error()
    {
        var dead = new AzureBlobStore(new Azure.Storage.Blobs.BlobContainerClient(new Uri($"http://127.0.0.1:{PeerProcess.FreePort()}/account/container"),
            new Azure.Storage.Blobs.BlobClientOptions { Retry = { MaxRetries = 0 } }));
        (await Should.ThrowAsync<StorageException>(() => dead.PrepareAsync())).Message.ShouldContain("http://127.0.0.1:");
    }
}

public sealed class FolderBlobStoreTests : BlobStoreTests, IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("smartblocks-blobs-").FullName;

    protected override Task<IBlobStore> OpenAsync() => Task.FromResult<IBlobStore>(new FolderBlobStore(_folder));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Blobs_outlive_the_store_and_unfinished_writes_do_not()
    {
        var etag = await new FolderBlobStore(_folder).WriteAsync("log/checkpoint", "one"u8.ToArray());
        await File.WriteAllTextAsync(Path.Combine(_folder, "temp", "unfinished"), "tor");
        var again = new FolderBlobStore(_folder);
        (await again.ReadAsync("log/checkpoint")).ShouldNotBeNull().ETag.ShouldBe(etag);
        Directory.EnumerateFiles(Path.Combine(_folder, "temp")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_cannot_be_the_folder_of_another()
    {
        var store = await OpenAsync();
        await store.WriteAsync("a/b", "1"u8.ToArray());
        (await Should.ThrowAsync<ArgumentException>(() => store.WriteAsync("a", "2"u8.ToArray()))).Message.ShouldContain("Blob 'a'");
        (await Should.ThrowAsync<ArgumentException>(() => store.WriteAsync("a/b/c", "2"u8.ToArray()))).Message.ShouldContain("Blob 'a/b/c'");
        (await store.ReadAsync("a")).ShouldBeNull();
        (await store.ReadAsync("a/b/c")).ShouldBeNull();
    }

    [Fact]
    public async Task Rewrites_within_one_tick_of_the_clock_have_different_etags()
    {
        var store = await OpenAsync();
        var etags = new HashSet<string?>();
        for (var i = 0; i < 50; i++)
            etags.Add(await store.WriteAsync("same", "same"u8.ToArray()));
        etags.Count.ShouldBe(50);
    }
}

/// <summary>What a blob store promises, in a folder and in Azure-compatible storage.</summary>
public abstract class BlobStoreTests
{
    protected abstract Task<IBlobStore> OpenAsync();

    [Fact]
    public async Task A_blob_is_read_back_whole_and_in_ranges()
    {
        var store = await OpenAsync();
        var bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        var etag = (await store.WriteAsync("ledgers/nimbus/log/tile/0/x001/067", bytes)).ShouldNotBeNull();

        var whole = (await store.ReadAsync("ledgers/nimbus/log/tile/0/x001/067")).ShouldNotBeNull();
        whole.Bytes.Span.SequenceEqual(bytes).ShouldBeTrue();
        (whole.ETag, whole.Length).ShouldBe((etag, 3_000_000));
        foreach (var (offset, length) in new[] { (0L, 10), (1_000_000L, 65_536), (2_999_990L, 100), (3_000_000L, 1), (9_000_000L, 5), (7L, 0) })
        {
            var range = (await store.ReadRangeAsync("ledgers/nimbus/log/tile/0/x001/067", offset, length)).ShouldNotBeNull();
            range.Bytes.Span.SequenceEqual(bytes.AsSpan((int)Math.Min(offset, bytes.Length))[..(int)Math.Min(length, Math.Max(0, bytes.Length - offset))]).ShouldBeTrue();
            (range.ETag, range.Length).ShouldBe((etag, 3_000_000));
        }
    }

    [Fact]
    public async Task An_empty_blob_is_a_blob()
    {
        var store = await OpenAsync();
        await store.WriteAsync("empty", ReadOnlyMemory<byte>.Empty);
        (await store.ReadAsync("empty")).ShouldNotBeNull().Length.ShouldBe(0);
        (await store.ReadRangeAsync("empty", 0, 10)).ShouldNotBeNull().Bytes.Length.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        var store = await OpenAsync();
        (await store.ReadAsync("no/such")).ShouldBeNull();
        (await store.ReadRangeAsync("no/such", 0, 1)).ShouldBeNull();
        (await store.ReadRangeAsync("no/such", 0, 0)).ShouldBeNull();
        (await store.DeleteAsync("no/such")).ShouldBeFalse();
        await store.WriteAsync("no/such", "now"u8.ToArray());
        (await store.DeleteAsync("no/such")).ShouldBeTrue();
        (await store.ReadAsync("no/such")).ShouldBeNull();
    }

    [Fact]
    public async Task A_condition_decides_whether_a_write_happens()
    {
        var store = await OpenAsync();
        var first = (await store.WriteAsync("checkpoint", "1"u8.ToArray(), condition: "")).ShouldNotBeNull();
        (await store.WriteAsync("checkpoint", "2"u8.ToArray(), condition: "")).ShouldBeNull();
        var second = (await store.WriteAsync("checkpoint", "2"u8.ToArray(), condition: first)).ShouldNotBeNull();
        (await store.WriteAsync("checkpoint", "3"u8.ToArray(), condition: first)).ShouldBeNull();
        (await store.WriteAsync("absent", "3"u8.ToArray(), condition: second)).ShouldBeNull();
        (await store.ReadAsync("checkpoint")).ShouldNotBeNull().Bytes.ToArray().ShouldBe("2"u8.ToArray());
        (await store.WriteAsync("checkpoint", "4"u8.ToArray())).ShouldNotBeNull().ShouldNotBe(second);
    }

    [Fact]
    public async Task Of_many_that_create_one_name_exactly_one_does()
    {
        var store = await OpenAsync();
        var etags = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() => store.WriteAsync("one", new byte[] { (byte)i }, condition: ""))));
        etags.Count(e => e is not null).ShouldBe(1);
    }

    [Fact]
    public async Task Readers_see_the_old_bytes_or_the_new()
    {
        var store = await OpenAsync();
        await store.WriteAsync("tile", new byte[100_000]);
        using var done = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var bytes = (await store.ReadAsync("tile")).ShouldNotBeNull().Bytes;
                bytes.Span.IndexOfAnyExcept(bytes.Span[0]).ShouldBe(-1);
                bytes.Length.ShouldBe(100_000);
            }
        });
        for (byte i = 1; i < 30; i++)
            await store.WriteAsync("tile", Enumerable.Repeat(i, 100_000).ToArray());
        await done.CancelAsync();
        await reader;
    }

    [Fact]
    public async Task Names_are_listed_in_ordinal_order_by_prefix()
    {
        var store = await OpenAsync();
        string[] names = ["a-b/1", "a.b", "a/0", "a/b/1", "a/b/2", "a/b.x", "a0", "B"];
        foreach (var name in names)
            await store.WriteAsync(name, "x"u8.ToArray());
        async Task<List<string>> List(string prefix) => await store.ListAsync(prefix).ToListAsync();

        (await List("")).ShouldBe(names.Order(StringComparer.Ordinal));
        (await List("a/b")).ShouldBe(["a/b.x", "a/b/1", "a/b/2"]);
        (await List("a/b/")).ShouldBe(["a/b/1", "a/b/2"]);
        (await List("a/b/1")).ShouldBe(["a/b/1"]);
        (await List("z/z")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "1 to 512")]
    [InlineData("/a", "empty")]
    [InlineData("a//b", "empty")]
    [InlineData("a/", "empty")]
    [InlineData("a/../b", "'..'")]
    [InlineData("./a", "'.'")]
    [InlineData("a b", "' '")]
    [InlineData("a\\b", "'\\'")]
    [InlineData("ä", "'ä'")]
    public async Task A_name_that_breaks_a_rule_is_refused_with_the_rule(string name, string rule)
    {
        var store = await OpenAsync();
        (await Should.ThrowAsync<ArgumentException>(() => store.WriteAsync(name, ReadOnlyMemory<byte>.Empty))).Message.ShouldContain(rule);
        (await Should.ThrowAsync<ArgumentException>(() => store.ReadAsync(name))).Message.ShouldContain(rule);
        (await Should.ThrowAsync<ArgumentException>(() => store.DeleteAsync(name))).Message.ShouldContain(rule);
    }
}
