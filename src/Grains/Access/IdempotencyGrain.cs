namespace SmartBlocks.Grains;

/// <summary>
/// Keeps the newest answers in memory, bounded by count and by bytes. A restart forgets them; what they protect is protected below as
/// well, since a transaction id commits at most once per ledger.
/// </summary>
[GrainType("idempotency")]
public sealed class IdempotencyGrain : Grain, IIdempotencyGrain
{
    /// <summary>Answers kept for one caller; beyond it the oldest is forgotten.</summary>
    public const int MaximumAnswers = 1_000;

    /// <summary>Bytes of answers kept for one caller; beyond it the oldest is forgotten.</summary>
    public const int MaximumBytes = 4 << 20;

    readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    readonly Queue<string> order = new();
    int bytes;

    /// <inheritdoc/>
    public Task<IdempotencyClaim> Claim(string key, string fingerprint)
    {
        if (!entries.TryGetValue(key, out var entry))
        {
            entries.Add(key, new Entry(fingerprint));
            order.Enqueue(key);
            Trim();
            return Task.FromResult(new IdempotencyClaim(IdempotencyStanding.Claimed, null));
        }
        var standing = entry.Fingerprint != fingerprint ? IdempotencyStanding.Mismatch
            : entry.Answer is null ? IdempotencyStanding.Underway
            : IdempotencyStanding.Answered;
        return Task.FromResult(new IdempotencyClaim(standing, standing == IdempotencyStanding.Answered ? entry.Answer : null));
    }

    /// <inheritdoc/>
    public Task Complete(string key, RememberedAnswer answer)
    {
        if (entries.TryGetValue(key, out var entry) && entry.Answer is null)
        {
            entry.Answer = answer;
            bytes += answer.Body.Length;
            Trim();
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Release(string key)
    {
        if (entries.Remove(key, out var entry)) bytes -= entry.Answer?.Body.Length ?? 0;
        return Task.CompletedTask;
    }

    void Trim()
    {
        // A released key's place in the queue goes first, which only makes room.
        while (order.Count > 0 && (order.Count > MaximumAnswers || bytes > MaximumBytes))
            if (entries.Remove(order.Dequeue(), out var oldest)) bytes -= oldest.Answer?.Body.Length ?? 0;
    }

    sealed class Entry(string fingerprint)
    {
        public string Fingerprint { get; } = fingerprint;

        public RememberedAnswer? Answer { get; set; }
    }
}
