namespace SmartBlocks.Architecture.Tests.Purity;

/// <summary>What a pure room must not do: the same input would not give the same bytes on every machine.</summary>
public enum Impurity
{
    /// <summary>Disk, network, console, processes.</summary>
    InputOutput,
    /// <summary>Reads a clock or waits on one.</summary>
    Clock,
    /// <summary>Draws randomness, or uses hash codes that differ from process to process.</summary>
    Randomness,
    /// <summary>Variables, machine, time zone, line ends, byte order.</summary>
    Environment,
    /// <summary>Formats, parses or compares by the current culture.</summary>
    Culture,
    /// <summary>Binary fractions where energy and money are counted.</summary>
    FloatingPoint,
    /// <summary>Native code, of which nothing is known.</summary>
    Native,
}

/// <summary>One impurity, and where it is.</summary>
public sealed record Finding(Impurity Kind, string User, string What)
{
    /// <inheritdoc />
    public override string ToString() => $"{Kind}: {User} uses {What}";
}
