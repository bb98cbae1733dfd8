namespace SmartBlocks.BlockMeter.Simulation;

/// <summary>
/// Counter-based noise: every value is a hash of (seed, stream, position), so any instant is reached without the ones before it. Smooth
/// noise interpolates between lattice points (value noise); several periods added up look like weather. The lattice points used last are kept, because
/// neighbouring minutes share them; so not thread safe, and each stream has one period.
/// </summary>
internal sealed class Noise(ulong seed)
{
    /// <summary>Streams are numbered below this.</summary>
    private const int Streams = 64;

    private readonly (long Cell, double From, double To)[] lattice = [.. Enumerable.Repeat((long.MinValue, 0.0, 0.0), Streams)];

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform(int stream, long position)
    {
        // SplitMix64 (Steele, Lea and Flood 2014) over a mix of the three.
        var z = seed + (ulong)stream * 0xD1B54A32D192ED03UL + (ulong)position * 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        z ^= z >> 31;
        return (z >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Smooth in time, about standard normal.</summary>
    /// <param name="stream">Which noise.</param>
    /// <param name="minute">Minutes since the Unix epoch.</param>
    /// <param name="period">Minutes between lattice points.</param>
    public double Smooth(int stream, long minute, int period)
    {
        var cell = minute / period;
        ref var points = ref lattice[stream];
        if (points.Cell != cell)
            points = (cell, Normal(stream, cell), Normal(stream, cell + 1));
        var t = (minute - cell * period) / (double)period;
        t = t * t * (3 - 2 * t);
        // Interpolation shrinks the spread; 1.16 restores it on average.
        return 1.16 * (points.From * (1 - t) + points.To * t);
    }

    /// <summary>About standard normal: four uniforms added.</summary>
    private double Normal(int stream, long position)
    {
        var sum = 0.0;
        for (var i = 0; i < 4; i++)
            sum += Uniform(stream * 4 + i, position);
        return (sum - 2) * 1.7320508075688772;
    }
}
