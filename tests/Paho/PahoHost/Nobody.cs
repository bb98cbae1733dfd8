using SmartBlocks.Gateway.Mqtt;
using SmartBlocks.Mqtt;

namespace SmartBlocks.PahoHost;

/// <summary>A host without accounts and without a ledger: only the open topics exist.</summary>
sealed class Nobody : IMqttAuthenticator, IMqttAuthorizer, IMqttIngest
{
    public ValueTask<MqttAuthentication> AuthenticateAsync(MqttCredentials credentials, CancellationToken cancellationToken) =>
        new(MqttAuthentication.Refuse(ReasonCode.NotAuthorized, "this host has no accounts"));

    public ReasonCode CanPublish(MqttIdentity identity, string topic) => ReasonCode.NotAuthorized;

    public ReasonCode CanSubscribe(MqttIdentity identity, TopicFilter filter) => ReasonCode.NotAuthorized;

    public bool CanReceive(MqttIdentity identity, string topic) => false;

    public ValueTask<IngestAck> PublishAsync(MqttIdentity identity, MqttMessage message, CancellationToken cancellationToken) => new(IngestAck.NotMine);
}
