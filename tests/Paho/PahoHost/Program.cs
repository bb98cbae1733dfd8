// The MQTT endpoint alone, with its topics open to loopback clients: what the Eclipse Paho interoperability suite runs against.
// usage: PahoHost PORT
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections;
using SmartBlocks.Gateway.Mqtt;
using SmartBlocks.PahoHost;

var port = args.Length == 1 && ushort.TryParse(args[0], CultureInfo.InvariantCulture, out var given) ? given : (ushort)0;
var builder = WebApplication.CreateSlimBuilder();
builder.Services.AddMqttEndpoint(options =>
{
    options.OpenTopics.Add("#");
    options.OpenTopics.Add("!test/nosubscribe"); // the suite wants one topic it may not subscribe to
});
builder.Services.AddSingleton<IMqttAuthenticator, Nobody>().AddSingleton<IMqttAuthorizer, Nobody>().AddSingleton<IMqttIngest, Nobody>();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listener => listener.UseConnectionHandler<MqttConnectionHandler>()));
var app = builder.Build();
await app.StartAsync();
Console.WriteLine($"listening on {app.Urls.First()}");
await app.WaitForShutdownAsync();
