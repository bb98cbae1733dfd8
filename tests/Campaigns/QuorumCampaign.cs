using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmartBlocks.Ledger;
using SmartBlocks.Rig;

namespace SmartBlocks.Campaigns;

/// <summary>
/// A ledger certified by four validators, each a process with its own replica. First what must happen with one and with two of them stopped; then
/// validators and silo are killed while devices publish through their outboxes: two validators, the silo, then whom chance picks. Afterwards: no reading that was ever taken is lost or
/// doubled, all replicas stand on the host's block and roots, no validator saw a fork, and the ledger verifies from its genesis block on.
/// </summary>
public static class QuorumCampaign
{
    const string Ledger = "bench";
    const int Validators = 4, Devices = 6;

    /// <summary>Of a busy machine: five processes re-execute every block, and share its cores and disk with whatever else is built there.</summary>
    static readonly TimeSpan patience = TimeSpan.FromMinutes(5);

    static readonly TimeSpan between = TimeSpan.FromMilliseconds(200), acknowledged = TimeSpan.FromSeconds(90);

    /// <summary>Runs it: ten minutes of killing in the long form, half a minute in the short.</summary>
    public static async Task RunAsync(CampaignOptions options)
    {
        var chance = new Random(options.Seed);
        using var folder = new TemporaryFolder("quorum");
        using var silo = await SiloProcess.StartAsync(folder["data"]);
        var keys = Enumerable.Range(0, Validators).Select(number => NewKey(folder[$"validator-{number}.pem"])).ToList();
        await HandOverAsync(silo, folder["data"], keys);
        var validators = keys.Select((_, number) =>
            new ValidatorProcess(Ledger, silo.Url, folder[$"validator-{number}.pem"], folder[$"replica-{number}"])).ToList();
        using var stop = new CancellationTokenSource();
        var devices = Meters.OfDemo(silo, Ledger, Devices).Select(meter => new OutboxDevice(meter, silo.MqttPort, folder[$"device-{meter.Id}"], between, acknowledged)).ToList();
        var working = devices.Select(device => device.RunAsync(stop.Token)).ToList();
        try
        {
            await ProgressAsync(devices, validators, silo);
            await StopOneAndTwoAsync(devices, validators, silo);
            await KillAsync(options, chance, devices, validators, silo);
            foreach (var device in devices) device.StopTaking();
            await OutboxDevices.DrainAsync(devices, silo);
            await OutboxDevices.CompareAsync(devices, silo);
            await CompareReplicasAsync(validators, silo);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(working);
            foreach (var validator in validators) validator.Dispose();
            foreach (var device in devices) device.Dispose();
        }
    }

