using SmartBlocks.BlockMeter.Connectors;
using SmartBlocks.BlockMeter.Mqtt;
using SmartBlocks.Ledger;

namespace SmartBlocks.BlockMeter.Agent;

/// <summary>What an agent needs to know.</summary>
public sealed record MeterAgentOptions
{
    /// <summary>Tenant the meters belong to: second level of the topics.</summary>
    public required string Tenant { get; init; }

    /// <summary>Ledger the readings are for.</summary>
    public required string Ledger { get; init; }

    /// <summary>Where to publish.</summary>
    public required MqttClientOptions Mqtt { get; init; }

    /// <summary>Folder of the outbox and the rejected log.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Key of each meter.</summary>
    public required Func<string, ISigner> Keys { get; init; }

    /// <summary>Where readings come from.</summary>
    public IReadOnlyList<IConnector> Connectors { get; init; } = [];

    /// <summary>Most transactions in one MQTT message.</summary>
    public int TransactionsPerMessage { get; init; } = 32;

    /// <summary>Most bytes of transactions in one MQTT message.</summary>
    public int BytesPerMessage { get; init; } = 100_000;

    /// <summary>First pause after a lost connection; it doubles, with jitter, up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.5);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A message not acknowledged for so long is sent again over a new connection.</summary>
    public TimeSpan AcknowledgeTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Return once the connectors have ended and the outbox is empty, instead of waiting for more.</summary>
    public bool StopWhenDelivered { get; init; }

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told what happens, a sentence at a time.</summary>
    public Action<string> Log { get; init; } = _ => { };
}
