using System.Globalization;
using System.Text.RegularExpressions;
using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Benchmarks.Accuracy;

/// <summary>A building's meter with what is needed to try models on it.</summary>
/// <param name="Name">The building.</param>
/// <param name="Energy">Its hours of all years there are; hours that were not measured have no value.</param>
/// <param name="Year">Start of the second of its two years: the one that is predicted from the first.</param>
sealed record BuildingMeter(string Name, HourlySeries Energy, DateTimeOffset Year);

/// <summary>
/// A folder of buildings: <c>NAME-electricity-2018.csv.gz</c>, the same of the year after and of gas, and <c>weather-2018.csv.gz</c> with its <c>air_temperature</c> in °C. Whatever cannot be
/// tried is named with the reason and counts in no median.
/// </summary>
sealed partial class BuildingFolder(string path)
{
    /// <summary>Fewest measured hours that a year is learned from: two months.</summary>
    public const int LeastLearned = 1440;

    /// <summary>Fewest measured hours that a model is tried on: a month.</summary>
    public const int LeastTried = 720;

    /// <summary>Whether a folder has the files of a building.</summary>
    public static bool Is(string path) => Directory.EnumerateFiles(path).Any(file => FileName().IsMatch(Path.GetFileName(file)));

    /// <summary>The weather of all years, °F.</summary>
    public HourlySeries Temperatures()
    {
        var files = Directory.GetFiles(path, "weather-*.csv.gz");
        if (files.Length == 0) throw new InvalidDataException($"{path} has no weather-YEAR.csv.gz: the buildings' models need its column air_temperature, °C");
        return HistoryFile.Join(files.Order(StringComparer.Ordinal).Select(file => HistoryFile.Temperatures(file, "air_temperature"))).CelsiusToFahrenheit();
    }

    /// <summary>The meters of one commodity, by name; those left out are printed.</summary>
    public IEnumerable<BuildingMeter> Meters(string commodity)
    {
        var files = Directory.GetFiles(path).Select(file => (File: file, Name: FileName().Match(Path.GetFileName(file))))
            .Where(file => file.Name.Success && file.Name.Groups["commodity"].Value == commodity)
            .Select(file => (file.File, Building: file.Name.Groups["building"].Value, Year: int.Parse(file.Name.Groups["year"].Value, CultureInfo.InvariantCulture)));
        foreach (var building in files.GroupBy(file => file.Building).OrderBy(building => building.Key, StringComparer.Ordinal))
        {
            var meter = Read([.. building.OrderBy(file => file.Year).Select(file => (file.File, file.Year))], building.Key, out var why);
            if (meter is not null) yield return meter;
            else LeftOut(building.Key, why);
        }
    }

    public static void LeftOut(string building, string why) => Console.WriteLine($"  {building,-12} left out: {why}");

    static BuildingMeter? Read(IReadOnlyList<(string File, int Year)> files, string building, out string why)
    {
        var second = files.Select(file => file.Year).FirstOrDefault(year => files.Any(file => file.Year == year - 1));
        if (second == 0)
        {
            why = $"it has {string.Join(", ", files.Select(file => file.Year))}; two years that follow each other are needed";
            return null;
        }
        try
        {
            var energy = HistoryFile.Join(files.Select(file => HistoryFile.Energies(file.File)));
            var year = new DateTimeOffset(second, 1, 1, 0, 0, 0, TimeSpan.Zero);
            var (learned, tried) = (Measured(energy.Between(year.AddYears(-1), year)), Measured(energy.Between(year, year.AddYears(1))));
            why = learned < LeastLearned ? $"{second - 1} has {learned} measured hours; at least {LeastLearned} are needed to learn from"
                : tried < LeastTried ? $"{second} has {tried} measured hours; at least {LeastTried} are needed to try on" : "";
            return why.Length == 0 ? new BuildingMeter(building, energy, year) : null;
        }
        catch (InvalidDataException e)
        {
            why = e.Message;
            return null;
        }
    }

    static int Measured(HourlySeries hours) => Enumerable.Range(0, hours.Count).Count(i => hours.At(hours.Start.AddHours(i)) is not null);

    [GeneratedRegex(@"^(?<building>.+)-(?<commodity>electricity|gas)-(?<year>\d{4})\.csv\.gz$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();
}
