using System.Collections.Immutable;

namespace SmartBlocks.Gateway.Access;

/// <summary>
/// Brings messages to the meters' grains in the order in which they came: of one meter there is one call under way, and what arrives meanwhile goes
/// together in the next. Calls that are under way at once may overtake each other between silos, and a register that seems to run
/// backwards would be refused.
/// </summary>
public sealed class MeterLanes(IGrainFactory grains)
{
    /// <summary>Most messages, and about the most bytes, of one call.</summary>
    const int MostMessages = 256, MostBytes = 1 << 20;

    readonly Dictionary<string, Queue<Waiting>> lanes = new(StringComparer.Ordinal);
    readonly Lock gate = new();

    sealed record Waiting(IngestRequest Request, TaskCompletionSource<IngestResult> Done);

    /// <summary>Takes a message to the meter's ledger; completes when it is there, or refused.</summary>
    /// <param name="meter">The meter's grain: <c>tenant/meter</c>.</param>
    /// <param name="request">The message.</param>
    /// <param name="cancellation">Ends the waiting; the message goes its way.</param>
    public Task<IngestResult> IngestAsync(string meter, IngestRequest request, CancellationToken cancellation)
    {
        var waiting = new Waiting(request, new TaskCompletionSource<IngestResult>(TaskCreationOptions.RunContinuationsAsynchronously));
        Queue<Waiting>? begun = null;
        lock (gate)
        {
            if (!lanes.TryGetValue(meter, out var lane)) lanes.Add(meter, lane = begun = new Queue<Waiting>());
            lane.Enqueue(waiting);
        }
        if (begun is not null) _ = RunAsync(meter, begun);
        return waiting.Done.Task.WaitAsync(cancellation);
    }

    // A lane lives as long as somebody waits in it.
    async Task RunAsync(string meter, Queue<Waiting> lane)
    {
        while (Take(meter, lane) is { Count: > 0 } together)
        {
            try
            {
                var results = await grains.GetGrain<IMeterGrain>(meter).IngestAll([.. together.Select(w => w.Request)], CancellationToken.None);
                for (var i = 0; i < together.Count; i++) together[i].Done.SetResult(results[i]);
            }
            catch (Exception e)
            {
                foreach (var one in together) one.Done.TrySetException(e);
            }
        }
    }

    List<Waiting> Take(string meter, Queue<Waiting> lane)
    {
        var together = new List<Waiting>();
        lock (gate)
        {
            var bytes = 0;
            while (together.Count < MostMessages && lane.TryPeek(out var next) && (together.Count == 0 || bytes + next.Request.Payload.Length <= MostBytes))
            {
                bytes += next.Request.Payload.Length;
                together.Add(lane.Dequeue());
            }
            if (together.Count == 0) lanes.Remove(meter);
        }
        return together;
    }
}
