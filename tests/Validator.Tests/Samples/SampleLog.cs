using System.Globalization;
using System.Text;
using SmartBlocks.Ledger;

namespace SmartBlocks.Validator.Tests.Samples;

/// <summary>A log of small entries that asks a witness; with another <paramref name="flavour"/> its history is another one, under the same key.</summary>
public sealed class SampleLog(string origin, string flavour = "entry", int size = 300)
{
    readonly Ed25519Key key = Ed25519Key.FromSeed(Hash256.Of(Encoding.UTF8.GetBytes(origin)).Bytes);
    readonly MemoryHistory tiles = new();
    readonly List<HistoryTree> trees = [HistoryTree.Empty];

    /// <summary>The verifier key.</summary>
    public NoteKey Key => new(origin, key.PublicKey);

    /// <summary>The checkpoint at a size.</summary>
    public Checkpoint At(int entries)
    {
        Grow();
        return new Checkpoint(origin, entries, trees[entries].Root);
    }

    /// <summary>The checkpoint at a size, signed.</summary>
    public SignedNote NoteAt(int entries)
    {
        var text = At(entries).ToText();
        return SignedNote.Of(text, [NoteKey.Sign(text, origin, key)]);
    }

    /// <summary>A request to cosign.</summary>
    public WitnessRequest Request(int from, int to)
    {
        Grow();
        return new WitnessRequest(from, ConsistencyProof.Create(from, to, new TiledHistoryHashes(tiles, size)).Path, NoteAt(to));
    }

    void Grow()
    {
        while (trees.Count <= size)
        {
            var append = trees[^1].Append([HistoryTree.LeafHash(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{flavour} {trees.Count}")))]);
            tiles.Add(append.TileHashes);
            trees.Add(append.Tree);
        }
    }
}
