using System.Globalization;
using SmartBlocks.BlockMeter.Agent;

namespace SmartBlocks.BlockMeter.Outbox;

/// <summary>
/// Signed readings on disk until the ledger has them. An append-only log in segments named by their first sequence
/// (<c>00000000000000000001.log</c>), each record with its CRC, and a cursor. A reading counts as taken when <see cref="Append"/> returns: flushed to disk. It
/// counts as delivered when <see cref="Acknowledge"/> has moved the cursor past it, also flushed; segments wholly behind the cursor are deleted.
/// After a power loss the log may end in part of a record that never counted as taken: opening cuts it off. One process at a time. Thread safe.
/// </summary>
public sealed class OutboxLog : IDisposable
{
    private const string Extension = ".log";

    private readonly string folder;
    private readonly int segmentSize;
    private readonly FileStream lockFile;
    private readonly Cursor cursor;
    private readonly List<Segment> segments = [];
    private readonly SortedSet<long> acknowledgedAhead = [];
    private readonly SemaphoreSlim appended = new(0, 1);
    private readonly Lock gate = new();
    private FileStream tail = null!;
    private (long Sequence, Segment Segment, long Offset) resume;

    /// <summary>Opens or creates an outbox.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="segmentSize">A new segment is begun when the current one has this many bytes.</param>
    /// <exception cref="AgentException">Another process has it open, or a segment other than the last is damaged.</exception>
    public OutboxLog(string folder, int segmentSize = 4 * 1024 * 1024)
    {
        this.folder = folder;
        this.segmentSize = segmentSize;
        Directory.CreateDirectory(folder);
        try
        {
            lockFile = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new AgentException($"outbox {folder} is in use by another blockmeter, or cannot be locked: {e.Message}");
        }
        cursor = new Cursor(Path.Combine(folder, "cursor"));
        Recover();
    }

    /// <summary>Sequence of the newest record; 0 when there never was one.</summary>
    public long Last { get; private set; }

    /// <summary>All records up to this one are delivered.</summary>
    public long Acknowledged => cursor.Acknowledged;

    /// <summary>Records not yet delivered.</summary>
    public long Waiting
    {
        get
        {
            lock (gate)
                return Last - cursor.Acknowledged - acknowledgedAhead.Count;
        }
    }

    /// <summary>Bytes of a torn record that opening cut off.</summary>
    public long CutBytes { get; private set; }

    /// <summary>Takes transactions; when it returns they survive a power loss. One flush for all of them.</summary>
    /// <returns>Sequence of the last one.</returns>
    public long Append(IReadOnlyCollection<(string Topic, ReadOnlyMemory<byte> Transaction)> transactions)
    {
        lock (gate)
        {
            if (tail.Length >= segmentSize)
                BeginSegment();
            var start = tail.Length;
            try
            {
                foreach (var (topic, transaction) in transactions)
                    tail.Write(RecordFormat.Write(topic, transaction.Span));
                tail.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // The disk may be full: leave no half record for the next attempt to follow.
                tail.SetLength(start);
                throw;
            }
            Last += transactions.Count;
            if (appended.CurrentCount == 0)
                appended.Release();
            return Last;
        }
    }

    /// <summary>Records after a sequence, in order, as many as fit; at least one when there is one.</summary>
    public IReadOnlyList<OutboxRecord> Read(long after, int maxCount, int maxBytes)
    {
        lock (gate)
        {
            var records = new List<OutboxRecord>();
            var next = Math.Max(after, cursor.Acknowledged) + 1;
            if (next > Last)
                return records;
            var at = resume.Sequence == next && segments.Contains(resume.Segment) ? resume : Seek(next);
            var bytes = 0;
            while (at.Sequence <= Last && records.Count < maxCount)
            {
                if (ReadAt(at.Segment, at.Offset, at.Sequence) is not { } found)
                {
                    // The end of a segment: its successor begins with this sequence.
                    at = (at.Sequence, segments.Find(segment => segment.First == at.Sequence) ?? throw Damaged(at.Segment, at.Offset), 0);
                    continue;
                }
                if (records.Count > 0 && bytes + found.Size > maxBytes)
                    break;
                bytes += found.Size;
                records.Add(found.Record);
                at = (at.Sequence + 1, at.Segment, at.Offset + found.Size);
            }
            resume = at;
            return records;
        }
    }

    /// <summary>Marks records delivered, in any order; the cursor moves over those that follow it without a gap.</summary>
    public void Acknowledge(IEnumerable<long> sequences)
    {
        lock (gate)
        {
            foreach (var sequence in sequences)
            {
                if (sequence > cursor.Acknowledged && sequence <= Last)
                    acknowledgedAhead.Add(sequence);
            }
            var reached = cursor.Acknowledged;
            while (acknowledgedAhead.Remove(reached + 1))
                reached++;
            if (reached == cursor.Acknowledged)
                return;
            cursor.MoveTo(reached);
            DropSegments();
        }
    }

