using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// A ledger's node log with the pieces of blocks that are executed but not stored yet on top of it, so that the next block can be executed
/// meanwhile. Thread safe.
/// </summary>
internal sealed class PendingNodes(IStateNodes stored) : IStateNodes
{
    private ImmutableArray<StateAppend> _pieces = [];

    /// <summary>Puts a block's piece on top.</summary>
    public void Add(StateAppend piece) => ImmutableInterlocked.Update(ref _pieces, static (pieces, piece) => pieces.Add(piece), piece);

    /// <summary>The store has the piece now.</summary>
    public void Remove(StateAppend piece) => ImmutableInterlocked.Update(ref _pieces, static (pieces, piece) => pieces.Remove(piece), piece);

    /// <summary>None of the pieces will be stored.</summary>
    public void Clear() => ImmutableInterlocked.InterlockedExchange(ref _pieces, []);

    /// <inheritdoc/>
    public int Read(long position, Span<byte> destination)
    {
        foreach (var piece in _pieces)
        {
            if (position < piece.Start || position >= piece.Start + piece.Bytes.Length)
                continue;
            var rest = piece.Bytes.Span[(int)(position - piece.Start)..];
            var count = Math.Min(rest.Length, destination.Length);
            rest[..count].CopyTo(destination);
            return count;
        }
        return stored.Read(position, destination);
    }
}
