using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt;

/// <summary>
/// What became of a published message. <b>Accepted means durable</b>: the endpoint acknowledges on the strength of it.
/// </summary>
public sealed record IngestAck
{
    IngestAck(IngestOutcome outcome) => Outcome = outcome;

    /// <summary>The topic is not the ingest's: ordinary fan-out to subscribers.</summary>
    public static readonly IngestAck NotMine = new(IngestOutcome.NotMine);

    /// <summary>It is on the ledger.</summary>
    public static readonly IngestAck Accepted = new(IngestOutcome.Accepted);

    /// <summary>It never will be. Sending it again changes nothing.</summary>
    /// <param name="code">A failure that may stand in PUBACK.</param>
    /// <param name="reason">For MQTT 5.0 clients and logs.</param>
    /// <param name="replyTopic">Where the client learns of it, such as <c>sb/{tenant}/{meter}/rejected</c>.</param>
    /// <param name="replyPayload">JSON that says which reading and why.</param>
    public static IngestAck Rejected(ReasonCode code, string reason, string? replyTopic = null, ReadOnlyMemory<byte> replyPayload = default) =>
        new(IngestOutcome.Rejected)
        {
            ReasonCode = code.IsFailure() && code.IsListedFor(PacketType.Puback) ? code
                : throw new ArgumentException($"{code} does not reject a PUBLISH.", nameof(code)),
            ReasonString = reason,
            ReplyTopic = replyTopic is null || TopicName.IsValid(replyTopic) ? replyTopic
                : throw new ArgumentException($"replyTopic: expected a topic name, found '{replyTopic}'.", nameof(replyTopic)),
            ReplyPayload = replyPayload,
        };

    /// <summary>It could not be stored now. The connection ends without acknowledgement, so that the client sends it again.</summary>
    public static IngestAck Unavailable(string reason) => new(IngestOutcome.Unavailable) { ReasonString = reason };

    public IngestOutcome Outcome { get; }

    public ReasonCode ReasonCode { get; private init; }

    public string? ReasonString { get; private init; }

    public string? ReplyTopic { get; private init; }

    public ReadOnlyMemory<byte> ReplyPayload { get; private init; }
}

/// <summary>See the members of <see cref="IngestAck"/>.</summary>
public enum IngestOutcome
{
    NotMine,
    Accepted,
    Rejected,
    Unavailable,
}

/// <summary>Takes readings to the ledger. Implemented on the grains.</summary>
public interface IMqttIngest
{
    /// <summary>
    /// Completes when the message is durable, rejected, or known to be none of its own; that last must be told without
    /// waiting, so that ordinary messages keep their order. Called concurrently for one client, up to
    /// <see cref="MqttOptions.ReceiveMaximum"/>. An exception counts as <see cref="IngestAck.Unavailable"/>.
    /// The same message may come again after a lost acknowledgement: the ledger's transaction ids make that harmless.
    /// </summary>
    ValueTask<IngestAck> PublishAsync(MqttIdentity identity, MqttMessage message, CancellationToken cancellationToken);
}
