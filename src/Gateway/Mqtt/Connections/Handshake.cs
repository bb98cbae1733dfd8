using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using SmartBlocks.Gateway.Mqtt.Sessions;
using SmartBlocks.Gateway.Mqtt.Topics;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Connections;

/// <summary>CONNECT and CONNACK (MQTT 5.0 sections 3.1 and 3.2): who is it, may it come in, which session is it given.</summary>
internal sealed class Handshake(MqttBroker broker, ConnectionContext context, MqttConnection connection)
{
    /// <summary>Longer client identifiers are refused; 3.1.1 obliges a server to take only 23 bytes.</summary>
    const int LongestClientId = 256;

    MqttOptions Options => broker.Options;

    /// <summary>Queues the CONNACK. Null when it is a refusal, after which the connection ends.</summary>
    public async Task<ConnectedClient?> AcceptAsync(ConnectPacket connect)
    {
        var limits = ClientLimits.Of(connect, Options);
        connection.Writer.Use(limits);
        if (broker.ConnectionCount > Options.MaximumConnections)
            return Refuse(connect, ReasonCode.ServerBusy, "too many connections");
        if (connect.Properties?.AuthenticationMethod is { } method)
            return Refuse(connect, ReasonCode.BadAuthenticationMethod, $"no authentication method is supported, found '{method}'");
        if (connect.ClientId.Length > LongestClientId)
            return Refuse(connect, ReasonCode.ClientIdentifierNotValid, $"a client identifier has at most {LongestClientId} characters");
        if (connect.ClientId.Length == 0 && !connect.CleanStart && connect.ProtocolVersion == ProtocolVersion.V311)
            return Refuse(connect, ReasonCode.ClientIdentifierNotValid, "a session needs a client identifier");

        var authentication = await AuthenticateAsync(connect);
        if (authentication.Identity is not { } identity)
            return Refuse(connect, authentication.ReasonCode, authentication.ReasonString);
        var space = ReferenceEquals(identity, MqttIdentity.Anonymous) ? broker.Open : broker.Tenants;
        if (connect.Will is { } will && space.Authorizer.CanPublish(identity, will.Topic) is var allowed && allowed.IsFailure())
            return Refuse(connect, ReasonCode.NotAuthorized, $"the will may not be published to '{will.Topic}'");
        return await OpenAsync(connect, limits, identity, space);
    }

    async Task<ConnectedClient?> OpenAsync(ConnectPacket connect, ClientLimits limits, MqttIdentity identity, TopicSpace space)
    {
        var assigned = connect.ClientId.Length > 0 ? null : "auto-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        var keepAlive = KeepAlive(connect);
        var expiry = SessionExpiry(connect);
        var (session, present) = await broker.Sessions.OpenAsync(new SessionKey(identity.Name, assigned ?? connect.ClientId), space, identity,
            connect.CleanStart, expiry, limits.ReceiveMaximum, connection);
        if (session is null)
            return Refuse(connect, ReasonCode.QuotaExceeded, "this account has too many sessions");
        connection.Writer.Send(new ConnackPacket
        {
            SessionPresent = present,
            Properties = connect.ProtocolVersion == ProtocolVersion.V5 ? Granted(connect, assigned, keepAlive, expiry) : null,
        });
        return new ConnectedClient
        {
            Session = session,
            Limits = limits,
            KeepAlive = keepAlive,
            SessionExpiry = expiry,
            Will = connect.Will is { } will ? WillMessage(will) : null,
            WillDelay = connect.Will?.Properties?.WillDelayInterval ?? 0,
        };
    }

    async Task<MqttAuthentication> AuthenticateAsync(ConnectPacket connect)
    {
        var certificate = context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
        if (connect.UserName is null && connect.Password is null && certificate is null && broker.IsOpenTo(context.RemoteEndPoint))
            return MqttAuthentication.Accept(MqttIdentity.Anonymous);
        try
        {
            return await broker.Authenticator.AuthenticateAsync(new MqttCredentials
            {
                ClientId = connect.ClientId,
                UserName = connect.UserName,
                Password = connect.Password ?? default,
                ClientCertificate = certificate,
                RemoteEndPoint = context.RemoteEndPoint,
                ProtocolVersion = connect.ProtocolVersion,
            }, context.ConnectionClosed);
        }
        catch (Exception exception) when (!context.ConnectionClosed.IsCancellationRequested)
        {
            broker.Log.LogError(exception, "The MQTT authenticator failed for client {Client}", connect.ClientId);
            return MqttAuthentication.Refuse(ReasonCode.ServerUnavailable, "the accounts cannot be asked now");
        }
    }

    ConnectedClient? Refuse(ConnectPacket connect, ReasonCode code, string? reason)
    {
        broker.Log.LogInformation("MQTT client {Client} at {Remote} refused: {Code} {Reason}",
            connect.ClientId, context.RemoteEndPoint, code, reason);
        var refusal = new ConnackPacket
        {
            ReasonCode = code,
            Properties = reason is null ? null : new Properties { ReasonString = ReasonText.Fit(reason) },
        };
        var fits = MqttCodec.Measure(refusal, connect.ProtocolVersion) <= (connect.Properties?.MaximumPacketSize ?? uint.MaxValue);
        connection.Writer.Complete(fits ? refusal : refusal with { Properties = null });
        return null;
    }

    /// <summary>3.1.1 has no way to tell the client of a shorter keep alive, so its own word stands.</summary>
    ushort KeepAlive(ConnectPacket connect) =>
        connect.ProtocolVersion == ProtocolVersion.V5 ? Math.Min(connect.KeepAlive, Options.MaximumKeepAlive) : connect.KeepAlive;

    uint SessionExpiry(ConnectPacket connect)
    {
        var wanted = connect.ProtocolVersion == ProtocolVersion.V5 ? connect.Properties?.SessionExpiryInterval ?? 0
            : connect.CleanStart ? 0 : uint.MaxValue;
        return Math.Min(wanted, Options.MaximumSessionExpiry);
    }

    Properties Granted(ConnectPacket connect, string? assigned, ushort keepAlive, uint expiry) => new()
    {
        SessionExpiryInterval = expiry == (connect.Properties?.SessionExpiryInterval ?? 0) ? null : expiry,
        ReceiveMaximum = Options.ReceiveMaximum,
        MaximumPacketSize = (uint)Options.MaximumPacketSize,
        TopicAliasMaximum = Options.TopicAliasMaximum,
        AssignedClientIdentifier = assigned,
        ServerKeepAlive = keepAlive == connect.KeepAlive ? null : keepAlive,
    };

    static MqttMessage WillMessage(Will will) => new()
    {
        Topic = will.Topic,
        Payload = will.Payload,
        QualityOfService = will.QualityOfService,
        Retain = will.Retain,
        Properties = DeliveryProperties.Published(will.Properties),
    };
}
