using System.Net;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt;

/// <summary>
/// The rules of <see cref="MqttOptions.OpenTopics"/>: who may come in without a name, and what is open to them. <b>Only the
/// loopback interface is trusted; the address is taken from the connection, never from what a client says.</b>
/// </summary>
internal sealed class OpenTopics : IMqttAuthorizer
{
    readonly List<TopicFilter> _open = [];
    readonly List<TopicFilter> _closed = [];

    /// <exception cref="ArgumentException">A filter breaks a rule of topic filters.</exception>
    public OpenTopics(IEnumerable<string> filters)
    {
        foreach (var text in filters)
        {
            var closed = text.StartsWith('!');
            if (!TopicFilter.TryParse(closed ? text[1..] : text, out var filter) || filter.ShareName is not null)
                throw new ArgumentException(
                    $"OpenTopics: expected a topic filter such as 'test/#' or '!test/closed', found '{text}'.", nameof(filters));
            (closed ? _closed : _open).Add(filter);
        }
    }

    public bool IsEmpty => _open.Count == 0;

    public static bool IsLoopback(EndPoint? remote) => remote is IPEndPoint { Address: var address }
        && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    public ReasonCode CanPublish(MqttIdentity identity, string topic) => IsOpen(topic) ? ReasonCode.Success : ReasonCode.NotAuthorized;

    /// <remarks>
    /// 0x80 and not 0x87: the topic is closed to everybody here, whoever they are, and 0x80 is what 3.1.1 knows as well.
    /// </remarks>
    public ReasonCode CanSubscribe(MqttIdentity identity, TopicFilter filter)
    {
        // A wildcard may be wider than what is open: CanReceive narrows it.
        if (!filter.HasWildcards && !IsOpen(filter.Levels))
            return ReasonCode.UnspecifiedError;
        return IsEmpty ? ReasonCode.NotAuthorized : ReasonCode.Success;
    }

    public bool CanReceive(MqttIdentity identity, string topic) => IsOpen(topic);

    bool IsOpen(string topic) => Any(_open, topic) && !Any(_closed, topic);

    static bool Any(List<TopicFilter> filters, string topic)
    {
        foreach (var filter in filters)
            if (filter.Covers(topic))
                return true;
        return false;
    }
}
