using System.Security.Cryptography;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>A Green Button file and the meters in it.</summary>
public sealed record GreenButtonSettings
{
    /// <summary>The XML file, plain or .gz.</summary>
    public required string File { get; init; }

    /// <summary>The meters to take from it.</summary>
    public required IReadOnlyList<GreenButtonMeter> Meters { get; init; }
}

/// <summary>A meter, and where in the file it is.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="UsagePoint">A part of its MeterReading's address, such as <c>UsagePoint/01</c>; not needed when only one series fits.</param>
public sealed record GreenButtonMeter(MeterSettings Meter, string? UsagePoint = null);

/// <summary>Green Button (ESPI) history from a file: an <see cref="ImportJob"/> a meter.</summary>
public sealed class GreenButtonConnector : IConnector
{
    private const int ValuesPerTransaction = 500;

    /// <summary>This connector, for <see cref="ConnectorKinds"/>.</summary>
    public static readonly ConnectorKind Kind = ConnectorKind.Of<GreenButtonSettings>(
        "greenbutton", "History from a utility's Green Button file (ESPI XML), interval or register data.",
        """{"file": "usage.xml", "meters": [{"meter": {"meter": "house", "unit": "kWh"}, "usagePoint": "UsagePoint/01"}]}""",
        (settings, context) => new GreenButtonConnector(settings, context));

    private readonly List<(string Meter, ImportJob Job)> jobs = [];

    /// <exception cref="AgentException">The file cannot be read, or a meter is not in it.</exception>
    public GreenButtonConnector(GreenButtonSettings settings, ConnectorContext context)
    {
        var bytes = HistoryFile.Read(settings.File);
        if (!GreenButton.TryParse(bytes, out var series, out var why))
            throw new AgentException($"{settings.File}: {why!.Detail}");
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        foreach (var one in settings.Meters)
        {
            if (!GreenButton.TrySelect(series, one.Meter.ToRegistration(), one.UsagePoint, out var readings, out why))
                throw new AgentException($"{settings.File}: {why!.Detail}");
            var meter = one.Meter.Meter;
            jobs.Add((meter, new ImportJob(meter, $"greenbutton/{meter}/{digest}", digest, readings, ValuesPerTransaction, context.Positions, context.Time)));
        }
        Name = Path.GetFileName(settings.File);
    }

    public string Name { get; }

    public IReadOnlyList<string> Meters => [.. jobs.Select(job => job.Meter)];

    public IAsyncEnumerable<ReadingBatch> ReadAsync(CancellationToken cancellation) => jobs.ToAsyncEnumerable().SelectMany(job => job.Job.ReadAsync(cancellation));
}
