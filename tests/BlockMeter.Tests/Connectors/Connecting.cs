using System.Globalization;
using System.Text.Json;
using SmartBlocks.BlockMeter.Connectors;

namespace SmartBlocks.BlockMeter.Tests.Connectors;

/// <summary>What tests of connectors share: a context on a folder, and the readings of a connector as text.</summary>
internal sealed class Connecting(TempFolder folder, TimeProvider? time = null)
{
    public List<string> Said { get; } = [];

    /// <summary>As after a restart: positions are read from disk.</summary>
    public ConnectorContext Context() => new(new Positions(folder.File("positions.json")), Say, time ?? TimeProvider.System);

    public IConnector Open(ConnectorKind kind, string settings) => kind.Open(JsonDocument.Parse(settings).RootElement, Context());

    /// <summary>Reads until the connector ends, or has given so many readings.</summary>
    public static async Task<List<string>> ReadAsync(IConnector connector, int most = int.MaxValue, bool taken = true)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var found = new List<string>();
        await foreach (var batch in connector.ReadAsync(limit.Token))
        {
            if (taken)
                batch.Taken?.Invoke();
            foreach (var reading in batch.Readings)
            {
                found.AddRange(reading.Readings.Intervals.Select(i => string.Create(CultureInfo.InvariantCulture, $"{reading.Meter} {i.Start:dd HH:mm} {i.Value / 1.000000000m}")));
                found.AddRange(reading.Readings.Registers.Select(r => string.Create(CultureInfo.InvariantCulture, $"{reading.Meter} {r.At:dd HH:mm:ss} {r.Value / 1.000000000m}")));
                if (reading.OcmfRecord is { } record)
                    found.Add($"{reading.Meter} {reading.Nonce} {reading.IssuedAt:HH:mm:ss} {record[..20]}");
            }
            if (found.Count >= most)
                break;
        }
        return found;
    }

    private void Say(string sentence)
    {
        lock (Said)
            Said.Add(sentence);
    }
}
