using System.Net.Sockets;
using System.Runtime.CompilerServices;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>Which meters stand behind one P1 port, and how often to read it.</summary>
public sealed record P1Options
{
    /// <summary>A serial device or file (<c>/dev/ttyUSB0</c>), or <c>host:port</c> of a P1 bridge.</summary>
    public required string Source { get; init; }

    /// <summary>Meter for energy taken from the grid.</summary>
    public string? Import { get; init; }

    /// <summary>Meter for energy given to the grid.</summary>
    public string? Export { get; init; }

    /// <summary>Meter for gas, m³.</summary>
    public string? Gas { get; init; }

    /// <summary>At most one reading of a meter in each period of this many seconds; telegrams come every 1 or 10.</summary>
    public int EverySeconds { get; init; } = 900;

    /// <summary>Stop at the end of the source instead of opening it again: for files of recorded telegrams.</summary>
    public bool Once { get; init; }
}

/// <summary>
/// DSMR P1 telegrams from a serial device or over TCP. A broken telegram is reported and passed over; a source that ends is opened again, at growing intervals. The
/// line's speed is the system's business (<c>stty -F /dev/ttyUSB0 115200 raw</c>).
/// </summary>
public sealed class P1Connector : IConnector
{
    /// <summary>This connector, for <see cref="ConnectorKinds"/>.</summary>
    public static readonly ConnectorKind Kind = ConnectorKind.Of<P1Options>(
        "p1", "DSMR P1 telegrams of a Dutch or Belgian smart meter, from a serial line, a file or a TCP bridge.",
        """{"source": "/dev/ttyUSB0", "import": "house", "gas": "house-gas", "everySeconds": 900}""",
        (options, context) => options.EverySeconds > 0
            ? new P1Connector(options, context.Positions, context.Log)
            : throw new AgentException($"everySeconds is {options.EverySeconds}: must be more than 0"));

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly P1Options options;
    private readonly Positions positions;
    private readonly Action<string> log;
    private readonly List<MeterRegistration> meters = [];

    public P1Connector(P1Options options, Positions positions, Action<string>? log = null)
    {
        (this.options, this.positions, this.log) = (options, positions, log ?? (_ => { }));
        Add(options.Import, Commodity.Electricity, MeterUnit.KilowattHour, Direction.Import);
        Add(options.Export, Commodity.Electricity, MeterUnit.KilowattHour, Direction.Export);
        Add(options.Gas, Commodity.Gas, MeterUnit.CubicMetre, Direction.Import);
        if (meters.Count == 0)
            throw new AgentException("a P1 port needs at least one meter: --import, --export or --gas");
    }

    public string Name => $"P1 {options.Source}";

    public IReadOnlyList<string> Meters => [.. meters.Select(meter => meter.Meter)];

    public async IAsyncEnumerable<ReadingBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var pause = TimeSpan.FromSeconds(1);
        while (true)
        {
            var stream = await OpenAsync(cancellation);
            if (stream is not null)
            {
                await using (stream)
                {
                    await foreach (var telegram in TelegramsAsync(stream, cancellation))
                    {
                        pause = TimeSpan.FromSeconds(1);
                        if (Due(telegram) is { Readings.Count: > 0 } batch)
                            yield return batch;
                    }
                }
            }
            if (options.Once)
                yield break;
            await Task.Delay(pause, cancellation);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private void Add(string? meter, Commodity commodity, MeterUnit unit, Direction direction)
    {
        if (meter is not null)
            meters.Add(new(meter, "p1", meter, commodity, unit, direction, MeterKind.Register));
    }

    private ReadingBatch Due(P1Telegram telegram)
    {
        var due = new List<(MeterReadings Readings, DateTimeOffset At)>();
        foreach (var meter in meters)
        {
            if (!telegram.TryGetReading(meter, out var readings, out var why))
            {
                log($"{Name}: {meter.Meter}: {why!.Detail}");
                continue;
            }
            var at = readings.Registers[0].At;
            var last = UtcTime.TryParse(positions[Position(meter.Meter)], out var stored) ? stored : DateTimeOffset.MinValue;
            // One a period: the first telegram after its beginning, and never one that is no newer.
            if (at > last && Period(at) > Period(last))
                due.Add((new(meter.Meter, readings), at));
        }
        return new([.. due.Select(reading => reading.Readings)], () => due.ForEach(reading => positions.Set(Position(reading.Readings.Meter), UtcTime.Format(reading.At))));
    }

    private long Period(DateTimeOffset at) => at == DateTimeOffset.MinValue ? long.MinValue : at.ToUnixTimeSeconds() / options.EverySeconds;

    private static string Position(string meter) => $"p1/{meter}";

    private async Task<Stream?> OpenAsync(CancellationToken cancellation)
    {
        try
        {
            if (TrySplit(options.Source, out var host, out var port))
            {
                var socket = new TcpClient();
                await socket.ConnectAsync(host, port, cancellation);
                return socket.GetStream();
            }
            return new FileStream(options.Source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0, useAsync: true);
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            if (options.Once)
                throw new AgentException($"cannot open {options.Source}: {e.Message}");
            log($"{Name}: cannot open: {e.Message}");
            return null;
        }
    }

    private async IAsyncEnumerable<P1Telegram> TelegramsAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var framer = new P1Framer();
        var buffer = new byte[4096];
        while (true)
        {
            int length;
            try
            {
                length = await stream.ReadAsync(buffer, cancellation);
            }
            catch (IOException e)
            {
                log($"{Name}: {e.Message}");
                yield break;
            }
            if (length == 0)
                yield break;
            foreach (var bytes in framer.Push(buffer.AsMemory(0, length)))
            {
                if (P1Telegram.TryParse(bytes, out var telegram, out var why))
                    yield return telegram;
                else
                    log($"{Name}: a telegram was passed over: {why!.Detail}");
            }
        }
    }

    private static bool TrySplit(string source, out string host, out int port)
    {
        (host, port) = ("", 0);
        var colon = source.LastIndexOf(':');
        if (colon <= 0 || source.Contains('/', StringComparison.Ordinal) || File.Exists(source))
            return false;
        host = source[..colon];
        return int.TryParse(source[(colon + 1)..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out port) && port is > 0 and < 65_536;
    }
}
