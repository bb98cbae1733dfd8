namespace SmartBlocks.Engine.Embedded.Calls;

/// <summary>
/// The calls that wait for an answer, oldest first, so that those past the time limit can be told. All have the same limit, so
/// order of sending is order of expiry and a linked list is enough; stripes keep senders out of each other's way.
/// </summary>
sealed class CallDeadlines(TimeProvider time, TimeSpan limit)
{
    sealed class Line
    {
        internal readonly Lock Gate = new();
        internal Call? First;
        internal Call? Last;
    }

    readonly Line[] _lines = [.. Enumerable.Range(0, 8).Select(_ => new Line())];

    internal void Add(Call call)
    {
        call.SentAt = time.GetTimestamp();
        call.Stripe = Environment.CurrentManagedThreadId & (_lines.Length - 1);
        var line = _lines[call.Stripe];
        lock (line.Gate)
        {
            call.Previous = line.Last;
            if (line.Last is null) line.First = call;
            else line.Last.Next = call;
            line.Last = call;
        }
    }

    internal void Remove(Call call)
    {
        if (call.Stripe < 0) return;
        var line = _lines[call.Stripe];
        lock (line.Gate)
        {
            if (call.Previous is null && call.Next is null && line.First != call) return;
            if (call.Previous is null) line.First = call.Next;
            else call.Previous.Next = call.Next;
            if (call.Next is null) line.Last = call.Previous;
            else call.Next.Previous = call.Previous;
            (call.Previous, call.Next) = (null, null);
        }
    }

    /// <summary>Tells the callers whose time is over.</summary>
    internal void Sweep()
    {
        var now = time.GetTimestamp();
        foreach (var line in _lines)
        {
            while (Oldest(line) is { } call && time.GetElapsedTime(call.SentAt, now) >= limit)
            {
                call.TimeOut(limit);
                Remove(call);
            }
        }
    }

    static Call? Oldest(Line line)
    {
        lock (line.Gate) return line.First;
    }
}
