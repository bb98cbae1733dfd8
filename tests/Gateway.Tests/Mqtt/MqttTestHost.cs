using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartBlocks.Gateway.Mqtt;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Tests.Mqtt;

/// <summary>The endpoint on a Kestrel listener of its own, over seams a test can steer.</summary>
sealed class MqttTestHost : IAsyncDisposable
{
    readonly WebApplication _app;

    MqttTestHost(WebApplication app, FakeSeams seams)
    {
        _app = app;
        Seams = seams;
        Broker = app.Services.GetRequiredService<MqttBroker>();
        Port = new Uri(app.Urls.First()).Port;
    }

    public FakeSeams Seams { get; }

    public MqttBroker Broker { get; }

    public int Port { get; }

    public static async Task<MqttTestHost> StartAsync(Action<MqttOptions>? configure = null, X509Certificate2? certificate = null)
    {
        var seams = new FakeSeams();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMqttEndpoint(configure);
        builder.Services.AddSingleton<IMqttAuthenticator>(seams).AddSingleton<IMqttAuthorizer>(seams).AddSingleton<IMqttIngest>(seams);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener =>
        {
            if (certificate is not null)
                listener.UseHttps(certificate, https =>
                {
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.AllowAnyClientCertificate();
                });
            listener.UseConnectionHandler<MqttConnectionHandler>();
        }));
        var app = builder.Build();
        await app.StartAsync();
        return new MqttTestHost(app, seams);
    }

    /// <summary>A client in the test's own hands, connected.</summary>
    public async Task<TestClient> ConnectAsync(ConnectPacket? connect = null)
    {
        var client = await TestClient.OpenAsync(Port);
        var connack = await client.ConnectAsync(connect ?? new ConnectPacket { ClientId = "c", UserName = "nimbus/main", Password = "secret"u8.ToArray() });
        connack.ReasonCode.ShouldBe(ReasonCode.Success, connack.Properties?.ReasonString);
        return client;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>
/// Accounts <c>tenant/meter</c> with the password <c>secret</c>, each allowed its tenant's topics; a ledger that takes what
/// it is told to take.
/// </summary>
sealed class FakeSeams : IMqttAuthenticator, IMqttAuthorizer, IMqttIngest
{
    public ConcurrentQueue<MqttMessage> Stored { get; } = [];

    public ConcurrentQueue<MqttCredentials> Shown { get; } = [];

    /// <summary>Steers the ledger; by default it accepts at once.</summary>
    public Func<MqttMessage, Task<IngestAck>> Ledger { get; set; } = _ => Task.FromResult(IngestAck.Accepted);

    public ValueTask<MqttAuthentication> AuthenticateAsync(MqttCredentials credentials, CancellationToken cancellationToken)
    {
        Shown.Enqueue(credentials);
        if (credentials.ClientCertificate is { } certificate)
            return new(MqttAuthentication.Accept(new MqttIdentity(certificate.GetNameInfo(X509NameType.SimpleName, false))));
        return new(credentials.UserName is { } name && Encoding.UTF8.GetString(credentials.Password.Span) == "secret"
            ? MqttAuthentication.Accept(new MqttIdentity(name))
            : MqttAuthentication.Refuse(ReasonCode.BadUserNameOrPassword, "wrong password"));
    }

    public ReasonCode CanPublish(MqttIdentity identity, string topic) => IsOwn(identity, topic) ? ReasonCode.Success : ReasonCode.NotAuthorized;

    public ReasonCode CanSubscribe(MqttIdentity identity, TopicFilter filter) =>
        filter.HasWildcards || IsOwn(identity, filter.Levels) ? ReasonCode.Success : ReasonCode.NotAuthorized;

    public bool CanReceive(MqttIdentity identity, string topic) => IsOwn(identity, topic);

    public async ValueTask<IngestAck> PublishAsync(MqttIdentity identity, MqttMessage message, CancellationToken cancellationToken)
    {
        if (!message.Topic.Contains("/readings", StringComparison.Ordinal))
            return IngestAck.NotMine;
        var ack = await Ledger(message);
        if (ack.Outcome == IngestOutcome.Accepted)
            Stored.Enqueue(message);
        return ack;
    }

    static bool IsOwn(MqttIdentity identity, string topic) =>
        topic.StartsWith($"sb/{identity.Name.Split('/')[0]}/", StringComparison.Ordinal);
}
