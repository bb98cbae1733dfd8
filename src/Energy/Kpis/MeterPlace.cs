namespace SmartBlocks.Energy.Kpis;

/// <summary>A meter's place on its site, as far as balances need it.</summary>
/// <param name="Meter">Identifier.</param>
/// <param name="Commodity">What flows through it.</param>
/// <param name="Unit">What it counts in.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Source">What stands behind it.</param>
/// <param name="Parent">The meter above it.</param>
public sealed record MeterPlace(string Meter, Commodity Commodity, MeterUnit Unit, Direction Direction, MeterSource? Source, string? Parent)
{
    /// <summary>A meter's place, of the words it is registered with.</summary>
    /// <exception cref="ArgumentException">A word is none of the vocabulary.</exception>
    public static MeterPlace Of(string meter, string commodity, string unit, string direction, string? source, string? parent) => new(
        meter, Word(Vocabulary.Commodities, commodity), Word(Vocabulary.Units, unit), Word(Vocabulary.Directions, direction),
        source is null ? null : Word(Vocabulary.Sources, source), parent);

    private static T Word<T>(Words<T> words, string text) where T : struct, Enum =>
        words.TryParse(text, out var value) ? value : throw new ArgumentException($"'{text}' is none of {words.List}", nameof(text));
}
