using System.Collections.Immutable;

namespace SmartBlocks.Ledger;

/// <summary>
/// What a ledger's host and those who follow it say to each other: JSON objects with a <c>type</c>, one in each text frame of a WebSocket with the
/// subprotocol <see cref="Subprotocol"/> (docs/consensus.md and docs/formats.md). <see cref="FollowCodec"/> writes and reads them.
/// </summary>
public abstract record FollowMessage
{
    /// <summary>Name of the WebSocket subprotocol.</summary>
    public const string Subprotocol = "smartblocks.follow.v1";

    /// <summary>Longest frame, in bytes: the largest block with its justification.</summary>
    public const int MaxBytes = 24 * 1024 * 1024;

    private FollowMessage()
    {
    }

    /// <summary>The height that a step of agreeing on a block is about; null for everything else.</summary>
    public long? Height => this switch
    {
        Propose propose => propose.Number,
        Prepared prepared => prepared.Certificate.Number,
        Locked locked => locked.Certificate.Number,
        EnterRound round => round.Number,
        VoteCast cast => cast.Vote.Number,
        StatusGiven given => given.Status.Number,
        BlockSigned signed => signed.Number,
        Refuse refuse => refuse.Number,
        _ => null,
    };

    /// <summary>Host: the first frame. <c>{"type":"hello","ledger":"…","genesis":"…","head":{"number":42,"id":"…"},"challenge":"…"}</c></summary>
    /// <param name="Ledger">The ledger's id.</param>
    /// <param name="Genesis">Id of its block 0.</param>
    /// <param name="Head">Its newest block.</param>
    /// <param name="Challenge">What a validator signs to show that it is one (<see cref="HelloProof"/>).</param>
    public sealed record Hello(string Ledger, string Genesis, BlockPoint Head, string Challenge) : FollowMessage;

    /// <summary>Host: a block. <c>{"type":"block","line":{…}}</c></summary>
    /// <param name="Line">A line of the ledger's export: block, batches, digest of its state nodes. JSON, UTF-8, without the newline.</param>
    public sealed record BlockLine(ReadOnlyMemory<byte> Line) : FollowMessage;

    /// <summary>
    /// Host: re-execute this and vote.
    /// <c>{"type":"propose","proposal":"…","header":{…},"batches":[…],"statuses":["…"],"votes":["…"]}</c>; the last two are empty when there is no justification.
    /// </summary>
    /// <param name="Proposal">The host's word for it.</param>
    /// <param name="Body">The block.</param>
    /// <param name="Justification">Why it is safe; null in round 0.</param>
    public sealed record Propose(SignedProposal Proposal, ProposedBlock Body, Justification? Justification) : FollowMessage
    {
        /// <summary>The height.</summary>
        public long Number => Proposal.Number;

        /// <summary>The round.</summary>
        public long Round => Proposal.Round;
    }

    /// <summary>Host: a quorum prepared the block; lock on it. <c>{"type":"prepared","votes":["…",…]}</c></summary>
    public sealed record Prepared(VoteCertificate Certificate) : FollowMessage;

    /// <summary>Host: a quorum locked on the block; it is decided, sign it. <c>{"type":"locked","votes":["…",…]}</c></summary>
    public sealed record Locked(VoteCertificate Certificate) : FollowMessage;

    /// <summary>Host: enter this round and say what you hold. <c>{"type":"round","number":42,"round":1}</c></summary>
    public sealed record EnterRound(long Number, long Round) : FollowMessage;

    /// <summary>Host: still here. <c>{"type":"progress","head":{"number":42,"id":"…"}}</c></summary>
    public sealed record Progress(BlockPoint Head) : FollowMessage;

    /// <summary>Follower: who I am, in answer to the challenge. <c>{"type":"hello","key":"kid"|null,"proof":"…"|null}</c></summary>
    /// <param name="Key">Id of the validator key; null for who only follows.</param>
    /// <param name="Proof">The signed challenge; null without a key.</param>
    public sealed record FollowerHello(string? Key, string? Proof) : FollowMessage;

    /// <summary>Follower: a vote. <c>{"type":"vote","vote":"…"}</c></summary>
    public sealed record VoteCast(Vote Vote) : FollowMessage;

    /// <summary>Follower: the block's signature. <c>{"type":"sign","number":42,"block":"…","signature":"…"}</c></summary>
    /// <param name="Number">The height.</param>
    /// <param name="Block">Id of the block.</param>
    /// <param name="Signature">64 bytes, ES256.</param>
    public sealed record BlockSigned(long Number, string Block, ReadOnlyMemory<byte> Signature) : FollowMessage;

    /// <summary>
    /// Follower: what it holds on entering a round. <c>{"type":"status","status":"…"}</c>, with <c>"votes":["…",…],"header":{…},"batches":[…]</c> after it
    /// when something was prepared.
    /// </summary>
    /// <param name="Status">The status.</param>
    /// <param name="Certificate">The prepared certificate it names.</param>
    /// <param name="Body">That certificate's block.</param>
    public sealed record StatusGiven(RoundStatus Status, VoteCertificate? Certificate, ProposedBlock? Body) : FollowMessage;

    /// <summary>Follower: how far it has verified. <c>{"type":"at","number":42,"state":"…"}</c></summary>
    /// <param name="Number">Its newest block; −1 before the genesis block.</param>
    /// <param name="State">The state root it found.</param>
    public sealed record At(long Number, string State) : FollowMessage;

    /// <summary>
    /// Follower: it will not vote for a proposal. For the host's log alone; nothing follows from it.
    /// <c>{"type":"refuse","number":42,"round":0,"block":"…","code":"…","detail":"…"}</c>
    /// </summary>
    public sealed record Refuse(long Number, long Round, string Block, string Code, string Detail) : FollowMessage;
}

/// <summary>A block by height and id.</summary>
public sealed record BlockPoint(long Number, string Id);
