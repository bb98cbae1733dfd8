using System.Text;

namespace SmartBlocks.Ledger.Tests.State;

public sealed class StateTrieTests
{
    private static readonly string[] Segments = ["a", "b", "ab", "meter", "meter2", "site", "nimbus", "x-1", "2026-11-21", "2026-11-22", "~", "!"];

    [Fact]
    public void Empty_and_single_roots_are_what_the_format_says()
    {
        StateRoot.Empty.Hash.ShouldBe(Hash256.Of([]));
        var store = new Store();
        store.Commit(("a/b", "v"));
        store.Root.Hash.ShouldBe(Hash256.Of([0, 0, 3, .. "a/b"u8, .. Hash256.Of("v"u8).Bytes]));
        store.Root.Position.ShouldBe(0);
        store.Root.End.ShouldBe(3 + 3 + 4 + 1);
    }

    [Fact]
    public void Root_is_the_same_for_any_order_and_grouping_of_changes_and_for_any_detour()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var target = Enumerable.Range(0, random.Next(0, 25)).Select(_ => Path(random)).Distinct()
                .ToDictionary(p => p, p => "v" + random.Next(5), StringComparer.Ordinal);

            var once = new Store();
            once.Commit([.. target.Select(e => (e.Key, (string?)e.Value))]);

            var detour = new Store();
            var changes = new List<(string, string?)>();
            for (var i = random.Next(20); i > 0; i--)
                changes.Add((Path(random), "detour"));
            foreach (var group in changes.DistinctBy(c => c.Item1).Chunk(3))
                detour.Commit(group);
            var stale = detour.All().Select(e => e.Key).Where(k => !target.ContainsKey(k)).Select(k => (k, (string?)null));
            var rest = target.Select(e => (e.Key, (string?)e.Value)).Concat(stale).ToArray();
            random.Shuffle(rest);
            foreach (var group in rest.Chunk(random.Next(1, 8)))
                detour.Commit(group);

