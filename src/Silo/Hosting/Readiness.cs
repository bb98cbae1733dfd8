namespace SmartBlocks.Silo.Hosting;

/// <summary>Whether the host can do its work: what has to happen first has happened.</summary>
public sealed class Readiness(IHostApplicationLifetime lifetime, SiloOptions options)
{
    volatile bool furnished = !options.Demo;

    /// <summary>Grains run, ports are open, and the demo's first data is there if there is a demo.</summary>
    public bool IsReady => furnished && lifetime.ApplicationStarted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Says that the demo's first data is there.</summary>
    public void Furnished() => furnished = true;
}

/// <summary>What <c>/healthz</c> answers.</summary>
/// <param name="Status">ready or starting.</param>
public sealed record Health(string Status);

/// <summary>Puts <c>/healthz</c> in.</summary>
public static class ReadinessSetup
{
    /// <summary>Adds readiness.</summary>
    public static void AddReadiness(this IServiceCollection services, SiloOptions options) => services.AddSingleton(options).AddSingleton<Readiness>();

    /// <summary>Says in the log where the host listens.</summary>
    public static void AnnounceAddresses(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
        app.Logger.LogInformation("Listening on {Addresses}: HTTP first, then MQTT", string.Join(", ", app.Urls)));

    /// <summary>200 when ready, else 503; for load balancers and scripts.</summary>
    public static void MapReadiness(this IEndpointRouteBuilder app) => app.MapGet("/healthz", static (Readiness readiness) => readiness.IsReady
        ? Results.Json(new Health("ready"))
        : Results.Json(new Health("starting"), statusCode: StatusCodes.Status503ServiceUnavailable)).ExcludeFromDescription();
}
