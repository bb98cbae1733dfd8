using SmartBlocks.Gateway;
using SmartBlocks.Silo;
using SmartBlocks.Silo.Demo;
using SmartBlocks.Silo.Hosting;
using SmartBlocks.Silo.Validators;

if (args is ["import", ..]) return await Importing.RunAsync(args[1..]);
if (CommandLine.Parse(args) is not { } settings) return CommandLine.ExitCode;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
if (builder.ReadOptions(settings) is not { } options) return CommandLine.Misused;

builder.ListenOn(options);
builder.AddStores(options);
builder.AddGrains(options);
builder.Services.AddGateway(options.SessionKeys, mqtt => builder.Configuration.Bind("Mqtt", mqtt));
builder.Services.AddReadiness(options);
builder.Services.AddFounding(options);
builder.Services.AddHostedValidators();
builder.Services.AddDemo(options);

var app = builder.Build();
app.UseSecurityHeaders();
app.UsePortalFiles(options);
app.UseRouting();
app.UseGateway();
app.MapGateway();
app.MapReadiness();
app.MapPortal(options);
app.AnnounceAddresses();
await app.RunAsync();
return CommandLine.Done;
