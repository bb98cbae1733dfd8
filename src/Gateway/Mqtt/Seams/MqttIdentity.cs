namespace SmartBlocks.Gateway.Mqtt;

/// <summary>
/// Who a connection acts for, as the authenticator found. Not sealed: Gateway/Access derives its own with grants in it.
/// </summary>
/// <param name="Name">
/// The account, unique over all tenants. Sessions belong to a name and a client identifier together, so that no account can
/// take over another's session by using its client identifier.
/// </param>
public record MqttIdentity(string Name)
{
    /// <summary>Loopback clients without a name, when <see cref="MqttOptions.OpenTopics"/> lets them in.</summary>
    internal static readonly MqttIdentity Anonymous = new("(anonymous)");
}
