using System.Security.Cryptography;
using System.Text;
using SmartBlocks.Gateway.Mqtt;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Access;

/// <summary>The identity of an MQTT connection: a caller like any other.</summary>
/// <param name="Caller">Who it is.</param>
public sealed record MqttCaller(Caller Caller) : MqttIdentity($"{Caller.Tenant}/{Caller.Kind}/{Caller.Id}");

/// <summary>
/// The MQTT door. Devices come with user name and token, or with a TLS client certificate; an API key as the password lets its holder follow readings.
/// Devices write on <c>sb/{tenant}/{meter}/readings…</c> and <c>…/status</c>; whoever may read follows <c>…/accepted</c> and <c>…/status</c>; a device hears
/// of refusals on <c>…/rejected</c>.
/// </summary>
public sealed class MqttAccess(Doorkeeper doorkeeper) : IMqttAuthenticator, IMqttAuthorizer
{
    /// <inheritdoc/>
    public async ValueTask<MqttAuthentication> AuthenticateAsync(MqttCredentials credentials, CancellationToken cancellationToken)
    {
        var caller = credentials.UserName is { Length: > 0 } username
            ? credentials.Password.Length > Doorkeeper.LongestSecret ? null : await doorkeeper.ByDeviceAsync(username, Encoding.UTF8.GetString(credentials.Password.Span))
            : credentials.ClientCertificate is { } certificate ? await doorkeeper.ByCertificateAsync(certificate.GetCertHashString(HashAlgorithmName.SHA256))
            : null;
        return caller is null
            ? MqttAuthentication.Refuse(ReasonCode.BadUserNameOrPassword, "User name or token is wrong, or the certificate is not known.")
            : MqttAuthentication.Accept(new MqttCaller(caller));
    }

    /// <inheritdoc/>
    public ReasonCode CanPublish(MqttIdentity identity, string topic) =>
        identity is MqttCaller { Caller: var caller } && TenantTopic.TryParse(topic, out var t) && (t.Format is not null || t.Rest == TenantTopic.Status)
        && AccessPolicy.CanPublish(caller, t.Tenant, t.Meter) ? ReasonCode.Success : ReasonCode.NotAuthorized;

    /// <inheritdoc/>
    public ReasonCode CanSubscribe(MqttIdentity identity, TopicFilter filter)
    {
        if (identity is not MqttCaller { Caller: var caller }) return ReasonCode.NotAuthorized;
        var levels = filter.Levels.Split('/');
        // A filter that cannot match anything of the caller's tenant is refused; a wider one is narrowed message by message.
        if (levels[0] is not (TenantTopic.Root or "+" or "#")) return ReasonCode.NotAuthorized;
        if (levels.Length > 1 && levels[1] is not ("+" or "#") && levels[1] != caller.Tenant) return ReasonCode.NotAuthorized;
        if (levels.Length < 4 || levels[2] is "+" or "#") return ReasonCode.Success;
        return levels[3] switch
        {
            TenantTopic.Accepted or TenantTopic.Status => Code(AccessPolicy.CanFollow(caller, caller.Tenant, levels[2])),
            TenantTopic.Rejected => Code(AccessPolicy.CanHearRejections(caller, caller.Tenant, levels[2])),
            "+" or "#" => Code(AccessPolicy.CanFollow(caller, caller.Tenant, levels[2])),
            _ => ReasonCode.NotAuthorized,
        };
    }

    /// <inheritdoc/>
    public bool CanReceive(MqttIdentity identity, string topic) =>
        identity is MqttCaller { Caller: var caller } && TenantTopic.TryParse(topic, out var t) && t.Rest switch
        {
            TenantTopic.Accepted or TenantTopic.Status => AccessPolicy.CanFollow(caller, t.Tenant, t.Meter),
            TenantTopic.Rejected => AccessPolicy.CanHearRejections(caller, t.Tenant, t.Meter),
            _ => false,
        };

    static ReasonCode Code(bool allowed) => allowed ? ReasonCode.Success : ReasonCode.NotAuthorized;
}
