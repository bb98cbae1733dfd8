using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using SmartBlocks.Energy;
using SmartBlocks.Ledger;

namespace SmartBlocks.Rig;

/// <summary>A meter that was registered over the public interface: its key, and its device's account.</summary>
public sealed class RigMeter(string id, string ledger, SigningKey key, string username, string password, string topic)
{
    /// <summary>Meter id.</summary>
    public string Id => id;

    /// <summary>The ledger its readings are for.</summary>
    public string Ledger => ledger;

    /// <summary>Its key.</summary>
    public SigningKey Key => key;

    /// <summary>Login of its device.</summary>
    public string Username => username;

    /// <summary>Password of its device.</summary>
    public string Password => password;

    /// <summary>Topic for signed readings.</summary>
    public string Topic => topic;

    /// <summary>Tenant, as the topic has it: <c>sb/TENANT/METER/readings</c>.</summary>
    public string Tenant => topic.Split('/')[1];

    /// <summary>A signed reading of one slot.</summary>
    public Transaction Sign(DateTimeOffset start, int seconds, decimal value) =>
        Transaction.Sign(key, ledger, IntervalPayload.Family, new IntervalPayload(id, start, seconds, ImmutableArray.Create(value))
            .ToJson(),
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), RandomNumberGenerator.GetHexString(16, lowercase: true));
}

/// <summary>Registers meters the way an operator does: over REST.</summary>
public static class Meters
{
    /// <summary>Meters that the demo registered on a ledger, with their devices' keys and accounts.</summary>
    public static IReadOnlyList<RigMeter> OfDemo(SiloProcess silo, string ledger, int count) =>
        [.. silo.Demo.Devices.Where(device => device.Ledger == ledger && device.KeyFile is not null).Take(count)
            .Select(device => new RigMeter(device.Meter, ledger, SigningKey.FromPkcs8Pem(File.ReadAllText(device.KeyFile!)), device.Username, device.Password, device.Topic))];

    /// <summary>Registers electricity meters at the demo's first site and makes their devices' accounts.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="prefix">Ids are PREFIX-0000, PREFIX-0001 …</param>
    /// <param name="count">How many.</param>
    /// <param name="seconds">Length of their slots.</param>
    /// <param name="signing">False: the devices cannot sign; the gateway attests.</param>
    /// <param name="kind">interval or register.</param>
    public static async Task<IReadOnlyList<RigMeter>> RegisterAsync(SiloProcess silo, string prefix, int count, int seconds = 60,
        bool signing = true, string kind = "interval")
    {
        using var client = silo.Client();
        using var sites = JsonDocument.Parse(await client.GetStringAsync("/api/v1/sites"));
        var site = sites.RootElement.GetProperty("items")[0];
        var ledger = site.GetProperty("ledger").GetString()!;
        var meters = new List<RigMeter>();
        for (var number = 0; number < count; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number:0000}");
            var key = SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));
            var body = new
            {
                id, site = site.GetProperty("id").GetString(), name = id, commodity = "electricity", unit = "kWh", direction = "import",
                    kind,
                resolutionSeconds = seconds, key = signing ? (JsonElement?)JsonElement.Parse(key.PublicKey.ToJwk()) : null,
            };
            using var registered = await client.PostAsJsonAsync("/api/v1/meters", body);
            await EnsureAsync(registered);
            using var issued = await client.PostAsync($"/api/v1/meters/{id}/credentials", null);
            await EnsureAsync(issued);
            using var account = JsonDocument.Parse(await issued.Content.ReadAsStringAsync());
            string Text(string name) => account.RootElement.GetProperty(name).GetString()!;
            meters.Add(new RigMeter(id, ledger, key, Text("username"), Text("password"), Text("topic")));
        }

        return meters;
    }

    static async Task EnsureAsync(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(
                $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri?.PathAndQuery} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}
