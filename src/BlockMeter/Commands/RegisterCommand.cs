using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Keys;

namespace SmartBlocks.BlockMeter.Commands;

/// <summary><c>blockmeter register</c>: from nothing to a meter that may publish, over the public REST API.</summary>
internal static class RegisterCommand
{
    private const string ApiKeyVariable = "BLOCKMETER_API_KEY";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly Argument<string> Meter = new("meter") { Description = "Identifier of the new meter: a-z, 0-9 and '-'." };
    private static readonly Option<string> Api = new("--api", "-a") { Description = "Address of the portal.", HelpName = "url", DefaultValueFactory = _ => "http://localhost:8080" };
    private static readonly Option<string?> ApiKey = new("--api-key", "-k") { Description = $"API key of somebody who may register meters; or in the environment, as {ApiKeyVariable}.", HelpName = "key" };
    private static readonly Option<string> Site = new("--site") { Description = "Site that the meter stands on.", HelpName = "id", Required = true };
    private static readonly Option<string?> Name = new("--name") { Description = "What people call it.", HelpName = "text" };
    private static readonly Option<string> CommodityOption = new("--commodity") { Description = "electricity, gas, heat or water.", HelpName = "word", DefaultValueFactory = _ => "electricity" };
    private static readonly Option<string> Unit = new("--unit") { Description = "kWh, m3 or l.", HelpName = "word", DefaultValueFactory = _ => "kWh" };
    private static readonly Option<string> DirectionOption = new("--direction") { Description = "import, export, generation, consumption or storage.", HelpName = "word", DefaultValueFactory = _ => "consumption" };
    private static readonly Option<string> Kind = new("--kind") { Description = "interval (energy per slot) or register (cumulative).", HelpName = "word", DefaultValueFactory = _ => "interval" };
    private static readonly Option<string?> Parent = new("--parent") { Description = "Meter above it on the same site.", HelpName = "id" };
    private static readonly Option<string?> Source = new("--source") { Description = "grid, chp, wind, solar, battery, boiler or load.", HelpName = "word" };
    private static readonly Option<int> Slot = new("--slot", "-s") { Description = "How often it reports, seconds.", HelpName = "seconds", DefaultValueFactory = _ => 3600 };

    public static Command Create()
    {
        var data = ConnectionOptions.Data();
        var command = new Command(
            "register", "Registers a meter over the REST API: makes its key if it has none, puts the public half on the ledger, and stores the login that its readings are published with.")
        {
            Meter, Api, ApiKey, Site, Name, CommodityOption, Unit, DirectionOption, Kind, Parent, Source, Slot, data,
        };
        Examples.Add(command,
            ("A building's electricity, hourly", "blockmeter register b97-electricity --site nimbus --name \"Building 97\" --api-key sbk_…"),
            ("A gas register, below nothing", "blockmeter register house-gas --site nimbus --commodity gas --unit m3 --kind register --slot 900"));
        command.Handle((parsed, cancellation) => RegisterAsync(parsed, parsed.GetRequiredValue(data).FullName, cancellation));
        return command;
    }

    private static async Task RegisterAsync(ParseResult parsed, string folder, CancellationToken cancellation)
    {
        var meter = parsed.GetRequiredValue(Meter);
        var apiKey = parsed.GetValue(ApiKey) ?? Environment.GetEnvironmentVariable(ApiKeyVariable) ?? throw new AgentException($"an API key is needed: --api-key, or {ApiKeyVariable}");
        if (!Uri.TryCreate(parsed.GetRequiredValue(Api), UriKind.Absolute, out var portal) || portal.Scheme is not ("http" or "https"))
            throw new AgentException($"--api is '{parsed.GetRequiredValue(Api)}': must be like http://localhost:8080");
        using var key = new KeyFolder(Path.Combine(folder, "keys")).LoadOrCreate(meter);
        using var http = new HttpClient { BaseAddress = new Uri(portal, "/api/v1/"), Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        var body = new
        {
            id = meter, site = parsed.GetRequiredValue(Site), name = parsed.GetValue(Name) ?? meter, commodity = parsed.GetRequiredValue(CommodityOption),
            unit = parsed.GetRequiredValue(Unit), direction = parsed.GetRequiredValue(DirectionOption), kind = parsed.GetRequiredValue(Kind), source = parsed.GetValue(Source),
            parent = parsed.GetValue(Parent), resolutionSeconds = parsed.GetRequiredValue(Slot), key = JsonSerializer.Deserialize<JsonElement>(key.PublicKey.ToJwk()),
        };
        var registered = await PostAsync(http, "meters", JsonContent.Create(body, options: Json), cancellation);
        Run.Say($"meter {meter} is on ledger {Text(registered, "ledger")} with key {key.KeyId}");
        var login = await PostAsync(http, $"meters/{meter}/credentials", null, cancellation);
        var file = new LoginFolder(folder).Store(meter, new Login(Text(login, "username"), Text(login, "password")));
        Run.Say($"it publishes as {Text(login, "username")} to {Text(login, "topic")}; the login is in {file}");
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, HttpContent? body, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.PostAsync(path, body, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            if (response.IsSuccessStatusCode)
                return JsonSerializer.Deserialize<JsonElement>(text);
            throw new AgentException($"{http.BaseAddress}{path} answered {(int)response.StatusCode}: {Problem(text)}");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new AgentException($"{http.BaseAddress}{path}: {e.Message}");
        }
    }

    /// <summary>The sentence of an RFC 9457 problem.</summary>
    private static string Problem(string text)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<JsonElement>(text);
            return problem.TryGetProperty("detail", out var detail) ? detail.ToString() : problem.TryGetProperty("title", out var title) ? title.ToString() : text;
        }
        catch (JsonException)
        {
            return text.Length > 200 ? text[..200] : text;
        }
    }

    private static string Text(JsonElement answer, string field) =>
        answer.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new AgentException($"the answer lacks {field}");
}
