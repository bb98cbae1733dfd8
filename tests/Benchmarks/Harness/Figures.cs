using System.Globalization;
using System.Text.Json;

namespace SmartBlocks.Benchmarks.Harness;

/// <summary>
/// The figures of one run: each is printed when it is known, and all of them as one line of JSON at the end, to be compared over time.
/// </summary>
public sealed class Figures(string benchmark)
{
    readonly Dictionary<string, double> figures = new(StringComparer.Ordinal);

    /// <summary>Keeps a figure and prints it.</summary>
    /// <param name="name">Its name, without the benchmark's.</param>
    /// <param name="value">Its value.</param>
    /// <param name="says">What it is, with its unit.</param>
    public void Add(string name, double value, string says)
    {
        // Four significant digits: what comes after them is noise.
        var digits = value == 0 ? 0 : Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6);
        figures[$"{benchmark}.{name}"] = Math.Round(value, digits);
        Console.WriteLine($"  {Math.Round(value, digits).ToString("#,0.######", CultureInfo.InvariantCulture),14}  {says}");
    }

    /// <summary>Prints the last line.</summary>
    public void Print() => Console.WriteLine(JsonSerializer.Serialize(figures));
}
