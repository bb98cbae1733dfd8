using System.ComponentModel;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Readings over HTTP, for devices and systems that do not speak MQTT. The answer comes when the ledger has them, or refused them.</summary>
public static class IngestEndpoints
{
    /// <summary>Longest body, bytes.</summary>
    public const int MaximumBytes = 4 << 20;

    /// <summary>How long to wait for the read model before answering, so that a caller reads its own writes.</summary>
    static readonly TimeSpan ReadModelWait = TimeSpan.FromSeconds(2);

    /// <summary>The table.</summary>
    public static void MapIngest(this IEndpointRouteBuilder api) =>
        api.MapPost("/ingest", IngestAsync).WithTags("Readings").WithName("ingest")
            .WithSummary("Bring readings to the ledger: signed transactions (application/jose, application/json), SenML, DSMR P1, OCMF or CSV")
            .WithDescription("""
                | Content-Type | payload | meter |
                |---|---|---|
                | application/jose | one signed transaction, compact JWS | from the payload |
                | application/json | a batch, or an array of batches or compact JWS | from the payload |
                | application/senml+json | SenML (RFC 8428), attested by the gateway | `?meter=` |
                | text/plain;format=p1 | DSMR P1 telegram, attested by the gateway | `?meter=` |
                | text/plain;format=ocmf | OCMF record, kept verbatim | `?meter=` |
                | text/csv | CSV history, attested by the gateway | `?meter=` |
                """)
            .Accepts<string>("application/json", "application/jose", "application/senml+json", "text/plain", "text/csv")
            .Refuses(400, 403, 404, 413, 415, 422);

    static async Task<Ok<IngestAnswer>> IngestAsync(HttpContext context, Viewer viewer, IGrainFactory grains, CancellationToken cancellation,
        [Description("The meter; needed unless the payload is signed and names it.")] string? meter = null)
    {
        var caller = Caller.From(context.User);
        var format = FormatOf(context.Request);
        var body = await RequestBody.ReadAsync(context.Request, MaximumBytes, cancellation);
        var parts = format == "signed" ? SignedParts.Split(body, meter) : [new MeterPart(Named(meter), body)];
        foreach (var part in parts)
            if (!AccessPolicy.CanPublish(caller, caller.Tenant, part.Meter)) throw Refuse(caller, part.Meter);
        var answers = new List<IngestItem>();
        var newest = new List<(string Meter, long Block)>();
        foreach (var part in parts)
        {
            var grain = grains.GetGrain<IMeterGrain>($"{caller.Tenant}/{part.Meter}");
            var result = await grain.Ingest(new IngestRequest(format, part.Payload, caller.Id), cancellation);
            if (result.Rejection is { } whole)
            {
                if (parts.Count == 1) throw whole.Code == "meter.unknown" ? ProblemException.NotFound("meter", part.Meter) : ProblemException.Of(whole);
                answers.Add(new IngestItem("", "INVALID", null, null, new FieldError(whole.Code, whole.Detail, whole.Field, whole.Value)));
            }
            else answers.AddRange(result.Outcomes.Select(Describe));
            newest.Add((part.Meter, result.Outcomes.IsDefaultOrEmpty ? -1 : result.Outcomes.Max(o => o.Block)));
        }
        await CatchUpAsync(await viewer.ViewAsync(caller), newest, grains, cancellation);
        return TypedResults.Ok(new IngestAnswer(answers));
    }

    static async Task CatchUpAsync(View view, List<(string Meter, long Block)> newest, IGrainFactory grains, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(ReadModelWait);
        try
        {
            foreach (var (meter, block) in newest.Where(n => n.Block >= 0))
                if (view.Meter(meter) is { } info) await grains.GetGrain<IFollowerGrain>(info.Ledger).WaitFor(block, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The ledger has the readings, which is what was asked for; the read model comes when it comes.
        }
    }

    /// <summary>An outcome as the API says it.</summary>
    public static IngestItem Describe(BatchOutcome o) => new(o.Id, o.Status.ToString().ToUpperInvariant(), o.Block < 0 ? null : o.Block, o.Index < 0 ? null : o.Index,
        o.Rejection is { } r ? new FieldError(r.Code, r.Detail, r.Field, r.Value) : null);

    // A device learns nothing of meters that are not its own; whoever reads the tenant is told plainly.
    static ProblemException Refuse(Caller caller, string meter) => caller.Kind == CallerKind.Device
        ? ProblemException.NotFound("meter", meter)
        : ProblemException.Denied(caller.Role, "bring readings");

    static string Named(string? meter) => string.IsNullOrEmpty(meter) ? throw ProblemException.Invalid("meter", meter, "?meter= must say which meter the payload is of.") : meter;

    static string FormatOf(HttpRequest request)
    {
        var type = request.GetTypedHeaders().ContentType;
        var parameter = type?.Parameters.FirstOrDefault(p => p.Name.Equals("format", StringComparison.OrdinalIgnoreCase))?.Value.Value;
        return (type?.MediaType.Value?.ToLowerInvariant(), parameter?.ToLowerInvariant()) switch
        {
            ("application/jose" or "application/json", _) => "signed",
            ("application/senml+json", _) => "senml",
            ("text/plain", "p1") => "p1",
            ("text/plain", "ocmf") => "ocmf",
            ("text/csv", _) => "csv",
            _ => throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, "request.mediaType",
                "Content-Type must be application/jose, application/json, application/senml+json, text/plain;format=p1, text/plain;format=ocmf or text/csv.",
                "Content-Type", request.ContentType),
        };
    }
}
