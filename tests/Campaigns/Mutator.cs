namespace SmartBlocks.Campaigns;

/// <summary>Damages bytes the way lines, disks and attackers do.</summary>
public sealed class Mutator(Random chance)
{
    // What means something in one of the formats.
    static readonly byte[] special = [0, 0xFF, .. "{}[]\".,-9e/!"u8];

    /// <summary>One to four damages; the result differs from the original.</summary>
    public byte[] Mutate(byte[] original)
    {
        while (true)
        {
            var bytes = original.ToList();
            for (var times = chance.Next(1, 5); times > 0; times--) Damage(bytes);
            if (!bytes.SequenceEqual(original)) return [.. bytes];
        }
    }

    void Damage(List<byte> bytes)
    {
        var at = bytes.Count == 0 ? 0 : chance.Next(bytes.Count);
        switch (chance.Next(8))
        {
            case 0 when bytes.Count > 0: bytes[at] ^= (byte)(1 << chance.Next(8)); break;
            case 1 when bytes.Count > 0: bytes[at] = (byte)chance.Next(256); break;
            case 2: bytes.Insert(at, (byte)chance.Next(256)); break;
            case 3 when bytes.Count > 1: bytes.RemoveRange(at, chance.Next(1, Math.Min(8, bytes.Count - at) + 1)); break;
            case 4 when bytes.Count > 1: bytes.RemoveRange(at, bytes.Count - at); break;
            case 5 when bytes.Count > 0: bytes.InsertRange(at,
                bytes.GetRange(at, chance.Next(1, Math.Min(16, bytes.Count - at) + 1))); break;
            case 6: bytes.InsertRange(at, Enumerable.Repeat((byte)chance.Next(256), chance.Next(1, 300))); break;
            case 7 when bytes.Count > 0: bytes[at] = special[chance.Next(special.Length)]; break;
            default: bytes.Add((byte)chance.Next(256)); break;
        }
    }
}
