using System.Net.Sockets;
using System.Runtime.CompilerServices;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>A Modbus TCP device, or a device behind a Modbus gateway.</summary>
public sealed record ModbusSettings
{
    /// <summary>Name or address.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port.</summary>
    public int Port { get; init; } = 502;

    /// <summary>Unit identifier.</summary>
    public byte Unit { get; init; } = 1;

    /// <summary>Read when the clock passes a multiple of this many seconds.</summary>
    public int EverySeconds { get; init; } = 900;

    /// <summary>How long an answer may take.</summary>
    public int TimeoutSeconds { get; init; } = 5;

    /// <summary>What to read: the cumulative register of each meter.</summary>
    public required IReadOnlyList<ModbusRegister> Registers { get; init; }
}

/// <summary>
/// Cumulative registers of a Modbus TCP device, read when a period begins. A value that is none is said and passed over; a device that does not answer is asked again at growing
/// intervals until the period is over: a missing reading stays missing.
/// </summary>
public sealed class ModbusConnector : IConnector
{
    /// <summary>This connector, for <see cref="ConnectorKinds"/>.</summary>
    public static readonly ConnectorKind Kind = ConnectorKind.Of<ModbusSettings>(
        "modbus", "Cumulative registers of a Modbus TCP device or gateway: holding or input registers, any type and word order.",
        """
        {"host": "192.168.1.30", "unit": 1, "everySeconds": 900, "registers": [
            {"meter": "chp-heat", "table": "input", "address": 52, "type": "float32", "order": "CDAB", "scale": 0.001}]}
        """,
        (settings, context) => new ModbusConnector(settings, context));

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(1);

    private readonly ModbusSettings settings;
    private readonly ConnectorContext context;

    /// <exception cref="AgentException">A setting makes no sense.</exception>
    public ModbusConnector(ModbusSettings settings, ConnectorContext context)
    {
        (this.settings, this.context) = (settings, context);
        if (settings.Port is < 1 or > 65_535)
            throw new AgentException($"port is {settings.Port}: must be 1 to 65535");
        if (settings.EverySeconds < 1)
            throw new AgentException($"everySeconds is {settings.EverySeconds}: must be more than 0");
        if (settings.TimeoutSeconds < 1)
            throw new AgentException($"timeoutSeconds is {settings.TimeoutSeconds}: must be more than 0");
        if (settings.Registers.Count == 0)
            throw new AgentException("registers is empty: at least one meter is needed");
        foreach (var register in settings.Registers)
            register.Check();
        if (settings.Registers.GroupBy(register => register.Meter, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new AgentException($"meter {twice.Key} is there twice: a meter has one register");
    }

    public string Name => $"Modbus {settings.Host}:{settings.Port} unit {settings.Unit}";

    public IReadOnlyList<string> Meters => [.. settings.Registers.Select(register => register.Meter)];

    public async IAsyncEnumerable<ReadingBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        ModbusClient? client = null;
        try
        {
            var pause = FirstPause;
            while (true)
            {
                await UntilDueAsync(cancellation);
                client ??= await ConnectAsync(cancellation);
                var readings = client is null ? null : await PollAsync(client, cancellation);
                if (readings is null)
                {
                    client?.Dispose();
                    client = null;
                    await Task.Delay(pause, context.Time, cancellation);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                    continue;
                }
                pause = FirstPause;
                var period = Period(context.Time.GetUtcNow());
                yield return new(readings, () => context.Positions.Set(Position, period.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            }
        }
        finally
        {
            client?.Dispose();
        }
    }

    private string Position => $"modbus/{settings.Host}:{settings.Port}/{settings.Unit}";

    private long Period(DateTimeOffset at) => at.ToUnixTimeSeconds() / settings.EverySeconds;

    /// <summary>Waits for a period in which nothing was read yet.</summary>
    private async Task UntilDueAsync(CancellationToken cancellation)
    {
        var last = long.TryParse(context.Positions[Position], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var period) ? period : -1;
        while (context.Time.GetUtcNow() is var now && Period(now) <= last)
            await Task.Delay(DateTimeOffset.FromUnixTimeSeconds((last + 1) * settings.EverySeconds) - now, context.Time, cancellation);
    }

    private async Task<ModbusClient?> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            return await InTimeAsync(token => ModbusClient.ConnectAsync(settings.Host, settings.Port, token), cancellation);
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException)
        {
            context.Log($"{Name}: cannot connect: {e.Message}");
            return null;
        }
    }

    private async Task<IReadOnlyList<MeterReadings>?> PollAsync(ModbusClient client, CancellationToken cancellation)
    {
        var readings = new List<MeterReadings>();
        try
        {
            foreach (var register in settings.Registers)
            {
                var bytes = await InTimeAsync(
                    token => client.ReadAsync(settings.Unit, register.Table == ModbusTable.Input, (ushort)register.Address, register.Count, token), cancellation);
                var at = DateTimeOffset.FromUnixTimeSeconds(context.Time.GetUtcNow().ToUnixTimeSeconds());
                if (register.Decode(bytes) is { } value)
                    readings.Add(new(register.Meter, DecodedReadings.Of([new RegisterReading(at, value)])));
                else
                    context.Log($"{Name}: {register.Meter}: registers {Convert.ToHexString(bytes)} at {register.Address} hold no {register.Type} that could be a reading; passed over");
            }
            return readings;
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException)
        {
            context.Log($"{Name}: {e.Message}");
            return null;
        }
    }

    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(settings.TimeoutSeconds), context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {settings.TimeoutSeconds} s");
        }
    }
}
