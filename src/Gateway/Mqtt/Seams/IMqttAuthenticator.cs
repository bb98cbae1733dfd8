using System.Net;
using System.Security.Cryptography.X509Certificates;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt;

/// <summary>What a client showed when it connected.</summary>
public sealed record MqttCredentials
{
    /// <summary>Empty when the client leaves it to the server.</summary>
    public required string ClientId { get; init; }

    public string? UserName { get; init; }

    /// <summary>Often a token. Never logged.</summary>
    public ReadOnlyMemory<byte> Password { get; init; }

    /// <summary>The TLS client certificate; null without TLS or without one. Its chain is the listener's business.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    public EndPoint? RemoteEndPoint { get; init; }

    public ProtocolVersion ProtocolVersion { get; init; }
}

/// <summary>An identity, or the reason there is none.</summary>
public sealed record MqttAuthentication
{
    MqttAuthentication() { }

    public MqttIdentity? Identity { get; private init; }

    public ReasonCode ReasonCode { get; private init; }

    public string? ReasonString { get; private init; }

    public static MqttAuthentication Accept(MqttIdentity identity) => new() { Identity = identity };

    /// <param name="code">A failure that may stand in CONNACK, such as <see cref="ReasonCode.BadUserNameOrPassword"/>.</param>
    /// <param name="reason">Told to MQTT 5.0 clients.</param>
    public static MqttAuthentication Refuse(ReasonCode code, string? reason = null) =>
        code.IsFailure() && code.IsListedFor(PacketType.Connack) ? new() { ReasonCode = code, ReasonString = reason }
            : throw new ArgumentException($"{code} does not refuse a CONNECT.", nameof(code));
}

/// <summary>Decides who a client is. Implemented on Gateway/Access.</summary>
public interface IMqttAuthenticator
{
    /// <remarks>An exception refuses the client with "server unavailable"; it may try again.</remarks>
    ValueTask<MqttAuthentication> AuthenticateAsync(MqttCredentials credentials, CancellationToken cancellationToken);
}