            detour.Root.Hash.ShouldBe(once.Root.Hash, $"seed {seed}");
            detour.All().ToDictionary().ShouldBe(target, ignoreOrder: true);
            detour.All().Select(e => e.Key).ShouldBe(target.Keys.Order(StringComparer.Ordinal));
            if (target.Count == 0)
                detour.Root.Position.ShouldBe(-1);
        }
    }

    [Fact]
    public void Log_bytes_are_a_pure_function_of_the_changes_not_of_their_order()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (one, two) = (new Store(), new Store());
            for (var commit = 0; commit < 8; commit++)
            {
                (string, string?)[] changes = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Path(random)).Distinct()
                    .Select(p => (p, random.Next(3) == 0 ? null : "v" + random.Next(4)))];
                one.Commit(changes).Bytes.ToArray().ShouldBe(two.Commit([.. changes.Reverse()], freshReader: true).Bytes.ToArray());
                two.Root.ShouldBe(one.Root);
                one.Nodes.Length.ShouldBe(one.Root.End);
            }
        }
    }

    [Fact]
    public void Reads_ranges_and_past_roots_agree_with_a_sorted_dictionary()
    {
        var random = new Random(5);
        var store = new Store();
        var model = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var past = new List<(StateRoot Root, Dictionary<string, string> Model)>();
        for (var commit = 0; commit < 150; commit++)
        {
            (string, string?)[] changes = [.. Enumerable.Range(0, random.Next(1, 10)).Select(_ => Path(random)).Distinct()
                .Select(p => (p, random.Next(4) == 0 ? null : "v" + commit))];
            store.Commit(changes);
            foreach (var (path, value) in changes)
            {
                if (value is null)
                    model.Remove(path);
                else
                    model[path] = value;
            }
            past.Add((store.Root, new(model)));
        }
        foreach (var (root, then) in past)
        {
            var trie = new StateTrie(root, store.Nodes);
            for (var i = 0; i < 10; i++)
            {
                var path = Path(random);
                Text(trie.Get(path)).ShouldBe(then.GetValueOrDefault(path));
                var prefix = random.Next(4) == 0 ? "" : path[..random.Next(1, path.Length + 1)];
                var after = random.Next(2) == 0 ? null : Path(random);
                trie.Range(prefix, after).Select(e => (e.Key, Text(e.Value))).ShouldBe(
                    then.Where(e => e.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(e.Key, after) > 0)
                        .OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => (e.Key, (string?)e.Value)));
            }
        }
    }

    [Fact]
    public void Every_proof_verifies_and_no_altered_one_does()
    {
        for (var seed = 0; seed < 1_500; seed++)
        {
            var random = new Random(seed);
            var store = new Store();
            store.Commit([.. Enumerable.Range(0, random.Next(0, 30)).Select(_ => Path(random)).Distinct().Select(p => (p, (string?)("v" + random.Next(9))))]);
            var root = store.Root.Hash;
            var path = Path(random);
            var expected = store.Trie.Get(path);
            var proof = store.Trie.Prove(path);
            proof.Verify(root, path, out var value).ShouldBeTrue($"seed {seed}");
            Text(value).ShouldBe(Text(expected));

            Refuses(proof, Hash256.Of(root.Bytes), path);
            Refuses(proof with { Value = expected is null ? "x"u8.ToArray() : default(ReadOnlyMemory<byte>?) }, root, path);
            Refuses(proof with { LeafValueHash = Hash256.Of("y"u8) }, root, path);
            Refuses(proof with { LeafPath = proof.LeafPath is null ? "other" : proof.LeafPath + "z" }, root, path);
            Refuses(proof with { LeafPath = null }, root, path, unless: proof.LeafPath is null);
            if (proof.Steps.Length == 0)
                continue;
            var at = random.Next(proof.Steps.Length);
            var step = proof.Steps[at];
            Refuses(proof with { Steps = proof.Steps.SetItem(at, step with { Sibling = Hash256.Of(step.Sibling.Bytes) }) }, root, path);
            Refuses(proof with { Steps = proof.Steps.SetItem(at, step with { Bit = step.Bit + 1 }) }, root, path);
            Refuses(proof with { Steps = proof.Steps.RemoveAt(at) }, root, path);
            Refuses(proof with { Steps = proof.Steps.Insert(at, step) }, root, path);
        }

        static void Refuses(StateProof proof, Hash256 root, string path, bool unless = false)
        {
            if (!unless)
                proof.Verify(root, path, out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_proof_of_absence_does_not_serve_for_a_path_that_is_there()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var store = new Store();
            var present = Enumerable.Range(0, random.Next(1, 20)).Select(_ => Path(random)).Distinct().ToList();
            store.Commit([.. present.Select(p => (p, (string?)"v"))]);
            var absent = Path(random);
            if (present.Contains(absent))
                continue;
            var proof = store.Trie.Prove(absent);
            foreach (var path in present)
                proof.Verify(store.Root.Hash, path, out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void Any_flipped_byte_of_the_log_that_is_read_is_found_and_named()
    {
        var store = new Store();
        var random = new Random(9);
        for (var i = 0; i < 20; i++)
            store.Commit([.. Enumerable.Range(0, 5).Select(_ => Path(random)).Distinct().Select(p => (p, (string?)("value " + i)))]);
        var model = store.All().ToList();
        var found = 0;
        for (var i = 0; i < 400; i++)
        {
            var position = random.NextInt64(store.Nodes.Length);
            store.Nodes.Flip(position, 0x10);
            try
            {
                new StateTrie(store.Root, store.Nodes).Range("").Select(e => (e.Key, Text(e.Value)!)).ShouldBe(model.Select(e => (e.Key, e.Value)));
            }
            catch (StateCorruptException e)
            {
                e.Message.ShouldContain("byte ");
                found++;
            }
            store.Nodes.Flip(position, 0x10);
        }
        found.ShouldBeGreaterThan(20);   // the others are nodes that only past roots reach
    }

    [Fact]
    public void A_large_value_and_a_small_cache_change_nothing()
    {
        var store = new Store(generationBytes: 1_000);
        var large = new string('x', 200_000);
        for (var i = 0; i < 300; i++)
            store.Commit(($"p/{i}", i % 50 == 0 ? large : "v" + i));
        for (var i = 0; i < 300; i++)
            Text(store.Trie.Get($"p/{i}")).ShouldBe(i % 50 == 0 ? large : "v" + i);
    }

    [Fact]
    public void An_abandoned_commit_leaves_no_trace()
    {
        var store = new Store();
        store.Commit(("a", "1"), ("b", "2"));
        store.Trie.Commit([new("a", Bytes("abandoned")), new("c", Bytes("abandoned"))]);
        store.Commit(("a", "3"), ("d", "4"));
        store.All().ShouldBe([new("a", "3"), new("b", "2"), new("d", "4")]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("a\0")]
    public void Bad_paths_are_refused(string path) => Should.Throw<ArgumentException>(() => new Store().Commit((path, "v"))).Message.ShouldContain("path");

    [Fact]
    public void Overlays_stack_and_merge()
    {
        var store = new Store();
        store.Commit(("a/1", "1"), ("a/2", "2"), ("b", "3"));
        var block = new StateOverlay(store.Trie);
        block.Set("a/15", "x"u8);
        block.Delete("a/2");
        var batch = new StateOverlay(block);
        batch.Set("a/2", "y"u8);
        batch.Delete("a/1");
        batch.Set("a/3", "z"u8);
        batch.Range("a/").Select(e => e.Key + Text(e.Value)).ShouldBe(["a/15x", "a/2y", "a/3z"]);
        batch.Range("a/", "a/2").Select(e => e.Key).ShouldBe(["a/3"]);
        block.Range("a/").Select(e => e.Key).ShouldBe(["a/1", "a/15"]);
        batch.Get("a/1").ShouldBeNull();
        Text(block.Get("a/1")).ShouldBe("1");
    }

    private static string Path(Random random) =>
        string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Segments[random.Next(Segments.Length)]));

    private static string? Text(ReadOnlyMemory<byte>? value) => value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    private static ReadOnlyMemory<byte>? Bytes(string? text) => text is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(text);

    private sealed class Store(int generationBytes = StateNodeReader.DefaultGenerationBytes)
    {
        private StateNodeReader? _reader;

        public MemoryStateNodes Nodes { get; } = new();

        public StateRoot Root { get; private set; } = StateRoot.Empty;

        public StateTrie Trie => new(Root, _reader ??= new StateNodeReader(Nodes, generationBytes));

        public StateAppend Commit(params (string Path, string? Value)[] changes) => Commit(changes, freshReader: false);

        public StateAppend Commit((string Path, string? Value)[] changes, bool freshReader)
        {
            if (freshReader)
                _reader = null;
            var append = Trie.Commit(changes.Select(c => new KeyValuePair<string, ReadOnlyMemory<byte>?>(c.Path, Bytes(c.Value))));
            Nodes.Append(append.Start, append.Bytes.Span);
            Root = append.Root;
            return append;
        }

        public IEnumerable<KeyValuePair<string, string>> All() =>
            new StateTrie(Root, Nodes).Range("").Select(e => new KeyValuePair<string, string>(e.Key, Text(e.Value)!));
    }
}
