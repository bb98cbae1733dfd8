using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>A ledger's history tiles as they stand in the store.</summary>
public sealed class StoredTiles(ILedgerStore store, string ledger) : IHistoryTiles
{
    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The store lacks hashes that the tree needs.</exception>
    public ReadOnlyMemory<byte> Read(int level, long index, int width)
    {
        var tile = store.ReadTile(ledger, level, index) ?? default;
        return tile.Length >= width * Hash256.Size
            ? tile
            : throw new InvalidDataException($"Ledger '{ledger}': history tile {level}/{index} holds {tile.Length / Hash256.Size} hashes; {width} are needed.");
    }
}
