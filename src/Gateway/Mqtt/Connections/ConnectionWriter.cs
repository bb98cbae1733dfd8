using System.IO.Pipelines;
using SmartBlocks.Gateway.Mqtt.Sessions;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Connections;

/// <summary>
/// The sending half of a connection: one loop writes answers and deliveries into the pipe and flushes many with one call.
/// Others only queue and wake it, so that a slow client holds up nobody.
/// </summary>
internal sealed class ConnectionWriter(PipeWriter output, MqttOptions options, MqttClock clock)
{
    /// <summary>Bytes written between two flushes. More makes fewer system calls and larger buffers.</summary>
    const int FlushSize = 32 * 1024;

    readonly Lock _gate = new();
    readonly Queue<Answer> _answers = [];
    readonly AsyncSignal _wake = new();
    readonly AsyncSignal _drained = new();
    Dictionary<string, ushort>? _aliases;
    ClientLimits _limits = new() { Version = ProtocolVersion.V311, MaximumPacketSize = uint.MaxValue };
    MqttSession? _session;
    int _unflushed;
    bool _completing;

    /// <summary>An acknowledgement without a reason string, or any other packet.</summary>
    readonly record struct Answer(Packet? Packet, PacketType Type, ushort Id, ReasonCode Code);

    public bool HasRoom => _unflushed < FlushSize;

    /// <summary>Set once the client is known, before anything is sent.</summary>
    public void Use(ClientLimits limits) => _limits = limits;

    /// <summary>From here on the session's deliveries are sent as well.</summary>
    public void Use(MqttSession session) => _session = session;

    public void Wake() => _wake.Set();

    /// <summary>Queues an acknowledgement; a reason string goes along if the client wants and can take it.</summary>
    public void Acknowledge(PacketType type, ushort id, ReasonCode code, string? reason = null)
    {
        if (reason is null || _limits.Version != ProtocolVersion.V5 || !_limits.ProblemInformation)
        {
            Queue(new Answer(null, type, id, code));
            return;
        }
        var properties = new Properties { ReasonString = ReasonText.Fit(reason) };
        Packet packet = type == PacketType.Puback
            ? new PubackPacket { PacketIdentifier = id, ReasonCode = code, Properties = properties }
            : new PubrecPacket { PacketIdentifier = id, ReasonCode = code, Properties = properties };
        Queue(MqttCodec.Measure(packet, _limits.Version) <= _limits.MaximumPacketSize
            ? new Answer(packet, type, id, code)
            : new Answer(null, type, id, code));
    }

    public void Send(Packet packet) => Queue(new Answer(packet, packet.Type, 0, default));

    /// <summary>Sends what answers there are, then a last packet if given, then ends the loop.</summary>
    public void Complete(Packet? last)
    {
        lock (_gate)
        {
            if (_completing)
                return;
            _completing = true;
            if (last is not null)
                _answers.Enqueue(new Answer(last, last.Type, 0, default));
        }
        _drained.Set();
        _wake.Set();
    }

    /// <summary>Waits while too many answers are queued, so that a client that never reads cannot make them grow.</summary>
    public async ValueTask WaitForRoomAsync()
    {
        while (true)
        {
            lock (_gate)
                if (_completing || _answers.Count < options.MaximumQueuedAnswers)
                    return;
            await _drained.WaitAsync();
        }
    }

    public bool IsFull
    {
        get
        {
            lock (_gate)
                return _answers.Count >= options.MaximumQueuedAnswers;
        }
    }

    /// <summary>The loop; ends after <see cref="Complete"/> or when the transport is gone.</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            var last = WriteAnswers();
            if (!last)
                _session?.WriteTo(this);
            if (_unflushed == 0)
            {
                if (last)
                    return;
                await _wake.WaitAsync();
                continue;
            }
            _unflushed = 0;
            var flushed = await output.FlushAsync();
            _drained.Set();
            if (flushed.IsCompleted || flushed.IsCanceled)
                return;
        }
    }

    /// <summary>True when the loop is to end and everything has been written.</summary>
    bool WriteAnswers()
    {
        lock (_gate)
        {
            while (HasRoom && _answers.TryDequeue(out var answer))
            {
                if (answer.Packet is { } packet)
                {
                    MqttCodec.Write(output, packet, _limits.Version);
                    _unflushed += 64;
                }
                else
                    WriteAcknowledgement(answer.Type, answer.Id, answer.Code);
            }
            return _completing && _answers.Count == 0;
        }
    }

    /// <summary>For the loop only.</summary>
    public void WriteAcknowledgement(PacketType type, ushort id, ReasonCode code)
    {
        MqttCodec.WriteAcknowledgement(output, type, id, code, _limits.Version);
        _unflushed += 5;
    }

    /// <summary>For the loop only. False when the packet is larger than the client takes: then it counts as delivered (MQTT-3.1.2-25).</summary>
    public bool TryWritePublish(in Delivery delivery, ushort id, bool duplicate)
    {
        var message = delivery.Message;
        var packet = new PublishPacket
        {
            Topic = message.Topic,
            Payload = message.Payload,
            QualityOfService = delivery.QualityOfService,
            Retain = delivery.Retain,
            Duplicate = duplicate,
            PacketIdentifier = id,
            Properties = _limits.Version == ProtocolVersion.V5 ? DeliveryProperties.Of(delivery, clock.Now) : null,
        };
        if (_limits.TopicAliasMaximum > 0)
            packet = WithAlias(packet);
        if (_limits.MaximumPacketSize != uint.MaxValue && MqttCodec.Measure(packet, _limits.Version) > _limits.MaximumPacketSize)
        {
            MqttMetrics.Dropped.Add(1);
            return false;
        }
        MqttCodec.Write(output, packet, _limits.Version);
        _unflushed += packet.Payload.Length + packet.Topic.Length + 16;
        if (packet.Properties?.TopicAlias is { } alias && packet.Topic.Length > 0)
            _aliases![packet.Topic] = alias;
        return true;
    }

    /// <summary>The alias of a topic sent before, or a new one while the client has room (section 3.3.2.3.4).</summary>
    PublishPacket WithAlias(PublishPacket packet)
    {
        _aliases ??= new Dictionary<string, ushort>(StringComparer.Ordinal);
        if (_aliases.TryGetValue(packet.Topic, out var alias))
            return packet with { Topic = "", Properties = DeliveryProperties.WithAlias(packet.Properties, alias) };
        return _aliases.Count >= _limits.TopicAliasMaximum ? packet
            : packet with { Properties = DeliveryProperties.WithAlias(packet.Properties, (ushort)(_aliases.Count + 1)) };
    }

    void Queue(Answer answer)
    {
        lock (_gate)
        {
            if (_completing)
                return;
            _answers.Enqueue(answer);
        }
        _wake.Set();
    }
}
