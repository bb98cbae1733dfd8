using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SmartBlocks.Energy.Formats;
using SmartBlocks.Rig;

namespace SmartBlocks.Campaigns;

/// <summary>
/// Damaged MQTT packets, transactions, SenML and P1 telegrams against a running silo: each gets a clear answer, the silo neither ends nor
/// grows, and
/// it serves a good reading afterwards as before.
/// </summary>
public static class FuzzCampaign
{
    const long AllowedGrowthBytes = 96L * 1024 * 1024;
    static readonly TimeSpan patience = TimeSpan.FromSeconds(15);

    /// <summary>Runs it: 10,000 mutations in the long form, 800 in the short.</summary>
    public static async Task RunAsync(CampaignOptions options)
    {
        var perKind = options.IsLong ? 2_500 : 200;
        var chance = new Random(options.Seed);
        var mutator = new Mutator(chance);
        using var folder = new TemporaryFolder("fuzz");
        using var silo = await SiloProcess.StartAsync(folder["data"]);
        var signing = (await Meters.RegisterAsync(silo, "fuzz-signed", 1))[0];
        var attested = (await Meters.RegisterAsync(silo, "fuzz-plain", 1, signing: false))[0];
        var register = (await Meters.RegisterAsync(silo, "fuzz-p1", 1, signing: false, kind: "register"))[0];
        using var client = silo.Client();
        client.Timeout = patience;
        var today = new DateTimeOffset(DateTime.UtcNow.Date.AddDays(-30), TimeSpan.Zero);
        var minutes = 0;

        // The working set is found first; what the silo holds after that, it must give back.
        await RunKindAsync("warm-up", perKind / 4, () =>
            PostAsync(client, "/api/v1/ingest", "application/jose",
            mutator.Mutate(Reading().ToArray())));
        var before = silo.ResidentBytes;
        await RunKindAsync("MQTT packets", perKind, () => SendPacketsAsync(silo, signing, mutator, chance));
        await RunKindAsync("JWS transactions", perKind, () => chance.Next(3) == 0
            ? PostAsync(client, "/api/v1/ingest", "application/json",
                mutator.Mutate(MemoryRun.Array([Reading(), Reading()])))
            : PostAsync(client, "/api/v1/ingest", "application/jose",
                mutator.Mutate(Reading().ToArray()), neverCommitted: true));
        await RunKindAsync("SenML", perKind, () =>
            PostAsync(client, $"/api/v1/ingest?meter={attested.Id}", "application/senml+json",
            mutator.Mutate(SenMl(today.AddMinutes(minutes++)))));
        await RunKindAsync("P1 telegrams", perKind, () =>
            PostAsync(client, $"/api/v1/ingest?meter={register.Id}", "text/plain;format=p1",
            mutator.Mutate(Telegram(today.AddMinutes(minutes++)))));

        if (silo.HasExited) throw new CampaignException($"The silo ended:\n{silo.Output}");
        var growth = silo.ResidentBytes - before;
        Console.WriteLine(FormattableString.Invariant($"  memory: {before / 1e6:0} MB before, {silo.ResidentBytes / 1e6:0} MB after"));
        if (growth > AllowedGrowthBytes) throw new CampaignException(FormattableString.Invariant($"The silo grew by {growth / 1e6:0} MB."));
        await using var good = await MqttPublisher.ConnectAsync(silo.MqttPort, "fuzz-good", signing.Username, signing.Password);
        await good.PublishAsync(signing.Topic, [signing.Sign(today.AddDays(-1), 60, 1).Bytes], 1).WaitAsync(patience);

        ReadOnlyMemory<byte> Reading() => signing.Sign(today.AddMinutes(minutes++), 60, 1).Bytes;

        async Task RunKindAsync(string kind, int count, Func<Task<string>> attempt)
        {
            var answers = new SortedDictionary<string, int>(StringComparer.Ordinal);
            for (var number = 0; number < count; number++)
            {
                string answer;
                try
                {
                    answer = await attempt();
                }
                catch (Exception exception) when (
                    exception is HttpRequestException or TaskCanceledException or TimeoutException or SocketException or IOException)
                {
                    throw new CampaignException($"{kind}, attempt {number}: no answer ({exception.Message}).\n{silo.Output}");
                }

                answers[answer] = answers.GetValueOrDefault(answer) + 1;
            }

            Console.WriteLine(
                $"  {kind}, {count}: {string.Join(", ", answers.OrderByDescending(pair => pair.Value).Take(12).Select(pair => $"{pair.Key} {pair.Value}"))}");
        }
    }

