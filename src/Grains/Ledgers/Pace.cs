namespace SmartBlocks.Grains;

/// <summary>
/// How long executing and storing have taken of late: says how long the next block may gather batches and still be executed by the time the
/// one before it is stored. A block that is made earlier only waits, and what arrives meanwhile waits for one more.
/// </summary>
internal sealed class Pace(TimeProvider time)
{
    /// <summary>Weight of the newest observation.</summary>
    private const double Newest = 0.25;

    private double _executeSeconds;   // of one batch
    private double _storeSeconds;     // of one block
    private long _began;

    /// <summary>So many batches were executed in this time.</summary>
    public void Executed(int batches, TimeSpan took) => Observe(ref _executeSeconds, took.TotalSeconds / batches);

    /// <summary>A block begins to be certified and stored.</summary>
    public void Storing() => _began = time.GetTimestamp();

    /// <summary>It is stored.</summary>
    public void Stored() => Observe(ref _storeSeconds, time.GetElapsedTime(_began).TotalSeconds);

    /// <summary>How long it is until a block of so many batches must begin to be executed, to be ready when the one that is being stored is.</summary>
    public TimeSpan Ahead(int batches) =>
        TimeSpan.FromSeconds(Math.Max(0, _storeSeconds - time.GetElapsedTime(_began).TotalSeconds - batches * _executeSeconds));

    private static void Observe(ref double average, double newest) =>
        average = average == 0 ? newest : average + Newest * (newest - average);
}
