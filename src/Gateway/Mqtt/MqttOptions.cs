namespace SmartBlocks.Gateway.Mqtt;

/// <summary>
/// The bounds of the MQTT endpoint. Together they bound the memory of a connection: about
/// <see cref="MaximumInboundBytes"/> + <see cref="MaximumPacketSize"/> + <see cref="MaximumQueuedBytes"/>.
/// </summary>
public sealed class MqttOptions
{
    /// <summary>Largest packet accepted, in bytes. Higher lets larger batches in and lets each connection hold more memory.</summary>
    public int MaximumPacketSize { get; set; } = 1024 * 1024;

    /// <summary>QoS 1 and 2 messages of one client worked on at once. Higher fills blocks better; lower shares the ledger more evenly.</summary>
    public ushort ReceiveMaximum { get; set; } = 128;

    /// <summary>Bytes of one client's messages worked on at once. Above it the connection is not read until some are done.</summary>
    public int MaximumInboundBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Unacknowledged QoS 1 and 2 deliveries to one client, if the client does not set a lower number. Higher hides more latency.</summary>
    public ushort MaximumInFlight { get; set; } = 64;

    /// <summary>Messages waiting for one client, connected or not. What comes on top is dropped and counted.</summary>
    public int MaximumQueuedMessages { get; set; } = 1_000;

    /// <summary>Bytes waiting for one client. What comes on top is dropped and counted.</summary>
    public int MaximumQueuedBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Answers (acknowledgements, pings) waiting for one client. Above it the connection is not read until they have gone out.</summary>
    public int MaximumQueuedAnswers { get; set; } = 1_024;

    /// <summary>Topic aliases a client may set. Each holds one topic name for as long as the connection lasts.</summary>
    public ushort TopicAliasMaximum { get; set; } = 32;

    /// <summary>Topic aliases the endpoint sets for a client that allows them. Higher shortens packets of clients with many topics.</summary>
    public ushort MaximumOutboundAliases { get; set; } = 32;

    /// <summary>Longest keep alive in seconds; MQTT 5.0 clients are told it. Higher notices a dead device later (1.5 times this).</summary>
    public ushort MaximumKeepAlive { get; set; } = 60;

    /// <summary>Longest a session outlives its connection, in seconds. Higher queues for devices that stay away longer.</summary>
    public uint MaximumSessionExpiry { get; set; } = 24 * 3600;

    /// <summary>Time from the connection to a complete CONNECT. Longer lets more half-open connections gather.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time a closing connection may take to hand over its last bytes. Longer suits slow links and delays a shutdown.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Connections at once. One more is refused with "server busy".</summary>
    public int MaximumConnections { get; set; } = 20_000;

    /// <summary>Sessions of one account, connected or not. One more is refused with "quota exceeded".</summary>
    public int MaximumSessionsPerIdentity { get; set; } = 1_000;

    /// <summary>Subscriptions of one session. One more is refused with "quota exceeded".</summary>
    public int MaximumSubscriptions { get; set; } = 1_000;

    /// <summary>Retained messages kept. One more is refused with "quota exceeded".</summary>
    public int MaximumRetainedMessages { get; set; } = 100_000;

    /// <summary>Bytes of all retained messages together.</summary>
    public long MaximumRetainedBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>
    /// For tests and the interoperability suite: topic filters on which clients from the loopback interface may publish and
    /// subscribe without a name, as on an ordinary broker. A filter behind <c>!</c> is taken out again. Open topics are a
    /// world of their own: what happens there never meets the messages of tenants. Empty (the default) turns it off.
    /// Do not set it behind a proxy on the same machine, which makes every client look local.
    /// </summary>
    public IList<string> OpenTopics { get; } = [];
}