    /// <summary>Looks at an outbox from outside, also while an agent works with it.</summary>
    /// <returns>Newest record, how far it is delivered, and the first records that wait.</returns>
    public static (long Last, long Acknowledged, IReadOnlyList<OutboxRecord> Waiting) Inspect(string folder, int limit)
    {
        if (!Directory.Exists(folder))
            return (0, 0, []);
        var acknowledged = Cursor.Peek(Path.Combine(folder, "cursor"));
        var last = acknowledged;
        var waiting = new List<OutboxRecord>();
        foreach (var segment in Find(folder))
        {
            var (offset, sequence) = (0L, segment.First);
            for (; ReadAt(segment, offset, sequence) is { } found; offset += found.Size, sequence++)
            {
                if (sequence > acknowledged && waiting.Count < limit)
                    waiting.Add(found.Record);
                last = sequence;
            }
        }
        return (last, acknowledged, waiting);
    }

    /// <summary>Completes when something may have been appended since the last call.</summary>
    public Task WaitAsync(CancellationToken cancellation) => appended.WaitAsync(cancellation);

    public void Dispose()
    {
        tail.Dispose();
        cursor.Dispose();
        lockFile.Dispose();
        appended.Dispose();
    }

    private void Recover()
    {
        segments.AddRange(Find(folder));
        Last = cursor.Acknowledged;
        if (segments.Count == 0)
        {
            BeginSegment();
            return;
        }
        for (var i = 0; i < segments.Count; i++)
        {
            var isLast = i == segments.Count - 1;
            var (end, next) = Scan(segments[i]);
            if (!isLast && (end != new FileInfo(segments[i].Path).Length || next != segments[i + 1].First))
                throw Damaged(segments[i], end);
            if (isLast)
                OpenTail(segments[i], end);
            Last = next - 1;
        }
        if (Last < cursor.Acknowledged)
            throw new AgentException($"outbox {folder} ends at record {Last}, but its cursor says that {cursor.Acknowledged} were delivered: files are missing");
    }

    private static IEnumerable<Segment> Find(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var first))
                yield return new(path, first);
        }
    }

    private void OpenTail(Segment segment, long end)
    {
        tail = new FileStream(segment.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        CutBytes = tail.Length - end;
        if (CutBytes > 0)
        {
            tail.SetLength(end);
            tail.Flush(flushToDisk: true);
        }
        tail.Position = end;
    }

    private void BeginSegment()
    {
        var segment = new Segment(Path.Combine(folder, (Last + 1).ToString("D20", CultureInfo.InvariantCulture) + Extension), Last + 1);
        var file = new FileStream(segment.Path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        FolderSync.Flush(folder);
        tail?.Dispose();
        tail = file;
        segments.Add(segment);
    }

    private void DropSegments()
    {
        while (segments.Count > 1 && segments[1].First <= cursor.Acknowledged + 1)
        {
            File.Delete(segments[0].Path);
            segments.RemoveAt(0);
        }
    }

    private (long Sequence, Segment Segment, long Offset) Seek(long sequence)
    {
        var segment = segments.FindLast(segment => segment.First <= sequence) ?? throw new AgentException($"outbox {folder} lacks record {sequence}");
        var at = (Sequence: segment.First, segment, Offset: 0L);
        while (at.Sequence < sequence)
        {
            var found = ReadAt(segment, at.Offset, at.Sequence) ?? throw Damaged(segment, at.Offset);
            at = (at.Sequence + 1, segment, at.Offset + found.Size);
        }
        return at;
    }

    private static (long End, long Next) Scan(Segment segment)
    {
        var (offset, sequence) = (0L, segment.First);
        using var file = new FileStream(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 65_536);
        while (ReadNext(file, offset, sequence) is { } found)
        {
            offset += found.Size;
            sequence++;
        }
        return (offset, sequence);
    }

    private static (OutboxRecord Record, int Size)? ReadAt(Segment segment, long offset, long sequence)
    {
        using var file = new FileStream(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
        return ReadNext(file, offset, sequence);
    }

    private static (OutboxRecord Record, int Size)? ReadNext(FileStream file, long offset, long sequence)
    {
        Span<byte> header = stackalloc byte[RecordFormat.HeaderSize];
        file.Position = offset;
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            return null;
        var body = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(header);
        if (body is < 2 or > RecordFormat.MaxBodySize)
            return null;
        var record = new byte[RecordFormat.HeaderSize + body];
        header.CopyTo(record);
        var length = file.ReadAtLeast(record.AsSpan(header.Length), body, throwOnEndOfStream: false);
        return RecordFormat.Read(record.AsSpan(0, header.Length + length), sequence);
    }

    private static AgentException Damaged(Segment segment, long offset) =>
        new($"outbox segment {segment.Path} is damaged at byte {offset}: a record does not match its CRC, and it is not the last one");

    private sealed record Segment(string Path, long First);
}
