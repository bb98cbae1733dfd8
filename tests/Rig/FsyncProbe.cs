using System.Diagnostics;

namespace SmartBlocks.Rig;

/// <summary>How often a second the disk makes 4 KiB durable: every durable figure is read beside it.</summary>
public static class FsyncProbe
{
    /// <summary>Appends and flushes in a folder for a while.</summary>
    /// <param name="folder">The folder on whose disk the figure is wanted.</param>
    /// <param name="duration">How long to measure.</param>
    /// <returns>Flushes per second.</returns>
    public static double Measure(string folder, TimeSpan duration)
    {
        var path = Path.Combine(folder, "fsync-probe");
        var page = new byte[4096];
        var flushes = 0;
        var clock = Stopwatch.StartNew();
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            for (; clock.Elapsed < duration; flushes++)
            {
                file.Write(page);
                file.Flush(flushToDisk: true);
            }

        var rate = flushes / clock.Elapsed.TotalSeconds;
        File.Delete(path);
        return rate;
    }
}
