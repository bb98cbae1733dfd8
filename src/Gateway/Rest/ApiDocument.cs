using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace SmartBlocks.Gateway.Rest;

/// <summary>The OpenAPI 3.1 document of the API.</summary>
public static class ApiDocument
{
    /// <summary>Adds the document.</summary>
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
    });

    static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "SmartBlocks",
            Version = "v1",
            Description = "One verifiable record of energy: meters, readings, and the ledgers they are on. Times are UTC, energy is in kWh unless a unit says otherwise, "
                + "errors are RFC 9457 problem documents with a stable `code`.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        // The address depends on where the document is read; relative to it, the API is at the root.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["apiKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "sbk_…", Description = "An API key." },
            ["device"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic", Description = "A device's user name and token; for /ingest." },
            ["session"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = Schemes.Cookie,
                Description = $"The portal's session; requests that change something also carry `{Schemes.GuardHeader}: 1`.",
            },
        };
        document.Security = [.. document.Components.SecuritySchemes.Keys.Select(name =>
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, document)] = [] })];
    }
}
