namespace SmartBlocks.Energy.Families;

/// <summary>The part of a payload that falls on one UTC day.</summary>
/// <param name="Day">The day.</param>
/// <param name="StartSecond">Start of its first slot, seconds after midnight UTC.</param>
/// <param name="First">Index of its first value in the payload.</param>
/// <param name="Count">How many values.</param>
internal readonly record struct DaySegment(DateOnly Day, int StartSecond, int First, int Count)
{
    /// <summary>Cuts consecutive slots at midnight UTC; slots are aligned, so none lies across it.</summary>
    public static IEnumerable<DaySegment> Cut(DateTimeOffset start, int seconds, int count)
    {
        for (var first = 0; first < count;)
        {
            var at = start.AddSeconds((long)first * seconds);
            var second = (int)at.TimeOfDay.TotalSeconds;
            var take = Math.Min(count - first, (Slots.MaxSeconds - second) / seconds);
            yield return new(UtcTime.DayOf(at), second, first, take);
            first += take;
        }
    }

    public int EndSecond(int seconds) => StartSecond + Count * seconds;
}
