using System.Globalization;

namespace SmartBlocks.Benchmarks.Harness;

/// <summary>This process's resident memory as Linux counts it.</summary>
public static class Resident
{
    /// <summary>Bytes resident now, after a collection.</summary>
    public static long Now()
    {
        GC.Collect();
        return Read("VmRSS:");
    }

    /// <summary>Begins to measure the peak anew (proc(5), clear_refs).</summary>
    public static void ResetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    /// <summary>Most bytes resident since.</summary>
    public static long Peak() => Read("VmHWM:");

    static long Read(string field)
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(field.Length).Trim().TrimEnd(" kB"), NumberStyles.None, CultureInfo.InvariantCulture) * 1024;
    }
}
