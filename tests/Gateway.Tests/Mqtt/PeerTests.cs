using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using SmartBlocks.Gateway.Mqtt;
using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Tests.Mqtt;

/// <summary>Clients others wrote: Mosquitto's, MQTT.js and Eclipse Paho.</summary>
public sealed class PeerTests
{
    static readonly string[] Account = ["-u", "nimbus/main", "-P", "secret"];

    /// <summary>A ledger that takes everything but "bad".</summary>
    static async Task<MqttTestHost> StartAsync(X509Certificate2? certificate = null)
    {
        var host = await MqttTestHost.StartAsync(certificate: certificate);
        host.Seams.Ledger = m => Task.FromResult(Encoding.UTF8.GetString(m.Payload.Span) == "bad"
            ? IngestAck.Rejected(ReasonCode.ImplementationSpecificError, "reading.bad: no such reading", "sb/nimbus/main/rejected", "{\"code\":\"reading.bad\"}"u8.ToArray())
            : IngestAck.Accepted);
        return host;
    }

    static string[] Server(MqttTestHost host) => ["-h", "127.0.0.1", "-p", $"{host.Port}"];

    [Theory]
    [InlineData("mqttv311", 1)]
    [InlineData("mqttv311", 2)]
    [InlineData("mqttv5", 1)]
    [InlineData("mqttv5", 2)]
    public async Task Mosquitto_pub_ends_well_once_the_reading_is_stored(string version, int qos)
    {
        await using var host = await StartAsync();
        var (code, output) = await Peer.RunAsync("mosquitto_pub", [.. Server(host), .. Account, "-V", version, "-q", $"{qos}", "-t", "sb/nimbus/main/readings", "-m", "good", "--repeat", "20"]);
        code.ShouldBe(0, output);
        host.Seams.Stored.Count.ShouldBe(20);
    }

    [Fact]
    public async Task Mosquitto_pub_tells_a_wrong_password()
    {
        await using var host = await StartAsync();
        var (code, output) = await Peer.RunAsync("mosquitto_pub", [.. Server(host), "-u", "nimbus/main", "-P", "wrong", "-t", "a", "-m", "b"]);
        code.ShouldNotBe(0);
        output.ShouldContain("Connection", Case.Insensitive);
    }

    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task Mosquitto_sub_follows_accepted_readings(string version)
    {
        await using var host = await StartAsync();
        using var sub = Peer.Start("mosquitto_sub", [.. Server(host), .. Account, "-V", version, "-q", "1", "-t", "sb/+/+/accepted", "-C", "3", "-W", "30", "-v"]);
        var output = sub.StandardOutput.ReadToEndAsync();
        await host.Broker.PublishAsync("sb/nimbus/main/accepted", "retained"u8.ToArray(), QualityOfService.AtLeastOnce, retain: true);
        // The retained message says when the subscription stands, whichever came first.
        for (var i = 0; !sub.HasExited; i++)
        {
            await host.Broker.PublishAsync("sb/other/main/accepted", "hidden"u8.ToArray(), QualityOfService.AtLeastOnce);
            await host.Broker.PublishAsync("sb/nimbus/main/accepted", Encoding.UTF8.GetBytes($"live {i}"), QualityOfService.AtLeastOnce);
            await Task.Delay(100);
        }
        var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        sub.ExitCode.ShouldBe(0);
        lines.Length.ShouldBe(3);
        lines.ShouldAllBe(l => l.StartsWith("sb/nimbus/main/accepted ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Mqtt_js(int version)
    {
        Assert.SkipUnless(Directory.Exists(Peer.Script("node_modules/mqtt")), "MQTT.js is not installed; tests/setup.sh installs it");
        await using var host = await StartAsync();
        var seen = await Result("node", Peer.Script("mqttjs.mjs"), $"{host.Port}", $"{version}");
        Check(seen);
        if (version == 5)
            seen.GetProperty("refused").GetInt32().ShouldBe((int)ReasonCode.ImplementationSpecificError);
        else
            seen.GetProperty("refused").ValueKind.ShouldBe(JsonValueKind.Null, "3.1.1 has no refusal");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Paho_python(int version)
    {
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3"; // where Debian's packages are seen
        Assert.SkipUnless((await Peer.RunAsync(python, "-c", "import paho.mqtt.client")).ExitCode == 0, "python3-paho-mqtt is not installed; tests/setup.sh installs it");
        await using var host = await StartAsync();
        Check(await Result(python, Peer.Script("paho_client.py"), $"{host.Port}", $"{version}"));
    }

    [Fact]
    public async Task A_tls_client_certificate_is_an_identity()
    {
        using var server = Certificate("localhost");
        await using var host = await StartAsync(server);
        using var device = Certificate("nimbus/main");
        await using (var client = await TestClient.OpenAsync(host.Port, device))
        {
            (await client.ConnectAsync(new ConnectPacket { ClientId = "c" })).ReasonCode.ShouldBe(ReasonCode.Success);
            await client.SendAsync(new PublishPacket { Topic = "sb/nimbus/main/readings", QualityOfService = QualityOfService.AtLeastOnce, PacketIdentifier = 1, Payload = "good"u8.ToArray() });
            await client.ReceiveAsync<PubackPacket>();
        }
        host.Seams.Shown.Single().ClientCertificate!.Thumbprint.ShouldBe(device.Thumbprint);

        var folder = Directory.CreateTempSubdirectory("smartblocks-mqtt-");
        try
        {
            var trusted = Path.Combine(folder.FullName, "server.pem");
            await File.WriteAllTextAsync(trusted, server.ExportCertificatePem());
            var (code, output) = await Peer.RunAsync("mosquitto_pub", [.. Server(host), .. Account, "--cafile", trusted, "--insecure", "-q", "1", "-t", "sb/nimbus/main/readings", "-m", "good"]);
            code.ShouldBe(0, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static void Check(JsonElement seen)
    {
        seen.GetProperty("events").EnumerateArray().Select(e => e.GetString()).ShouldBe(["0:event 0", "1:event 1", "2:event 2"], ignoreOrder: true);
        seen.GetProperty("acknowledged").GetInt32().ShouldBe(2);
        seen.GetProperty("rejected").GetString()!.ShouldContain("reading.bad");
    }

    static async Task<JsonElement> Result(string program, params string[] arguments)
    {
        var (code, output) = await Peer.RunAsync(program, arguments);
        code.ShouldBe(0, output);
        return JsonDocument.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Last(l => l.StartsWith('{'))).RootElement;
    }

    static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedNameBuilder().With(name), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}

static class DistinguishedNames
{
    public static X500DistinguishedName With(this X500DistinguishedNameBuilder builder, string commonName)
    {
        builder.AddCommonName(commonName);
        return builder.Build();
    }
}
