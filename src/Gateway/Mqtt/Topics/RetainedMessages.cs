using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Topics;

/// <summary>The last retained message of each topic (MQTT 5.0 section 3.3.1.3), within a number and a size. Thread-safe.</summary>
internal sealed class RetainedMessages(MqttOptions options)
{
    readonly Lock _gate = new();
    readonly Dictionary<string, MqttMessage> _messages = new(StringComparer.Ordinal);
    long _bytes;

    /// <summary>Keeps it in place of the earlier one; an empty payload only removes. False when there is no room.</summary>
    public bool Set(MqttMessage message)
    {
        lock (_gate)
        {
            var replaced = _messages.GetValueOrDefault(message.Topic);
            var freed = replaced?.Size ?? 0;
            if (message.Payload.IsEmpty)
            {
                _messages.Remove(message.Topic);
                _bytes -= freed;
                return true;
            }
            if ((replaced is null && _messages.Count >= options.MaximumRetainedMessages)
                || _bytes - freed + message.Size > options.MaximumRetainedBytes)
                return false;
            _messages[message.Topic] = message;
            _bytes += message.Size - freed;
            return true;
        }
    }

    /// <summary>The retained messages a filter asks for.</summary>
    public List<MqttMessage> Find(TopicFilter filter, long now)
    {
        var found = new List<MqttMessage>();
        lock (_gate)
        {
            if (!filter.HasWildcards)
            {
                if (_messages.TryGetValue(filter.Levels, out var one) && !one.IsExpired(now))
                    found.Add(one);
                return found;
            }
            foreach (var message in _messages.Values)
                if (!message.IsExpired(now) && filter.Matches(message.Topic))
                    found.Add(message);
        }
        return found;
    }

    /// <summary>Forgets what has expired.</summary>
    public void Sweep(long now)
    {
        lock (_gate)
            foreach (var (topic, message) in _messages)
                if (message.IsExpired(now))
                {
                    _messages.Remove(topic);
                    _bytes -= message.Size;
                }
    }
}
