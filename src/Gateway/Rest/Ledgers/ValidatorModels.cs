using System.Text.Json;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Who certifies a ledger.</summary>
/// <param name="Engine">Consensus engine in force for the next block.</param>
/// <param name="Head">Height of the newest block.</param>
/// <param name="Needed">Signatures that make a certificate.</param>
/// <param name="Items">The validators of the set in force, and others that are connected.</param>
public sealed record ValidatorsOfLedger(string Engine, long Head, int Needed, IReadOnlyList<ValidatorOfLedger> Items);

/// <summary>A validator.</summary>
/// <param name="Kid">Key id.</param>
/// <param name="Jwk">Its public key.</param>
/// <param name="Party">Whose it is, when its key is registered on the ledger.</param>
/// <param name="Name">The party's name, when it is a member.</param>
/// <param name="InSet">Whether its signature counts for the next block.</param>
/// <param name="Hosted">Whether the host votes with its key for a member who runs no validator: then its vote is the host's word.</param>
/// <param name="Connected">Whether it follows the ledger just now.</param>
/// <param name="At">The newest block that it said it has verified.</param>
/// <param name="Lag">Blocks it is behind.</param>
/// <param name="LastSeen">When it was heard of last.</param>
/// <param name="LastVote">What it said last in the consensus.</param>
/// <param name="LastSigned">The newest block it signed, as far as the host has noticed since it started.</param>
public sealed record ValidatorOfLedger(string Kid, JsonElement Jwk, string? Party, string? Name, bool InSet, bool Hosted, bool Connected, long? At, long? Lag,
    DateTime? LastSeen, VoteOfValidator? LastVote, long? LastSigned);

/// <summary>A vote.</summary>
/// <param name="Number">Height.</param>
/// <param name="Round">Round, from 0.</param>
/// <param name="Phase"><c>prepare</c>, <c>lock</c>, <c>status</c> or <c>sign</c>.</param>
/// <param name="At">When it came.</param>
public sealed record VoteOfValidator(long Number, long Round, string Phase, DateTime At);

/// <summary>Proof that a key contradicted itself.</summary>
/// <param name="Id">SHA-256 of the file, base64url.</param>
/// <param name="Kind">How: <c>block</c>, <c>vote</c>, <c>proposal</c>, <c>status</c> or <c>lie</c>.</param>
/// <param name="Kid">The key.</param>
/// <param name="Party">Whose it is, when it is registered.</param>
/// <param name="Number">Height.</param>
/// <param name="Round">Round; null for two block signatures.</param>
/// <param name="FoundAt">When the host noticed.</param>
/// <param name="Sentence">What it shows.</param>
/// <param name="File">The evidence as <c>sb-evidence/1</c>, which anyone can check with nothing else.</param>
public sealed record EvidenceOfLedger(string Id, string Kind, string Kid, string? Party, long Number, long? Round, DateTime FoundAt, string Sentence, JsonElement File);

/// <summary>A signature of a block's certificate.</summary>
/// <param name="Kid">Key id.</param>
/// <param name="Party">Whose it is, when its key is registered.</param>
/// <param name="Name">The party's name, when it is a member.</param>
/// <param name="Valid">Whether it verifies.</param>
public sealed record CertificateOfBlock(string Kid, string? Party, string? Name, bool Valid);
