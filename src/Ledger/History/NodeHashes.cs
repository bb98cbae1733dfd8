using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SmartBlocks.Ledger;

/// <summary>
/// Rows of a history tree: SHA-256(0x01 ‖ left ‖ right) (FIPS 180-4 §6.2) of eight pairs at a time, each in a lane of its own. Where the machine has
/// no such vectors, or fewer than eight pairs are left, the digests are made one by one; they are the same.
/// </summary>
internal static class NodeHashes
{
    private const int Lanes = 8;
    private const int Rounds = 64;
    private const int Words = 16;   // in a block
    private const uint BitLength = (1 + 2 * Hash256.Size) * 8;

    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private static ReadOnlySpan<uint> Initial => [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    /// <summary>The row above one: of each two hashes that stand beside each other their node.</summary>
    /// <param name="below">An even number of hashes.</param>
    /// <param name="above">Half as many; it may not overlap them.</param>
    public static void Row(ReadOnlySpan<Hash256> below, Span<Hash256> above)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(below.Length, 2 * above.Length, nameof(below));
        var done = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; above.Length - done >= Lanes; done += Lanes)
                Eight(below.Slice(2 * done, 2 * Lanes), above.Slice(done, Lanes));
        }
        for (; done < above.Length; done++)
            above[done] = HistoryTree.NodeHash(below[2 * done], below[2 * done + 1]);
    }

    private static void Eight(ReadOnlySpan<Hash256> below, Span<Hash256> above)
    {
        Span<Vector256<uint>> schedule = stackalloc Vector256<uint>[Rounds];
        Span<Vector256<uint>> state = stackalloc Vector256<uint>[8];
        var words = MemoryMarshal.Cast<Vector256<uint>, uint>(schedule);
        Span<byte> node = stackalloc byte[1 + 2 * Hash256.Size];
        Span<uint> lasts = stackalloc uint[Lanes];
        node[0] = 1;
        for (var lane = 0; lane < Lanes; lane++)
        {
            below[2 * lane].CopyTo(node[1..]);
            below[2 * lane + 1].CopyTo(node[(1 + Hash256.Size)..]);
            for (var t = 0; t < Words; t++)
                words[t * Lanes + lane] = BinaryPrimitives.ReadUInt32BigEndian(node[(4 * t)..]);
            lasts[lane] = (uint)node[^1] << 24 | 0x80 << 16;
        }
        for (var i = 0; i < state.Length; i++)
            state[i] = Vector256.Create(Initial[i]);
        Compress(schedule, state);

        // The second block: the byte that did not fit, and the padding.
        schedule[0] = Vector256.Create<uint>(lasts);
        schedule[1..(Words - 1)].Clear();
        schedule[Words - 1] = Vector256.Create(BitLength);
        Compress(schedule, state);

        var digests = MemoryMarshal.Cast<Vector256<uint>, uint>(state);
        for (var lane = 0; lane < Lanes; lane++)
        {
            var digest = MemoryMarshal.AsBytes(above.Slice(lane, 1));
            for (var i = 0; i < state.Length; i++)
                BinaryPrimitives.WriteUInt32BigEndian(digest[(4 * i)..], digests[i * Lanes + lane]);
        }
    }

    private static void Compress(Span<Vector256<uint>> schedule, Span<Vector256<uint>> state)
    {
        for (var t = Words; t < Rounds; t++)
        {
            var (two, fifteen) = (schedule[t - 2], schedule[t - 15]);
            schedule[t] = (Rotate(two, 17) ^ Rotate(two, 19) ^ (two >>> 10)) + schedule[t - 7] + (Rotate(fifteen, 7) ^ Rotate(fifteen, 18) ^ (fifteen >>> 3)) + schedule[t - 16];
        }
        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var t = 0; t < Rounds; t++)
        {
            var first = h + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) + (g ^ (e & (f ^ g))) + Vector256.Create(Constants[t]) + schedule[t];
            var second = (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + ((a & b) | (c & (a | b)));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> words, int bits) => (words >>> bits) | (words << (32 - bits));
}
