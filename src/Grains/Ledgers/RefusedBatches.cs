namespace SmartBlocks.Grains;

/// <summary>The batches refused not long ago, for those who ask by id later. Bounded: the oldest are forgotten.</summary>
internal sealed class RefusedBatches
{
    /// <summary>More lets a client ask later; each weighs some hundred bytes.</summary>
    private const int Limit = 4_096;

    private readonly Dictionary<string, BatchOutcome> _refused = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public void Add(BatchOutcome outcome)
    {
        if (outcome.Id.Length == 0)
            return;
        if (_refused.TryAdd(outcome.Id, outcome))
            _order.Enqueue(outcome.Id);
        else
            _refused[outcome.Id] = outcome;
        while (_order.Count > Limit)
            _refused.Remove(_order.Dequeue());
    }

    public BatchOutcome? Find(string id) => _refused.GetValueOrDefault(id);
}