    // The operator alone may still decide on this ledger: it registers four keys and hands the ledger over to them, all in one batch.
    static async Task HandOverAsync(SiloProcess silo, string data, IReadOnlyList<SigningKey> keys)
    {
        using var operatorKey = SigningKey.FromPkcs8Pem(await File.ReadAllTextAsync(Path.Combine(data, "keys", "operator", Ledger + ".pem")));
        Transaction Sign(string family, string payload) => Transaction.Sign(operatorKey, Ledger, family, Encoding.UTF8.GetBytes(payload),
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), RandomNumberGenerator.GetHexString(16, lowercase: true));
        var batch = Batch.Create(operatorKey, [
            .. keys.Select((key, number) => Sign("key/1",
                $$"""{"op":"register","jwk":{{key.PublicKey.ToJwk()}},"party":"validator-{{number.ToString(CultureInfo.InvariantCulture)}}","role":"validator"}""")),
            Sign("settings/1", $$"""{"op":"set","name":"validators","value":[{{string.Join(',', keys.Select(key => key.PublicKey.ToJwk()))}}]}"""),
            Sign("settings/1", """{"op":"set","name":"engine","value":"quorum"}"""),
        ]);
        using var client = silo.Client(Ledger);
        using var content = new ByteArrayContent(batch.ToJson());
        content.Headers.ContentType = new("application/json");
        using var answer = await client.PostAsync($"/api/v1/ledgers/{Ledger}/batches?wait=30", content);
        var text = await answer.Content.ReadAsStringAsync();
        if (!text.Contains("COMMITTED", StringComparison.Ordinal)) throw new CampaignException($"The ledger was not handed over: {text}");
    }

    static async Task StopOneAndTwoAsync(List<OutboxDevice> devices, List<ValidatorProcess> validators, SiloProcess silo)
    {
        validators[3].Stop();
        await ProgressAsync(devices, validators, silo);
        Console.WriteLine("  one of four stopped: readings are acknowledged");

        validators[2].Stop();
        // What was certified before the second one went may still be on its way to its device.
        await Task.Delay(TimeSpan.FromSeconds(2));
        var before = Delivered(devices);
        await Task.Delay(TimeSpan.FromSeconds(5));
        if (Delivered(devices) != before) throw new CampaignException($"{Delivered(devices) - before} readings were acknowledged with two of four validators stopped.");
        Console.WriteLine($"  two of four stopped: nothing is acknowledged, {devices.Sum(device => device.Status.Waiting)} readings wait");

        validators[2].Restart();
        validators[3].Restart();
        var waiting = devices.Sum(device => device.Taken.Count);
        await UntilAsync(() => Task.FromResult(Delivered(devices) >= waiting), () => Describe("What waited was not acknowledged after they came back", devices, validators, silo));
        Console.WriteLine("  both came back: everything that waited is acknowledged");
    }

    static async Task KillAsync(CampaignOptions options, Random chance, List<OutboxDevice> devices, List<ValidatorProcess> validators, SiloProcess silo)
    {
        var clock = Stopwatch.StartNew();
        var length = options.IsLong ? TimeSpan.FromMinutes(10) : TimeSpan.FromSeconds(30);
        var (kills, silos) = (0, 0);
        using var silence = new Silence(() => Delivered(devices));
        for (var round = 1; clock.Elapsed < length; round++)
        {
            // Half of the rounds wait until readings are being acknowledged again, so that they are cut off in the middle of it.
            if (round % 2 == 0) await ProgressAsync(devices, validators, silo);
            await Task.Delay(chance.Next(0, 1_500));
            // However slow the machine, the first rounds kill some of each.
            var struck = validators.OrderBy(_ => chance.Next()).Take(round switch { 1 => 2, 2 => 0, _ => chance.Next(0, 4) }).ToList();
            var strikesSilo = struck.Count == 0 || chance.Next(6) == 0;
            foreach (var validator in struck) validator.Kill();
            if (strikesSilo) silo.Kill();
            kills += struck.Count;
            silos += strikesSilo ? 1 : 0;
            if (chance.Next(2) == 0) await Task.Delay(chance.Next(0, 3_000));
            foreach (var validator in struck) validator.Restart();
            if (strikesSilo) await silo.RestartAsync();
            if (options.IsLong && round % 20 == 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {clock.Elapsed:m\\:ss}: {kills} validators and {silos} silos killed, {Delivered(devices)} readings acknowledged"));
        }

        await ProgressAsync(devices, validators, silo);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  in {clock.Elapsed.TotalSeconds:0} s: {kills} validators and {silos} silos killed, {Delivered(devices)} readings acknowledged, at most {silence.Longest.TotalSeconds:0.0} s apart"));
    }

    static async Task CompareReplicasAsync(List<ValidatorProcess> validators, SiloProcess silo)
    {
        using var client = silo.Client(Ledger);
        var host = await client.GetFromJsonAsync<JsonElement>($"/api/v1/ledgers/{Ledger}");
        foreach (var validator in validators)
        {
            JsonElement? head = null;
            await UntilAsync(async () => (head = await validator.HeadAsync()) is { } found && Text(found, "lastBlock") == Text(host, "lastBlock"),
                () => $"The replica {validator.Folder} stands at {head}, the host at {host}:\n{validator.Output}");
            foreach (var root in (string[])["historyRoot", "stateRoot"])
                if (Text(head!.Value, root) != Text(host, root)) throw new CampaignException($"{root} of {validator.Folder} is {Text(head.Value, root)}, the host's is {Text(host, root)}.");
            var health = await validator.HealthAsync();
            if (health is null || Text(health.Value, "status") != "ok") throw new CampaignException($"A validator is not well: {health}\n{validator.Output}");
            if (Directory.Exists(Path.Combine(validator.Folder, "evidence")))
                throw new CampaignException($"A validator found evidence against an honest host:\n{string.Join('\n', Directory.GetFiles(Path.Combine(validator.Folder, "evidence")))}\n{validator.Output}");
        }

        using var verify = new ChildProcess(Executables.Find("Validator", "validator"), ["verify", silo.Url, "--ledger", Ledger, "--quiet"],
            environment: new Dictionary<string, string> { ["SMARTBLOCKS_API_KEY"] = silo.Demo.Ledgers.First(l => l.Id == Ledger).ApiKey });
        if (!verify.WaitForExit(patience) || verify.ExitCode != 0) throw new CampaignException($"The ledger does not verify:\n{verify.Output}");
        Console.WriteLine($"  no fork: host and {validators.Count} replicas stand on block {host.GetProperty("height").GetInt64()} with the same roots; the ledger verifies from its genesis block on");
    }

    static async Task ProgressAsync(List<OutboxDevice> devices, List<ValidatorProcess> validators, SiloProcess silo)
    {
        var before = Delivered(devices);
        await UntilAsync(() => Task.FromResult(Delivered(devices) > before), () => Describe("Nothing is acknowledged any more", devices, validators, silo));
    }

    static async Task UntilAsync(Func<Task<bool>> reached, Func<string> otherwise)
    {
        for (var clock = Stopwatch.StartNew(); !await reached(); await Task.Delay(100))
            if (clock.Elapsed > patience) throw new CampaignException(otherwise());
    }

    static string Votes(SiloProcess silo)
    {
        try
        {
            using var client = silo.Client(Ledger);
            return client.GetStringAsync($"/api/v1/ledgers/{Ledger}/validators").GetAwaiter().GetResult();
        }
        catch (HttpRequestException exception)
        {
            return exception.Message;
        }
    }

    static string Describe(string what, List<OutboxDevice> devices, List<ValidatorProcess> validators, SiloProcess silo) =>
        $"{what}: {string.Join(", ", devices.Select(device => $"{device.Status.Waiting} wait ({device.Status.Problem})"))}\n"
        + string.Join("\n", validators.Select(validator => $"{validator.Folder}{(validator.HasExited ? " (ended)" : "")}:\n{Tail(validator.Output)}")) + $"\nsilo:\n{Tail(silo.Output)}\nwhat it knows of the validators:\n{Votes(silo)}";

    static string Tail(string text) => text.Length <= 4_000 ? text : text[^4_000..];

    static long Delivered(List<OutboxDevice> devices) => devices.Sum(device => device.Status.Delivered);

    static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    static SigningKey NewKey(string file)
    {
        var key = SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        File.WriteAllText(file, key.ToPkcs8Pem());
        return key;
    }

    /// <summary>The longest time in which nothing was acknowledged.</summary>
    sealed class Silence : IDisposable
    {
        readonly Func<long> delivered;
        readonly Timer timer;
        readonly Stopwatch clock = Stopwatch.StartNew();
        long last;

        public Silence(Func<long> delivered)
        {
            this.delivered = delivered;
            last = delivered();
            timer = new Timer(_ => Look(), null, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100));
        }

        public TimeSpan Longest { get; private set; }

        public void Dispose() => timer.Dispose();

        void Look()
        {
            lock (clock)
            {
                if (clock.Elapsed > Longest) Longest = clock.Elapsed;
                if (delivered() is var now && now == last) return;
                last = now;
                clock.Restart();
            }
        }
    }
}
