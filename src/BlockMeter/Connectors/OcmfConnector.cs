using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.Energy.Formats;
using SmartBlocks.Ledger;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>A log of OCMF records and the meters that wrote them.</summary>
public sealed record OcmfSettings
{
    /// <summary>A text file, a record a line, to which a charging station appends.</summary>
    public required string File { get; init; }

    /// <summary>The meters whose records are taken; others are passed over.</summary>
    public required IReadOnlyList<OcmfMeter> Meters { get; init; }

    /// <summary>How often to look for new lines.</summary>
    public int EverySeconds { get; init; } = 10;

    /// <summary>Stop at the end of the file instead of waiting for more.</summary>
    public bool Once { get; init; }
}

/// <summary>A meter by the serial number it writes into its records.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Serial">MS, the meter's serial number, or else GS, the gateway's; not needed for a single meter.</param>
public sealed record OcmfMeter(MeterSettings Meter, string? Serial = null);

/// <summary>
/// OCMF records (Open Charge Metering Format) from a file that grows. They go onto the ledger verbatim, the meter's own signature in them; it is checked here as well where the meter's key is
/// known, so that a bad record is seen at the station. A line that cannot be used is said and passed over.
/// </summary>
public sealed class OcmfConnector : IConnector
{
    private const int LongestLine = 65_536, RecordsPerBatch = 64;

    /// <summary>This connector, for <see cref="ConnectorKinds"/>.</summary>
    public static readonly ConnectorKind Kind = ConnectorKind.Of<OcmfSettings>(
        "ocmf", "Signed OCMF records of charging stations, a record a line in a file that grows; kept verbatim.",
        """{"file": "/var/log/station.ocmf", "meters": [{"meter": {"meter": "charger-1", "kind": "register"}, "serial": "87654321"}]}""",
        (settings, context) => new OcmfConnector(settings, context));

    private readonly OcmfSettings settings;
    private readonly ConnectorContext context;

    /// <exception cref="AgentException">A setting makes no sense.</exception>
    public OcmfConnector(OcmfSettings settings, ConnectorContext context)
    {
        (this.settings, this.context) = (settings, context);
        if (settings.Meters.Count == 0)
            throw new AgentException("meters is empty: at least one is needed");
        if (settings.EverySeconds < 1)
            throw new AgentException($"everySeconds is {settings.EverySeconds}: must be more than 0");
        foreach (var one in settings.Meters)
        {
            one.Meter.ToRegistration();
            if (one.Serial is null && settings.Meters.Count > 1)
                throw new AgentException($"meter {one.Meter.Meter}: serial is required where several meters share a file");
        }
    }

    public string Name => $"OCMF {Path.GetFileName(settings.File)}";

    public IReadOnlyList<string> Meters => [.. settings.Meters.Select(one => one.Meter.Meter)];

    public async IAsyncEnumerable<ReadingBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            // The moment is on disk before anything is signed with it: after a power cut the same records give the same transactions.
            var (offset, signedAt) = Resume();
            Remember(offset, signedAt);
            var (lines, end) = ReadLines(offset);
            var readings = lines.SelectMany(line => Take(line, signedAt)).ToList();
            if (readings.Count > 0)
                yield return new(readings, () => Remember(end, null));
            else if (end > offset)
                Remember(end, null);
            if (lines.Count > 0)
                continue;
            if (settings.Once)
                yield break;
            await Task.Delay(TimeSpan.FromSeconds(settings.EverySeconds), context.Time, cancellation);
        }
    }

    private string Position => $"ocmf/{Path.GetFullPath(settings.File)}";

    private (long Offset, DateTimeOffset SignedAt) Resume()
    {
        var parts = context.Positions[Position]?.Split(' ') ?? [];
        var offset = parts.Length > 0 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var signedAt = parts.Length > 1 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var stored) ? stored : context.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return (offset, DateTimeOffset.FromUnixTimeMilliseconds(signedAt));
    }

    private void Remember(long offset, DateTimeOffset? signedAt) => context.Positions.Set(Position, signedAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"{offset} {at.ToUnixTimeMilliseconds()}")
        : offset.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whole lines from an offset on; a line still being written waits. A file that is shorter than before was begun anew.</summary>
    private (IReadOnlyList<string> Lines, long End) ReadLines(long offset)
    {
        try
        {
            using var file = new FileStream(settings.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length < offset)
            {
                context.Log($"{Name}: the file is shorter than before and is read from its beginning");
                Remember(offset = 0, null);
            }
            file.Position = offset;
            var buffer = new byte[(int)Math.Min(file.Length - offset, RecordsPerBatch * LongestLine)];
            file.ReadExactly(buffer);
            var lines = new List<string>();
            var start = 0;
            while (lines.Count < RecordsPerBatch && Array.IndexOf(buffer, (byte)'\n', start) is >= 0 and var end)
            {
                lines.Add(Encoding.UTF8.GetString(buffer, start, end - start).Trim());
                start = end + 1;
            }
            if (settings.Once && lines.Count == 0 && start < buffer.Length)
            {
                lines.Add(Encoding.UTF8.GetString(buffer, start, buffer.Length - start).Trim());
                start = buffer.Length;
            }
            return (lines, offset + start);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (settings.Once)
                throw new AgentException($"cannot read {settings.File}: {e.Message}");
            context.Log($"{Name}: cannot read: {e.Message}");
            return ([], offset);
        }
    }

    private IEnumerable<MeterReadings> Take(string line, DateTimeOffset signedAt)
    {
        if (line.Length == 0)
            yield break;
        if (!OcmfRecord.TryParse(line, out var record, out var why))
        {
            context.Log($"{Name}: a line was passed over: {why!.Detail}");
            yield break;
        }
        var owner = settings.Meters.FirstOrDefault(one => one.Serial is null || one.Serial == record.MeterSerial || one.Serial == record.GatewaySerial);
        if (owner is null)
        {
            context.Log($"{Name}: a record of meter {record.MeterSerial ?? record.GatewaySerial ?? "without serial number"} was passed over: it is none of this connector's");
            yield break;
        }
        var meter = owner.Meter.ToRegistration();
        if (!MeterMessage.TryDecode("ocmf", Encoding.UTF8.GetBytes(line), meter, signedAt, null, out _, out why))
        {
            context.Log($"{Name}: a record of {meter.Meter} was passed over: {why!.Detail}");
            yield break;
        }
        yield return new(meter.Meter, DecodedReadings.Of(Array.Empty<Energy.Interval>()), Nonce(record), signedAt, record.Text);
    }

    private static string Nonce(OcmfRecord record) => "ocmf-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(record.Text)))[..24];
}
