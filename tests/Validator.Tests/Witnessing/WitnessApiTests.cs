using System.Net;
using System.Text;
using System.Text.Json;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Commands;
using SmartBlocks.Validator.Rest;
using SmartBlocks.Validator.Tests.Samples;
using SmartBlocks.Validator.Witnessing;

namespace SmartBlocks.Validator.Tests.Witnessing;

/// <summary>A witness over HTTP, as C2SP tlog-witness says, and as a program.</summary>
public sealed class WitnessApiTests : IDisposable
{
    readonly SampleFiles files = new();
    readonly SampleLog log = new("example/log");

    [Fact]
    public async Task Each_case_has_the_status_of_the_specification()
    {
        using var witness = new SampleWitness(files.Path("witness"), log.Key);
        await using var api = await WitnessApi.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), witness.Witness);
        using var client = new HttpClient { BaseAddress = new Uri(NodeApi.AddressOf(api)) };
        var monitored = $"/{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("example/log"u8))}/checkpoint";
        (await client.GetAsync(monitored)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var cosigned = await PostAsync(client, log.Request(0, 20));
        cosigned.Status.ShouldBe(200);
        cosigned.Body.ShouldStartWith("— " + SampleWitness.Name + " ");

        var conflict = await PostAsync(client, log.Request(7, 30));
        (conflict.Status, conflict.Type, conflict.Body).ShouldBe((409, "text/x.tlog.size", "20\n"));
        var stranger = new SampleLog("example/stranger");
        (await PostAsync(client, stranger.Request(0, 7))).Status.ShouldBe(404);
        var unsigned = log.Request(20, 30);
        var forged = SignedNote.Of(unsigned.Checkpoint.Text, [NoteKey.Sign(unsigned.Checkpoint.Text, "example/log", Ed25519Key.FromSeed(new byte[32]))]);
        (await PostAsync(client, unsigned with { Checkpoint = forged })).Status.ShouldBe(403);
        var spoiled = SignedNote.Of(unsigned.Checkpoint.Text, [unsigned.Checkpoint.Signatures[0] with { Bytes = new byte[64] }]);
        (await PostAsync(client, unsigned with { Checkpoint = spoiled })).Status.ShouldBe(403);
        (await PostAsync(client, unsigned with { Proof = [] })).Status.ShouldBe(422);
        (await PostAsync(client, unsigned with { OldSize = 31 })).Status.ShouldBe(400);
        (await PostAsync(client, "old 20\n\nno note\n"u8.ToArray())).Status.ShouldBe(400);
        (await PostAsync(client, new byte[WitnessRequest.MaxBytes + 1])).Status.ShouldBe(413);
        (await client.GetAsync("/" + WitnessRequest.Path)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);

        // A monitor sees what was cosigned, with the log's signature and the witness's.
        SignedNote.TryParse(await client.GetByteArrayAsync(monitored), out var note, out _).ShouldBeTrue();
        Checkpoint.Open(note!, log.Key, [witness.Witness.Key], out var checkpoint, out var cosigners).ShouldBeNull();
        (checkpoint, cosigners.Single()).ShouldBe((log.At(20), witness.Witness.Key));
        note!.Signatures[1].ToString().ShouldBe(cosigned.Body);

        using var health = JsonDocument.Parse(await client.GetStringAsync("/healthz"));
        health.RootElement.GetProperty("status").GetString().ShouldBe("ok");
        health.RootElement.GetProperty("key").GetString().ShouldBe(witness.Witness.Key.ToString());
        var standing = health.RootElement.GetProperty("logs").EnumerateArray().ShouldHaveSingleItem();
        (standing.GetProperty("origin").GetString(), standing.GetProperty("size").GetInt64()).ShouldBe(("example/log", 20));
    }

    [Fact]
    public async Task The_program_makes_its_key_cosigns_and_remembers()
    {
        var (key, logs, data) = (files.Path("witness.pem"), files.Path("logs"), files.Path("data"));
        await File.WriteAllTextAsync(logs, $"# the logs of the test\n\n{log.Key}\n{new SampleLog("example/other").Key}\n");
        var made = await Command.RunAsync("keys", "new", "--witness", SampleWitness.Name, key);
        made.ExitCode.ShouldBe(ExitCodes.Right, made.Errors);
        var shown = (await Command.RunAsync("keys", "show", "--witness", SampleWitness.Name, key)).Output.Trim();
        made.Output.ShouldStartWith(shown);
        NoteKey.TryParse(shown["key  ".Length..], out var witness, out var why).ShouldBeTrue(why?.Detail);
        witness!.Type.ShouldBe(NoteKey.Cosignature);

        string[] command = ["witness", "--name", SampleWitness.Name, "--key", key, "--logs", logs, "--data", data, "--listen", "0"];
        var first = await RunAsync(command, async client => await PostAsync(client, log.Request(0, 20)));
        first.Answer.Status.ShouldBe(200);
        SignedNote.TryParseLines(first.Answer.Body, out var lines).ShouldBeTrue();
        witness.Verify(log.NoteAt(20).Text, lines.Single()).ShouldBeTrue();
        first.Run.ExitCode.ShouldBe(ExitCodes.Right, first.Run.Errors);
        first.Run.Output.ShouldContain("example/log: not cosigned yet.");
        first.Run.Output.ShouldContain("example/log: cosigned at 20 entries, the first of this log.");

        var second = await RunAsync(command, async client => await PostAsync(client, log.Request(0, 30)));
        (second.Answer.Status, second.Answer.Body).ShouldBe((409, "20\n"));
        second.Run.Output.ShouldContain("example/log: cosigned up to 20 entries before.");
    }

    [Theory]
    [InlineData(ExitCodes.Usage, "--name is 'a b'", "--name", "a b", "--log", "LOG", "--listen", "0")]
    [InlineData(ExitCodes.Usage, "--listen is 'x'", "--name", "w", "--log", "LOG", "--listen", "x")]
    [InlineData(ExitCodes.Usage, "--log is missing", "--name", "w", "--listen", "0")]
    [InlineData(ExitCodes.Unreachable, "is no verifier key", "--name", "w", "--log", "nonsense", "--listen", "0")]
    [InlineData(ExitCodes.Unreachable, "is the key of a witness", "--name", "w", "--log", "WITNESS", "--listen", "0")]
    [InlineData(ExitCodes.Unreachable, "is no key", "--name", "w", "--log", "LOG", "--listen", "0")]
    public async Task What_is_wrong_is_said_by_its_name(int code, string said, params string[] arguments)
    {
        var validator = files.Path("validator.pem");
        (await Command.RunAsync("keys", "new", validator)).ExitCode.ShouldBe(ExitCodes.Right);
        var witness = new NoteKey("w", log.Key.EdwardsKey!, NoteKey.Cosignature).ToString();
        var run = await Command.RunAsync(["witness", "--key", validator, .. arguments.Select(a => a == "LOG" ? log.Key.ToString() : a == "WITNESS" ? witness : a)]);
        (run.ExitCode, run.Errors.Contains(said, StringComparison.Ordinal)).ShouldBe((code, true), run.Errors);
    }

    public void Dispose() => files.Dispose();

    static async Task<(Command Run, (int Status, string? Type, string Body) Answer)> RunAsync(
        string[] command, Func<HttpClient, Task<(int Status, string? Type, string Body)>> ask)
    {
        using var stop = new CancellationTokenSource();
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Command.RunAsync(command, line =>
        {
            if (line.IndexOf("Answers at ", StringComparison.Ordinal) is >= 0 and var at) address.TrySetResult(line[(at + "Answers at ".Length)..].Split("/add-checkpoint")[0]);
        }, stop.Token);
        if (await Task.WhenAny(address.Task, running) == running) throw new InvalidOperationException((await running).Errors);
        using var client = new HttpClient { BaseAddress = new Uri(await address.Task) };
        var answer = await ask(client);
        await stop.CancelAsync();
        return (await running, answer);
    }

    static Task<(int Status, string? Type, string Body)> PostAsync(HttpClient client, WitnessRequest request) => PostAsync(client, request.ToBytes());

    static async Task<(int Status, string? Type, string Body)> PostAsync(HttpClient client, byte[] body)
    {
        using var response = await client.PostAsync(new Uri("/" + WitnessRequest.Path, UriKind.Relative), new ByteArrayContent(body));
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync());
    }
}
