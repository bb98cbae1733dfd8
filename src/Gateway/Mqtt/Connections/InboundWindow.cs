using SmartBlocks.Gateway.Mqtt.Sessions;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Connections;

/// <summary>A message of the client being worked on.</summary>
internal sealed class InboundMessage
{
    public ushort Id;
    public QualityOfService QualityOfService;
    public int Size;
    public bool Done;
    public ReasonCode Code;
    public string? Reason;
}

/// <summary>
/// The client's messages being worked on: side by side, but acknowledged in the order of receipt (MQTT-4.6.0-2, -3).
/// <b>A message that is never completed holds back all later acknowledgements</b>, which is right: its connection ends.
/// </summary>
internal sealed class InboundWindow(MqttOptions options, ConnectionWriter writer)
{
    readonly Lock _gate = new();
    readonly Queue<InboundMessage> _messages = [];
    readonly Stack<InboundMessage> _spare = [];
    readonly AsyncSignal _room = new();
    long _bytes;
    int _unfinished;
    bool _closed;

    public MqttSession? Session { get; set; }

    /// <summary>True when the client has more QoS 1 and 2 messages unacknowledged than it was told it may (MQTT 5.0 section 4.9).</summary>
    public bool ExceedsReceiveMaximum
    {
        get
        {
            lock (_gate)
                return _unfinished > options.ReceiveMaximum;
        }
    }

    public bool IsFull
    {
        get
        {
            lock (_gate)
                return !_closed && (_messages.Count >= options.ReceiveMaximum || _bytes >= options.MaximumInboundBytes);
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _messages.Count == 0;
        }
    }

    public async ValueTask WaitForRoomAsync()
    {
        while (IsFull)
            await _room.WaitAsync();
    }

    /// <summary>Notes a message; its place in the order of acknowledgements is now fixed.</summary>
    public InboundMessage Begin(PublishPacket packet)
    {
        lock (_gate)
        {
            if (!_spare.TryPop(out var message))
                message = new InboundMessage();
            message.Id = packet.PacketIdentifier;
            message.QualityOfService = packet.QualityOfService;
            message.Size = packet.Payload.Length;
            message.Done = false;
            _messages.Enqueue(message);
            _bytes += message.Size;
            if (message.QualityOfService != QualityOfService.AtMostOnce)
                _unfinished++;
            return message;
        }
    }

    /// <summary>The message's fate is known; acknowledges it and those behind it as far as they are done.</summary>
    public void Complete(InboundMessage message, ReasonCode code, string? reason = null)
    {
        lock (_gate)
        {
            message.Code = code;
            message.Reason = reason;
            message.Done = true;
            // Noted at once, also when the connection has gone: a repeated PUBLISH must find it stored.
            if (message.QualityOfService == QualityOfService.ExactlyOnce)
                Note(message);
            while (!_closed && _messages.TryPeek(out var head) && head.Done)
            {
                _messages.Dequeue();
                _bytes -= head.Size;
                Acknowledge(head);
                head.Reason = null;
                if (_spare.Count < options.ReceiveMaximum)
                    _spare.Push(head);
            }
        }
        _room.Set();
    }

    /// <summary>PUBREL has come and PUBCOMP goes out: the exchange no longer counts.</summary>
    public void Finished()
    {
        lock (_gate)
            _unfinished = Math.Max(0, _unfinished - 1);
    }

    /// <summary>Nothing is acknowledged any more.</summary>
    public void Close()
    {
        lock (_gate)
            _closed = true;
        _room.Set();
    }

    void Note(InboundMessage message)
    {
        if (message.Code.IsFailure())
            Session!.Received.TryRemove(message.Id, out _);
        else
            Session!.Received[message.Id] = true;
    }

    void Acknowledge(InboundMessage message)
    {
        switch (message.QualityOfService)
        {
            case QualityOfService.AtLeastOnce:
                _unfinished--;
                writer.Acknowledge(PacketType.Puback, message.Id, message.Code, message.Reason);
                break;
            case QualityOfService.ExactlyOnce:
                if (message.Code.IsFailure())
                    _unfinished--;
                writer.Acknowledge(PacketType.Pubrec, message.Id, message.Code, message.Reason);
                break;
        }
    }
}
