using System.Text;
using System.Text.Json.Nodes;

namespace SmartBlocks.Ledger.Tests.Consensus;

/// <summary>What goes over the follow socket is read strictly: exactly the members named, each once, each of its shape, and nothing breaks the reader.</summary>
public sealed class FollowCodecTests
{
    private static readonly QuorumLedger Ledger = new();
    private static readonly Dictionary<string, (bool FromHost, byte[] Frame)> Frames = Make();

    public static TheoryData<string> Kinds => [.. Frames.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_message_is_read_as_it_was_written(string kind)
    {
        var (fromHost, frame) = Frames[kind];
        FollowCodec.Write(Read(fromHost, frame).ShouldNotBeNull()).ShouldBe(frame);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Nobody_says_what_is_the_other_sides_to_say(string kind)
    {
        var (fromHost, frame) = Frames[kind];
        Read(!fromHost, frame).ShouldBeNull();
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_member_too_many_too_few_or_twice_is_refused(string kind)
    {
        var (fromHost, frame) = Frames[kind];
        Read(fromHost, Change(frame, o => o["more"] = 1)).ShouldBeNull();
        var text = Encoding.UTF8.GetString(frame);
        foreach (var (name, value) in JsonNode.Parse(frame)!.AsObject())
        {
            Read(fromHost, Change(frame, o => o.Remove(name))).ShouldBeNull("without " + name);
            Read(fromHost, Encoding.UTF8.GetBytes($"{text[..^1]},\"{name}\":{value?.ToJsonString() ?? "null"}}}")).ShouldBeNull(name + " twice");
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_member_of_another_type_is_refused(string kind)
    {
        var (fromHost, frame) = Frames[kind];
        foreach (var (name, value) in JsonNode.Parse(frame)!.AsObject())
        {
            foreach (var wrong in (string[])["null", "true", "-7", "1.5", "1e3", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "[null]", "[[]]", "{}", "99999999999999999999"])
            {
                // An empty justification is none, a follower without a key says null for both, a refusal may say anything, and any object may be a block.
                // Whether a ledger is there, a proof proves, and a block's batches are its own is for others to say.
                if ((kind, name, wrong) is (_, "statuses" or "batches", "[]") or ("propose" or "propose again", "votes", "[]") or (_, "line", "{}") or ("hello", "ledger", "\"x\"")
                    or (_, "code" or "detail" or "proof", "\"\"" or "\"x\"") || (kind == "hello of nobody" && wrong == "null"))
                    continue;
                var changed = Encoding.UTF8.GetString(Change(frame, o => o[name] = "?")).Replace($"\"{name}\":\"?\"", $"\"{name}\":{wrong}", StringComparison.Ordinal);
                Read(fromHost, Encoding.UTF8.GetBytes(changed)).ShouldBeNull($"{name} is {wrong}");
            }
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_frame_that_is_cut_off_or_goes_on_is_refused(string kind)
    {
        var (fromHost, frame) = Frames[kind];
        for (var length = 0; length < frame.Length; length += 1 + length / 50)
            Read(fromHost, frame[..length]).ShouldBeNull();
        Read(fromHost, [.. frame, .. "{}"u8]).ShouldBeNull();
        Read(fromHost, [.. frame, 0]).ShouldBeNull();
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Damaged_frames_are_refused_or_read_and_never_break_the_reader(string kind)
    {
        var (fromHost, frame) = Frames[kind];
        var chance = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var damaged = (byte[])frame.Clone();
            for (var times = chance.Next(1, 4); times > 0; times--)
                damaged[chance.Next(damaged.Length)] = chance.Next(3) == 0 ? (byte)"{}[],:\"0nu"[chance.Next(10)] : (byte)chance.Next(256);
            if (Read(fromHost, damaged) is { } read)
                Read(fromHost, FollowCodec.Write(read)).ShouldNotBeNull();
        }
    }

    [Fact]
    public void What_is_no_object_too_deep_or_too_long_is_refused()
    {
        foreach (var side in (bool[])[true, false])
        {
            foreach (var text in (string[])["", " ", "null", "[]", "7", "\"hello\"", "{}", """{"type":null}""", """{"type":"launch"}""", new string('[', 5_000)])
                Read(side, Encoding.UTF8.GetBytes(text)).ShouldBeNull();
            FollowCodec.TryReadHost(new byte[FollowMessage.MaxBytes + 1], out _, out var why).ShouldBeFalse();
            why!.Code.ShouldBe("follow.size");
        }
    }

    [Fact]
    public void Votes_that_disagree_are_doubled_or_out_of_order_make_no_certificate()
    {
        string[] votes = [.. Cast(3).Select(v => v.Text)];
        Read(true, Prepared(votes)).ShouldNotBeNull();
        Read(true, Prepared([votes[1], votes[0], votes[2]])).ShouldBeNull();
        Read(true, Prepared([votes[0], votes[0], votes[1]])).ShouldBeNull();
        Read(true, Prepared([])).ShouldBeNull();
        var other = Vote.Sign(Ledger.Validators.OrderBy(v => v.KeyId, StringComparer.Ordinal).Last(), TestLedger.Name, Ledger.Height, 1, VotePhase.Prepare, BlockHeader.NoPrevious);
        Read(true, Prepared([votes[0], votes[1], other.Text])).ShouldBeNull();

        static byte[] Prepared(string[] votes) => Encoding.UTF8.GetBytes($$"""{"type":"prepared","votes":[{{string.Join(',', votes.Select(v => $"\"{v}\""))}}]}""");
    }

    private static FollowMessage? Read(bool fromHost, byte[] frame)
    {
        var read = fromHost ? FollowCodec.TryReadHost(frame, out var message, out var why) : FollowCodec.TryReadFollower(frame, out message, out why);
        read.ShouldBe(message is not null);
        (why is null).ShouldBe(read);
        return message;
    }

    private static byte[] Change(byte[] frame, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(frame)!.AsObject();
        change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    private static Vote[] Cast(int number, VotePhase phase = VotePhase.Prepare) => [.. Ledger.Validators.OrderBy(v => v.KeyId, StringComparer.Ordinal).Take(number)
        .Select(v => Vote.Sign(v, TestLedger.Name, Ledger.Height, 0, phase, BlockHeader.NoPrevious))];

    private static Dictionary<string, (bool, byte[])> Make()
    {
        var block = Ledger.Propose(2);
        var key = Ledger.Validators[0];
        var digest = BlockHeader.NoPrevious;
        var certificate = VoteCertificate.Of(Cast(3))!;
        Justification justification = new([.. Ledger.Validators.Take(3).Select(v => RoundStatus.Sign(v, TestLedger.Name, Ledger.Height, 1, null))], certificate);
        SignedProposal Proposal(long round) => SignedProposal.Sign(QuorumLedger.Host, TestLedger.Name, Ledger.Height, round, block.Id);
        var frames = new Dictionary<string, (bool, byte[])>();
        void Host(string kind, FollowMessage message) => frames.Add(kind, (true, FollowCodec.Write(message)));
        void Follower(string kind, FollowMessage message) => frames.Add(kind, (false, FollowCodec.Write(message)));
        Host("hello", new FollowMessage.Hello(TestLedger.Name, digest, new BlockPoint(4, digest), digest));
        Host("block", new FollowMessage.BlockLine("""{"block":{},"batches":[]}"""u8.ToArray()));
        Host("propose", new FollowMessage.Propose(Proposal(0), block, null));
        Host("propose again", new FollowMessage.Propose(Proposal(1), block, justification));
        Host("prepared", new FollowMessage.Prepared(certificate));
        Host("locked", new FollowMessage.Locked(VoteCertificate.Of(Cast(3, VotePhase.Lock))!));
        Host("round", new FollowMessage.EnterRound(4, 2));
        Host("progress", new FollowMessage.Progress(new BlockPoint(4, digest)));
        Follower("hello of a validator", new FollowMessage.FollowerHello(key.KeyId, HelloProof.Sign(key, TestLedger.Name, digest, digest)));
        Follower("hello of nobody", new FollowMessage.FollowerHello(null, null));
        Follower("vote", new FollowMessage.VoteCast(Cast(1)[0]));
        Follower("sign", new FollowMessage.BlockSigned(4, block.Id, Block.Sign(block.Header, key).Value));
        Follower("status", new FollowMessage.StatusGiven(RoundStatus.Sign(key, TestLedger.Name, 4, 1, null), null, null));
        Follower("status of one that is locked", new FollowMessage.StatusGiven(RoundStatus.Sign(key, TestLedger.Name, 4, 1, certificate.Point), certificate, block));
        Follower("at", new FollowMessage.At(-1, digest));
        Follower("refuse", new FollowMessage.Refuse(4, 0, block.Id, "proposal.wrong", "the state root"));
        return frames;
    }
}