    // Answers: the code of the rejection; or COMMITTED where the damaged payload is still a sound one, which only unsigned formats can be.
    static async Task<string> PostAsync(HttpClient client, string path, string type, byte[] body, bool neverCommitted = false)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await client.PostAsync(path, content);
        var text = await answer.Content.ReadAsStringAsync();
        if ((int)answer.StatusCode >= 500) throw new CampaignException(
            $"{path} answers {(int)answer.StatusCode} to {Convert.ToBase64String(body)}: {text}");
        using var json = Parse(text)
            ?? throw new CampaignException(
            $"{path} answers {(int)answer.StatusCode} without JSON to {Convert.ToBase64String(body)}: {text}");
        if (!answer.IsSuccessStatusCode)
            return Said(json.RootElement, "code", text) is var code && Said(json.RootElement, "detail", text).Length > 0 ? code : "";
        var results = json.RootElement.GetProperty("results").EnumerateArray().ToList();
        if (results.FirstOrDefault(result =>
            result.GetProperty("status").GetString() != "COMMITTED") is { ValueKind: JsonValueKind.Object } refused)
            return Said(refused.GetProperty("rejection"), "code", text);
        if (neverCommitted) throw new CampaignException($"A damaged transaction was committed: {Encoding.Latin1.GetString(body)}");
        return "COMMITTED";
    }

    static string Said(JsonElement json, string member, string text) =>
        json.TryGetProperty(member, out var value) && value.GetString() is { Length: > 0 } said
            ? said : throw new CampaignException($"A rejection does not say its {member}: {text}");

    static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A connection that begins well or badly and goes on badly. The silo must answer with packets or close; after our half is closed it
    // must close its own.
    static async Task<string> SendPacketsAsync(SiloProcess silo, RigMeter meter, Mutator mutator, Random chance)
    {
        byte[][] good =
        [
            MqttPublisher.Connect("fuzz" + chance.Next(8).ToString(CultureInfo.InvariantCulture), meter.Username, meter.Password,
                chance.Next(2) == 0 ? (byte)4 : (byte)5),
            MqttPublisher.Publish(meter.Topic, 7, "not a transaction"u8),
            [0x82, 9, 0, 9, 0, 4, (byte)'s', (byte)'b', (byte)'/', (byte)'#', 1],
            [0xA2, 8, 0, 10, 0, 4, (byte)'s', (byte)'b', (byte)'/', (byte)'#'],
            [0xC0, 0],
            [0x62, 2, 0, 7],
            [0xE0, 0],
        ];
        using var connection = new TcpClient { NoDelay = true };
        await connection.ConnectAsync("127.0.0.1", silo.MqttPort).WaitAsync(patience);
        var stream = connection.GetStream();
        using var limit = new CancellationTokenSource(patience);
        var damaged = chance.Next(good.Length);
        try
        {
            for (var number = 0; number <= damaged; number++)
                await stream.WriteAsync(number == damaged ? mutator.Mutate(good[number]) : good[number], limit.Token);
            connection.Client.Shutdown(SocketShutdown.Send);
            var received = 0;
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer, limit.Token) is var length and > 0) received += length;
            return received == 0 ? "closed" : "answered and closed";
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("the silo keeps a connection whose other half is closed");
        }
        catch (IOException)
        {
            return "reset";
        }
    }

    static byte[] SenMl(DateTimeOffset at) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$"""[{"bn":"urn:dev:fuzz:","bt":{{at.ToUnixTimeSeconds()}},"n":"energy","u":"Wh","v":125,"t":0},{"n":"energy","u":"Wh","v":130,"t":60}]"""));

    static byte[] Telegram(DateTimeOffset at)
    {
        var body =
            string.Create(CultureInfo.InvariantCulture,
            $"/ISK5\\2MT382-1000\r\n\r\n1-3:0.2.8(50)\r\n0-0:1.0.0({at:yyMMddHHmmss}W)\r\n1-0:1.8.1({1000 + at.Minute:000000}.123*kWh)\r\n!");
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{body}{Crc16.Of(Encoding.ASCII.GetBytes(body)):X4}\r\n"));
    }
}
