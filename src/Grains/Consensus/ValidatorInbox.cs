using System.Threading.Channels;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>What a validator did: it came, or it said something.</summary>
/// <param name="Kid">The validator.</param>
/// <param name="Joined">Its connection, when it came.</param>
/// <param name="Said">What it said, when it did.</param>
internal sealed record ValidatorEvent(string Kid, IFollowConnection? Joined, FollowMessage? Said);

/// <summary>
/// What validators did and nobody has dealt with yet. Each has a queue of its own, of a bounded length, and they take turns: one that floods waits behind
/// itself, and the others are heard as if it were not there. Thread safe, for one reader.
/// </summary>
/// <param name="kids">The validators of the height; others are not heard.</param>
internal sealed class ValidatorInbox(IEnumerable<string> kids)
{
    /// <summary>Events of one validator that may wait; an honest one makes four a round.</summary>
    public const int MostWaiting = 64;

    private readonly Dictionary<string, Queue<ValidatorEvent>> _waiting = kids.ToDictionary(kid => kid, _ => new Queue<ValidatorEvent>(), StringComparer.Ordinal);
    private readonly Channel<Queue<ValidatorEvent>> _turns = Channel.CreateUnbounded<Queue<ValidatorEvent>>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Adds an event; false when the validator has too many waiting, or is none.</summary>
    public bool TryAdd(ValidatorEvent added)
    {
        if (!_waiting.TryGetValue(added.Kid, out var queue))
            return false;
        lock (queue)
        {
            if (queue.Count == MostWaiting)
                return false;
            queue.Enqueue(added);
            // Who waits already has its turn.
            return queue.Count > 1 || _turns.Writer.TryWrite(queue);
        }
    }

    /// <summary>The next event of whose turn it is; null when none waits.</summary>
    public ValidatorEvent? TryTake() => _turns.Reader.TryRead(out var queue) ? Take(queue) : null;

    /// <summary>The next event of whose turn it is.</summary>
    /// <exception cref="ChannelClosedException">It is closed, and none waits.</exception>
    public async ValueTask<ValidatorEvent> TakeAsync(CancellationToken cancellation) => Take(await _turns.Reader.ReadAsync(cancellation));

    /// <summary>No more events come.</summary>
    public void Close() => _turns.Writer.TryComplete();

    private ValidatorEvent Take(Queue<ValidatorEvent> queue)
    {
        lock (queue)
        {
            var taken = queue.Dequeue();
            if (queue.Count > 0)
                _turns.Writer.TryWrite(queue);
            return taken;
        }
    }
}
