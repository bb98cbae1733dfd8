using System.Text;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Outbox;

namespace SmartBlocks.BlockMeter.Tests.Outbox;

public sealed class OutboxLogTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Records_come_back_in_order_and_leave_when_acknowledged()
    {
        using (var outbox = Open())
        {
            Add(outbox, "one", "two", "three").ShouldBe(3);
            Texts(outbox).ShouldBe(["one", "two", "three"]);
            outbox.Read(1, 1, 100).Single().Sequence.ShouldBe(2);
            outbox.Acknowledge([1]);
            outbox.Waiting.ShouldBe(2);
        }
        using var again = Open();
        Texts(again).ShouldBe(["two", "three"]);
        Add(again, "four").ShouldBe(4);
        Texts(again).ShouldBe(["two", "three", "four"]);
        again.Read(0, 10, 100)[2].Topic.ShouldBe("sb/t/m/readings");
    }

    [Fact]
    public void The_cursor_waits_for_the_record_that_is_missing()
    {
        using (var outbox = Open())
        {
            Add(outbox, "1", "2", "3", "4");
            outbox.Acknowledge([3, 2]);
            outbox.Acknowledged.ShouldBe(0);
            outbox.Waiting.ShouldBe(2);
        }
        using var again = Open();
        Texts(again).Count.ShouldBe(4);
        again.Acknowledge([2]);
        again.Acknowledge([1]);
        again.Acknowledged.ShouldBe(2);
        again.Acknowledge([1, 99]);
        again.Acknowledged.ShouldBe(2);
    }

    [Fact]
    public void A_log_cut_at_any_byte_of_its_last_record_keeps_all_others()
    {
        string segment;
        using (var outbox = Open())
        {
            Add(outbox, "first reading", "second reading", "the last reading");
            segment = Directory.GetFiles(folder.Path, "*.log").Single();
        }
        var whole = File.ReadAllBytes(segment);
        var lastSize = 8 + 2 + "sb/t/m/readings".Length + "the last reading".Length;
        for (var cut = 1; cut <= lastSize; cut++)
        {
            File.WriteAllBytes(segment, whole[..^cut]);
            using var outbox = Open();
            Texts(outbox).ShouldBe(["first reading", "second reading"]);
            outbox.CutBytes.ShouldBe(lastSize - cut);
            Add(outbox, "next").ShouldBe(3);
            Texts(outbox)[2].ShouldBe("next");
        }
    }

    [Fact]
    public void A_log_whose_last_record_was_written_in_part_or_wrongly_keeps_all_others()
    {
        string segment;
        using (var outbox = Open())
        {
            Add(outbox, "first", "last");
            segment = Directory.GetFiles(folder.Path, "*.log").Single();
        }
        var whole = File.ReadAllBytes(segment);
        var lastSize = 8 + 2 + "sb/t/m/readings".Length + "last".Length;
        for (var at = whole.Length - lastSize; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0x40;
            File.WriteAllBytes(segment, damaged);
            using var outbox = Open();
            Texts(outbox).ShouldBe(["first"]);
        }
    }

    [Fact]
    public void A_cursor_cut_at_any_byte_falls_back_to_what_was_delivered_before()
    {
        using (var outbox = Open())
        {
            Add(outbox, "1", "2", "3");
            outbox.Acknowledge([1]);
            outbox.Acknowledge([2]);
        }
        var cursor = folder.File("cursor");
        var whole = File.ReadAllBytes(cursor);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(cursor, whole[..length]);
            using var outbox = Open();
            outbox.Acknowledged.ShouldBe(length < 16 ? 0 : length < 28 ? 1 : length < 32 ? outbox.Acknowledged : 2);
            Texts(outbox)[^1].ShouldBe("3");
        }
    }

    [Fact]
    public void Segments_are_rolled_and_dropped_when_delivered()
    {
        using (var outbox = Open(200))
        {
            for (var i = 1; i <= 40; i++)
                Add(outbox, $"reading {i}");
            Directory.GetFiles(folder.Path, "*.log").Length.ShouldBeGreaterThan(5);
            Texts(outbox).Count.ShouldBe(40);
            outbox.Acknowledge(Enumerable.Range(1, 35).Select(i => (long)i));
            Directory.GetFiles(folder.Path, "*.log").Length.ShouldBeLessThan(4);
        }
        using var again = Open(200);
        Texts(again).ShouldBe(["reading 36", "reading 37", "reading 38", "reading 39", "reading 40"]);
        again.Acknowledge(Enumerable.Range(36, 5).Select(i => (long)i));
        again.Waiting.ShouldBe(0);
        Add(again, "reading 41").ShouldBe(41);
        OutboxLog.Inspect(folder.Path, 10).Waiting.Single().Sequence.ShouldBe(41);
    }

    [Fact]
    public void Damage_inside_a_finished_segment_is_said_and_not_cut_off()
    {
        using (var outbox = Open(100))
        {
            for (var i = 1; i <= 9; i++)
                Add(outbox, $"reading {i}");
        }
        var first = Directory.GetFiles(folder.Path, "*.log").Order().First();
        var bytes = File.ReadAllBytes(first);
        bytes[^1] ^= 1;
        File.WriteAllBytes(first, bytes);
        Should.Throw<AgentException>(() => Open(100)).Message.ShouldContain("is damaged at byte");
    }

    [Fact]
    public void Two_agents_cannot_share_an_outbox()
    {
        using var outbox = Open();
        Should.Throw<AgentException>(() => Open()).Message.ShouldContain("in use");
    }

    [Fact]
    public void Reading_keeps_to_its_limits()
    {
        using var outbox = Open();
        Add(outbox, new string('a', 500), new string('b', 500), new string('c', 500));
        outbox.Read(0, 10, 1_200).Count.ShouldBe(2);
        outbox.Read(0, 10, 1).Count.ShouldBe(1);
        outbox.Read(0, 2, 100_000).Count.ShouldBe(2);
        outbox.Read(3, 2, 100_000).ShouldBeEmpty();
    }

    [Fact]
    public void A_torn_line_of_the_rejected_log_is_passed_over()
    {
        var log = new RejectedLog(folder.Path);
        log.Add(new(DateTimeOffset.UnixEpoch, "t", "id", "reading.overlap", "overlaps", "start", "x", "a.b.c"));
        File.AppendAllText(log.Path, "{\"at\":\"20");
        log.Read().ShouldHaveSingleItem().Code.ShouldBe("reading.overlap");
    }

    [Fact]
    public void Refusals_that_come_at_once_are_all_kept()
    {
        var log = new RejectedLog(folder.Path);
        Parallel.For(0, 200, i => log.Add(new(DateTimeOffset.UnixEpoch, "t", $"id{i}", "reading.overlap", new string('x', i), null, null, "a.b.c")));
        log.Read().Select(reading => reading.Id).Distinct().Count().ShouldBe(200);
    }

    private OutboxLog Open(int segmentSize = 1_000_000) => new(folder.Path, segmentSize);

    private static long Add(OutboxLog outbox, params string[] texts) =>
        outbox.Append([.. texts.Select(text => ("sb/t/m/readings", (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(text)))]);

    private static List<string> Texts(OutboxLog outbox) =>
        [.. outbox.Read(0, 100, 1_000_000).Select(record => Encoding.ASCII.GetString(record.Transaction.Span))];
}
