using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>Writes and reads <see cref="FollowMessage"/>. Reading is strict: exactly the members named, each once, each of its shape.</summary>
public static class FollowCodec
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Writes a message as one JSON object.</summary>
    public static byte[] Write(FollowMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("type", TypeOf(message));
        WriteMembers(json, message);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what a host sends.</summary>
    public static bool TryReadHost(ReadOnlyMemory<byte> frame, [NotNullWhen(true)] out FollowMessage? message, [NotNullWhen(false)] out Rejection? why) =>
        TryRead(frame, ReadHost, out message, out why);

    /// <summary>Reads what a follower sends.</summary>
    public static bool TryReadFollower(ReadOnlyMemory<byte> frame, [NotNullWhen(true)] out FollowMessage? message, [NotNullWhen(false)] out Rejection? why) =>
        TryRead(frame, ReadFollower, out message, out why);

    private static bool TryRead(
        ReadOnlyMemory<byte> frame, Func<JsonElement, FollowMessage> read,
        [NotNullWhen(true)] out FollowMessage? message, [NotNullWhen(false)] out Rejection? why)
    {
        message = null;
        why = null;
        if (frame.Length > FollowMessage.MaxBytes)
        {
            why = new Rejection("follow.size", $"A frame has at most {FollowMessage.MaxBytes} bytes; this one has {frame.Length}.");
            return false;
        }
        try
        {
            using var document = JsonDocument.Parse(frame, Strict);
            message = read(document.RootElement);
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            why = new Rejection("follow.form", "The message cannot be read: " + e.Message);
            return false;
        }
    }

    private static string TypeOf(FollowMessage message) => message switch
    {
        FollowMessage.Hello or FollowMessage.FollowerHello => "hello",
        FollowMessage.BlockLine => "block",
        FollowMessage.Propose => "propose",
        FollowMessage.Prepared => "prepared",
        FollowMessage.Locked => "locked",
        FollowMessage.EnterRound => "round",
        FollowMessage.Progress => "progress",
        FollowMessage.VoteCast => "vote",
        FollowMessage.BlockSigned => "sign",
        FollowMessage.StatusGiven => "status",
        FollowMessage.At => "at",
        FollowMessage.Refuse => "refuse",
        _ => throw new ArgumentException($"{message.GetType().Name} is no message of the protocol.", nameof(message)),
    };

    private static void WriteMembers(Utf8JsonWriter json, FollowMessage message)
    {
        switch (message)
        {
            case FollowMessage.Hello hello:
                json.WriteString("ledger", hello.Ledger);
                json.WriteString("genesis", hello.Genesis);
                WritePoint(json, hello.Head);
                json.WriteString("challenge", hello.Challenge);
                break;
            case FollowMessage.BlockLine block:
                json.WritePropertyName("line");
                json.WriteRawValue(block.Line.Span, skipInputValidation: true);
                break;
            case FollowMessage.Propose propose:
                json.WriteString("proposal", propose.Proposal.Text);
                propose.Body.WriteMembers(json);
                WriteTexts(json, "statuses", propose.Justification?.Statuses.Select(s => s.Text));
                WriteTexts(json, "votes", propose.Justification?.Prepared?.Votes.Select(v => v.Text));
                break;
            case FollowMessage.Prepared prepared:
                WriteTexts(json, "votes", prepared.Certificate.Votes.Select(v => v.Text));
                break;
            case FollowMessage.Locked locked:
                WriteTexts(json, "votes", locked.Certificate.Votes.Select(v => v.Text));
                break;
            case FollowMessage.EnterRound round:
                json.WriteNumber("number", round.Number);
                json.WriteNumber("round", round.Round);
                break;
            case FollowMessage.Progress progress:
                WritePoint(json, progress.Head);
                break;
            case FollowMessage.FollowerHello hello:
                json.WriteString("key", hello.Key);
                json.WriteString("proof", hello.Proof);
                break;
            case FollowMessage.VoteCast cast:
                json.WriteString("vote", cast.Vote.Text);
                break;
            case FollowMessage.BlockSigned signed:
                json.WriteNumber("number", signed.Number);
                json.WriteString("block", signed.Block);
                json.WriteString("signature", Base64Url.EncodeToString(signed.Signature.Span));
                break;
            case FollowMessage.StatusGiven given:
                json.WriteString("status", given.Status.Text);
                if (given.Certificate is { } certificate && given.Body is { } body)
                {
                    WriteTexts(json, "votes", certificate.Votes.Select(v => v.Text));
                    body.WriteMembers(json);
                }
                break;
            case FollowMessage.At at:
                json.WriteNumber("number", at.Number);
                json.WriteString("state", at.State);
                break;
            case FollowMessage.Refuse refuse:
                json.WriteNumber("number", refuse.Number);
                json.WriteNumber("round", refuse.Round);
                json.WriteString("block", refuse.Block);
                json.WriteString("code", refuse.Code);
                json.WriteString("detail", refuse.Detail);
                break;
        }
    }

    private static FollowMessage ReadHost(JsonElement json) => Text(json, "type") switch
    {
        "hello" => Only(json, new FollowMessage.Hello(Ledger(json), Digest(json, "genesis"), Point(json), Digest(json, "challenge")),
            "type", "ledger", "genesis", "head", "challenge"),
        "block" => Only(json, new FollowMessage.BlockLine(Object(json, "line")), "type", "line"),
        "propose" => Only(json, ReadPropose(json), "type", "proposal", "header", "batches", "statuses", "votes"),
        "prepared" => Only(json, new FollowMessage.Prepared(Votes(json) ?? throw new FormatException("votes must not be empty.")), "type", "votes"),
        "locked" => Only(json, new FollowMessage.Locked(Votes(json) ?? throw new FormatException("votes must not be empty.")), "type", "votes"),
        "round" => Only(json, new FollowMessage.EnterRound(Whole(json, "number", 0), Whole(json, "round", 1)), "type", "number", "round"),
        "progress" => Only(json, new FollowMessage.Progress(Point(json)), "type", "head"),
        var other => throw new FormatException($"type is '{other}', which no host sends."),
    };

    private static FollowMessage ReadFollower(JsonElement json) => Text(json, "type") switch
    {
        "hello" => Only(json, ReadFollowerHello(json), "type", "key", "proof"),
        "vote" => Only(json, new FollowMessage.VoteCast(Vote.Read(Text(json, "vote")) ?? throw new FormatException("vote must be a JWS with typ sb-vote.")), "type", "vote"),
        "sign" => Only(json, new FollowMessage.BlockSigned(Whole(json, "number", 0), Digest(json, "block"), Signature(json)), "type", "number", "block", "signature"),
        "status" => ReadStatus(json),
        "at" => Only(json, new FollowMessage.At(Whole(json, "number", -1), Digest(json, "state")), "type", "number", "state"),
        "refuse" => Only(json, new FollowMessage.Refuse(Whole(json, "number", 0), Whole(json, "round", 0), Digest(json, "block"), Text(json, "code", 100), Text(json, "detail", 1_000)),
            "type", "number", "round", "block", "code", "detail"),
        var other => throw new FormatException($"type is '{other}', which no follower sends."),
    };

    private static FollowMessage.Propose ReadPropose(JsonElement json)
    {
        var proposal = SignedProposal.Read(Text(json, "proposal")) ?? throw new FormatException("proposal must be a JWS with typ sb-proposal.");
        var body = Body(json);
        ImmutableArray<RoundStatus> statuses = [.. Texts(json, "statuses")
            .Select(s => RoundStatus.Read(s) ?? throw new FormatException("statuses must be JWS with typ sb-status."))];
        var votes = Votes(json);
        if (statuses.IsEmpty && votes is not null)
            throw new FormatException("votes without statuses justify nothing.");
        return new FollowMessage.Propose(proposal, body, statuses.IsEmpty ? null : new Justification(statuses, votes));
    }

    private static FollowMessage.FollowerHello ReadFollowerHello(JsonElement json)
    {
        return json.GetProperty("key").ValueKind == JsonValueKind.Null && json.GetProperty("proof").ValueKind == JsonValueKind.Null
            ? new FollowMessage.FollowerHello(null, null)
            : new FollowMessage.FollowerHello(Digest(json, "key"), Text(json, "proof"));
    }

    private static FollowMessage.StatusGiven ReadStatus(JsonElement json)
    {
        var status = RoundStatus.Read(Text(json, "status")) ?? throw new FormatException("status must be a JWS with typ sb-status.");
        return json.TryGetProperty("votes", out _)
            ? Only(json, new FollowMessage.StatusGiven(status, Votes(json) ?? throw new FormatException("votes must not be empty."), Body(json)),
                "type", "status", "votes", "header", "batches")
            : Only(json, new FollowMessage.StatusGiven(status, null, null), "type", "status");
    }

    private static ProposedBlock Body(JsonElement json) =>
        ProposedBlock.TryRead(json, out var body, out var why) ? body : throw new FormatException(why.Detail);

    private static VoteCertificate? Votes(JsonElement json)
    {
        var votes = Texts(json, "votes").Select(v => Vote.Read(v) ?? throw new FormatException("votes must be JWS with typ sb-vote.")).ToArray();
        if (votes.Length == 0)
            return null;
        var certificate = VoteCertificate.Of(votes) ?? throw new FormatException("votes must agree, each by another key.");
        return certificate.Votes.Select(v => v.Text).SequenceEqual(votes.Select(v => v.Text), StringComparer.Ordinal)
            ? certificate
            : throw new FormatException("votes must be in the order of their key ids.");
    }

    private static T Only<T>(JsonElement json, T message, params ReadOnlySpan<string> members)
    {
        foreach (var member in json.EnumerateObject())
        {
            if (!members.Contains(member.Name))
                throw new FormatException($"'{member.Name}' is no member of this message.");
        }
        return message;
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string>? texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts ?? [])
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WritePoint(Utf8JsonWriter json, BlockPoint point)
    {
        json.WriteStartObject("head");
        json.WriteNumber("number", point.Number);
        json.WriteString("id", point.Id);
        json.WriteEndObject();
    }

    private static BlockPoint Point(JsonElement json)
    {
        var head = json.GetProperty("head");
        return Only(head, new BlockPoint(Whole(head, "number", 0), Digest(head, "id")), "number", "id");
    }

    private static IEnumerable<string> Texts(JsonElement json, string name) => json.GetProperty(name).EnumerateArray()
        .Select(e => e.ValueKind == JsonValueKind.String ? e.GetString()! : throw new FormatException($"{name} must be texts."));

    private static ReadOnlyMemory<byte> Object(JsonElement json, string name)
    {
        var element = json.GetProperty(name);
        return element.ValueKind == JsonValueKind.Object
            ? JsonMarshal.GetRawUtf8Value(element).ToArray()
            : throw new FormatException($"{name} must be an object.");
    }

    private static string Text(JsonElement json, string name, int maxLength = SignedStatement.MaxLength)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            throw new FormatException($"{name} must be there, as text.");
        var text = value.GetString()!;
        return text.Length <= maxLength ? text : throw new FormatException($"{name} has more than {maxLength} characters.");
    }

    private static string Ledger(JsonElement json) =>
        Text(json, "ledger") is var ledger && Names.IsLedger(ledger) ? ledger : throw new FormatException("ledger must be 1 to 64 of a-z, 0-9 and -.");

    private static string Digest(JsonElement json, string name) =>
        Text(json, name) is var digest && Names.IsDigest(digest) ? digest : throw new FormatException($"{name} must be 32 bytes in base64url.");

    private static byte[] Signature(JsonElement json) =>
        StrictBase64Url.Decode(Encoding.UTF8.GetBytes(Text(json, "signature"))) is { Length: PublicKey.SignatureSize } bytes
            ? bytes
            : throw new FormatException($"signature must be {PublicKey.SignatureSize} bytes in base64url.");

    private static long Whole(JsonElement json, string name, long min) =>
        json.GetProperty(name).TryGetInt64(out var number) && number >= min
            ? number
            : throw new FormatException(FormattableString.Invariant($"{name} must be a whole number of {min} or more."));
}
