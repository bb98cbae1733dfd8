using System.Globalization;
using System.Text;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Node;
using System.Text.Json.Nodes;

namespace SmartBlocks.Validator.Witnessing;

/// <summary>An answer of a witness as HTTP has it.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Body">Signature lines with 200, a size with 409, else what is wrong.</param>
public sealed record WitnessResponse(int Status, string Body)
{
    /// <summary>Media type of the body.</summary>
    public string ContentType => Status == 409 ? WitnessRequest.SizeType : "text/plain; charset=utf-8";
}

/// <summary>
/// A witness of transparency logs (C2SP tlog-witness, https://c2sp.org/tlog-witness): it cosigns a checkpoint when that continues the last one it cosigned of the
/// same log, and remembers it before it says so. Thread safe.
/// </summary>
/// <param name="name">The witness's name, by which its cosignatures are known.</param>
/// <param name="key">Its key.</param>
/// <param name="logs">The keys of the logs it cosigns; a key's name is the log's origin.</param>
/// <param name="store">Its memory.</param>
/// <param name="evidence">Where proof that a log has forked is kept.</param>
/// <param name="time">The clock of its cosignatures.</param>
/// <param name="say">Told what happens, for people.</param>
public sealed class LogWitness(
    string name, Ed25519Key key, IReadOnlyCollection<NoteKey> logs, WitnessStore store, EvidenceFolder evidence, TimeProvider time, Action<string> say)
{
    static readonly TimeSpan betweenLines = TimeSpan.FromSeconds(10);

    readonly Dictionary<string, long> toldAt = new(StringComparer.Ordinal);

    /// <summary>The verifier key, as logs are configured with it.</summary>
    public NoteKey Key { get; } = new(name, key.PublicKey, NoteKey.Cosignature);

    /// <summary>Origins of the logs it cosigns, in order.</summary>
    public IReadOnlyList<string> Origins { get; } = [.. logs.Select(log => log.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What it cosigned last of a log, or null.</summary>
    public CosignedCheckpoint? Latest(string origin) => store.Latest(origin);

    /// <summary>Answers a request to cosign.</summary>
    /// <param name="body">The request's body.</param>
    public WitnessResponse Add(ReadOnlyMemory<byte> body)
    {
        if (!WitnessRequest.TryParse(body.Span, out var request, out var why)) return new WitnessResponse(400, why.Detail + "\n");
        while (true)
        {
            CosignedCheckpoint? last = null;
            var answer = WitnessRules.Judge(request, logs, origin => (last = store.Latest(origin))?.Checkpoint);
            if (answer.Status == 409) return new WitnessResponse(409, answer.SizeText);
            if (answer.Status != 200) return Refuse(request, answer, last);

            var now = time.GetUtcNow().ToUnixTimeSeconds();
            var line = NoteKey.Cosign(answer.Trusted!.Text, name, key, now);
            // Whoever comes between makes this one be judged again, against what it then continues: nothing is ever rolled back.
            if (!store.TryReplace(last?.Checkpoint, new CosignedCheckpoint(answer.Checkpoint!, answer.Trusted.With(line), now))) continue;
            Tell(answer.Checkpoint!, last);
            return new WitnessResponse(200, line.ToString());
        }
    }

    WitnessResponse Refuse(WitnessRequest request, WitnessAnswer answer, CosignedCheckpoint? last)
    {
        // 422 after the signature was verified: the log itself said what does not continue.
        if (answer.Status == 422 && last is not null && Checkpoint.TryParse(request.Checkpoint.Text, out var refused, out _))
        {
            say($"REFUSED {refused.Origin}: {answer.Why!.Detail}");
            Keep(request, refused, last);
        }

        return new WitnessResponse(answer.Status, answer.Why!.Detail + "\n");
    }

    // Two roots of one size are proof by themselves. Of a larger size, the log's own consistency proof shows what it now says of the size cosigned here, but for sizes that are
    // a power of two: there the proof does not name it.
    void Keep(WitnessRequest request, Checkpoint refused, CosignedCheckpoint last)
    {
        // Without cosignatures: they prove nothing about the log.
        var fork = new LogFork(last.Note.OnlyOf(logs), request.Checkpoint.OnlyOf(logs), request.Proof);
        if (fork.Verify(logs, out _, out _) is not null) return;
        var file = evidence.Keep(string.Create(CultureInfo.InvariantCulture, $"fork-{OriginHash(refused.Origin)[..16]}-{refused.Size}"), JsonNode.Parse(fork.ToJson())!);
        say($"{refused.Origin} has signed two histories. Evidence: {file}");
    }

    // The first, and then one now and then: a busy log has a checkpoint a second.
    void Tell(Checkpoint checkpoint, CosignedCheckpoint? last)
    {
        lock (toldAt)
        {
            var now = time.GetTimestamp();
            if (toldAt.TryGetValue(checkpoint.Origin, out var before) && time.GetElapsedTime(before, now) < betweenLines) return;
            toldAt[checkpoint.Origin] = now;
        }

        say(string.Create(CultureInfo.InvariantCulture, $"{checkpoint.Origin}: cosigned at {checkpoint.Size:#,0} entries")
            + (last is null ? ", the first of this log." : string.Create(CultureInfo.InvariantCulture, $", after {last.Checkpoint.Size:#,0}.")));
    }

    /// <summary>How a log is named in the addresses of monitors: SHA-256 of its origin, in lower-case hexadecimal.</summary>
    public static string OriginHash(string origin) => Convert.ToHexStringLower(Hash256.Of(Encoding.UTF8.GetBytes(origin)).Bytes);
}
