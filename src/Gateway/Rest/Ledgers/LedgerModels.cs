using System.Text.Json;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>A ledger at its newest block.</summary>
/// <param name="Id">Ledger id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Height">Height of its newest block.</param>
/// <param name="Transactions">Transactions on it: the size of its history tree.</param>
/// <param name="HistoryRoot">Root of the history tree, base64url.</param>
/// <param name="StateRoot">Root of the state tree, base64url.</param>
/// <param name="LastBlock">Id of its newest block.</param>
/// <param name="LastBlockAt">Time of its newest block.</param>
/// <param name="Engine">Consensus engine.</param>
/// <param name="Validators">Key ids of its validators.</param>
public sealed record LedgerSummary(string Id, string Name, long Height, long Transactions, string HistoryRoot, string StateRoot, string LastBlock,
    DateTime LastBlockAt, string Engine, IReadOnlyList<string> Validators)
{
    internal static LedgerSummary Of(LedgerHead h) => new(h.Ledger, h.Name, h.Number, h.Transactions, h.Root, h.State, h.Id,
        Utc.OfMilliseconds(h.Time), h.Engine, h.Validators);
}

/// <summary>A block in brief.</summary>
/// <param name="Number">Height.</param>
/// <param name="Id">base64url SHA-256 of its payload.</param>
/// <param name="Previous">Id of the block below.</param>
/// <param name="Time">When it was proposed.</param>
/// <param name="Transactions">Transactions in it.</param>
/// <param name="Batches">Batches in it.</param>
/// <param name="Size">Transactions on the ledger after it.</param>
/// <param name="Root">History root after it, base64url.</param>
/// <param name="State">State root after it, base64url.</param>
/// <param name="Proposer">Key id of the first signature.</param>
/// <param name="Engine">Consensus engine.</param>
/// <param name="Bytes">Bytes of the block and its transactions.</param>
public sealed record BlockSummary(long Number, string Id, string Previous, DateTime Time, int Transactions, int Batches, long Size, string Root, string State,
    string Proposer, string Engine, long Bytes);

/// <summary>A block in full.</summary>
/// <param name="Number">Height.</param>
/// <param name="Id">base64url SHA-256 of its payload.</param>
/// <param name="Previous">Id of the block below.</param>
/// <param name="Time">When it was proposed.</param>
/// <param name="Transactions">Transactions in it.</param>
/// <param name="Batches">The batches in it, in order.</param>
/// <param name="Size">Transactions on the ledger after it.</param>
/// <param name="Root">History root after it, base64url.</param>
/// <param name="State">State root after it, base64url.</param>
/// <param name="Proposer">Key id of the first signature.</param>
/// <param name="Engine">Consensus engine.</param>
/// <param name="Bytes">Bytes of the block and its transactions.</param>
/// <param name="Jws">The block itself: JWS in general JSON serialization (RFC 7515 §7.2.1).</param>
/// <param name="Signatures">Its certificate.</param>
/// <param name="Certificate">The same with the parties the keys belong to.</param>
public sealed record BlockDetail(long Number, string Id, string Previous, DateTime Time, int Transactions, IReadOnlyList<BatchOfBlock> Batches, long Size,
    string Root, string State, string Proposer, string Engine, long Bytes, GeneralJws Jws, IReadOnlyList<SignatureOfBlock> Signatures,
    IReadOnlyList<CertificateOfBlock> Certificate);

/// <summary>JWS in general JSON serialization.</summary>
/// <param name="Payload">base64url.</param>
/// <param name="Signatures">One signature a validator.</param>
public sealed record GeneralJws(string Payload, IReadOnlyList<GeneralJwsSignature> Signatures);

/// <summary>One signature.</summary>
/// <param name="Protected">Protected header, base64url.</param>
/// <param name="Signature">64 bytes r‖s, base64url.</param>
public sealed record GeneralJwsSignature(string Protected, string Signature);

/// <summary>A validator's signature, and whether the key that the ledger holds for it confirms it.</summary>
/// <param name="Kid">Key id.</param>
/// <param name="Valid">Whether it verifies.</param>
public sealed record SignatureOfBlock(string Kid, bool Valid);

/// <summary>A batch within its block.</summary>
/// <param name="Id">Batch id; of a batch of one, the transaction's.</param>
/// <param name="Transactions">Ids of its transactions.</param>
/// <param name="Sealed">Whether it carries a seal.</param>
/// <param name="Seal">The seal, compact JWS.</param>
public sealed record BatchOfBlock(string Id, IReadOnlyList<string> Transactions, bool Sealed, string? Seal);

/// <summary>A batch.</summary>
/// <param name="Id">Batch id.</param>
/// <param name="Block">Height of its block.</param>
/// <param name="Transactions">Its transactions.</param>
/// <param name="Seal">The seal, compact JWS.</param>
/// <param name="Signer">Key id of whoever sealed it, or signed its only transaction.</param>
public sealed record BatchSummary(string Id, long Block, IReadOnlyList<TransactionSummary> Transactions, string? Seal, string Signer);

/// <summary>A transaction in brief.</summary>
/// <param name="Id">base64url SHA-256 of its signing input.</param>
/// <param name="Block">Height of its block.</param>
/// <param name="Index">Index in the ledger's history.</param>
/// <param name="Family">The family it speaks, with its version.</param>
/// <param name="Signer">Key id of the signer.</param>
/// <param name="Party">Whom that key belongs to, as the ledger says.</param>
/// <param name="Time">When it was signed, by the signer's clock.</param>
/// <param name="Sentence">What it says, in plain words.</param>
/// <param name="Dropped">When its bytes were dropped: under which transaction. Family, signer and time are then gone too: family and signer are empty, the time is the block's.</param>
public sealed record TransactionSummary(string Id, long Block, long Index, string Family, string Signer, string? Party, DateTime Time, string Sentence,
    DroppedTransaction? Dropped = null);

/// <summary>What is left of a transaction whose bytes were dropped under a retention transaction. Every proof of it that was given out stays valid.</summary>
/// <param name="Leaf">Its leaf hash in the history, base64url.</param>
/// <param name="Transaction">Id of the retention transaction.</param>
/// <param name="Block">Height of that transaction's block, when it is known.</param>
/// <param name="Reason">The reason it gives.</param>
public sealed record DroppedTransaction(string Leaf, string Transaction, long? Block, string? Reason);

/// <summary>A transaction in full.</summary>
/// <param name="Id">base64url SHA-256 of its signing input.</param>
/// <param name="Ledger">The ledger.</param>
/// <param name="Block">Height of its block.</param>
/// <param name="BlockId">Id of its block.</param>
/// <param name="BlockTime">Time of its block.</param>
/// <param name="Index">Index in the ledger's history.</param>
/// <param name="Batch">Id of its batch.</param>
/// <param name="Family">The family it speaks, with its version.</param>
/// <param name="Signer">Key id of the signer.</param>
/// <param name="Party">Whom that key belongs to, as the ledger says.</param>
/// <param name="SignerKey">The key itself.</param>
/// <param name="Time">When it was signed, by the signer's clock.</param>
/// <param name="Sentence">What it says, in plain words.</param>
/// <param name="Header">Its protected header; null when it was dropped.</param>
/// <param name="Payload">Its payload, decoded; null when it was dropped.</param>
/// <param name="Jws">The transaction itself, compact JWS; null when it was dropped.</param>
/// <param name="Bytes">Its length in bytes, 0 when it was dropped.</param>
/// <param name="Dropped">When its bytes were dropped: under which transaction.</param>
public sealed record TransactionDetail(string Id, string Ledger, long Block, string BlockId, DateTime BlockTime, long Index, string Batch, string Family,
    string Signer, string? Party, SignerKey? SignerKey, DateTime Time, string Sentence, HeaderOfTransaction? Header, JsonElement? Payload, string? Jws, int Bytes,
    DroppedTransaction? Dropped = null);

/// <summary>A key as its ledger knows it.</summary>
/// <param name="Kid">RFC 7638 thumbprint.</param>
/// <param name="Jwk">The public key.</param>
/// <param name="Party">Whom it belongs to.</param>
/// <param name="Role">operator, gateway, device, oracle, validator, member, owner, esco, utility or auditor.</param>
public sealed record SignerKey(string Kid, PublicJwk Jwk, string Party, string Role);

/// <summary>The protected header of a transaction.</summary>
/// <param name="Alg">Algorithm.</param>
/// <param name="Kid">Key id of the signer.</param>
/// <param name="Typ">sb-tx.</param>
/// <param name="Ledger">The ledger it is for.</param>
/// <param name="Family">The family it speaks.</param>
/// <param name="Iat">When it was signed, Unix milliseconds.</param>
/// <param name="Nonce">Makes it one of a kind.</param>
/// <param name="Dep">Transactions that must be on the ledger before or with it.</param>
public sealed record HeaderOfTransaction(string Alg, string Kid, string Typ, string Ledger, string Family, long Iat, string Nonce, IReadOnlyList<string> Dep)
{
    internal static HeaderOfTransaction Of(TransactionHeader h) =>
        new(h.Alg, h.Kid, h.Typ, h.Ledger, h.Family, h.Iat, h.Nonce, h.Dep.IsDefault ? [] : h.Dep);
}

/// <summary>Where to ask how submitted batches stand.</summary>
/// <param name="Link">Path of the statuses.</param>
public sealed record StatusLink(string Link);

/// <summary>How batches stand.</summary>
/// <param name="Data">One a batch, in the order asked.</param>
public sealed record BatchStatuses(IReadOnlyList<BatchStatusItem> Data);

/// <summary>How one batch stands.</summary>
/// <param name="Id">Batch id.</param>
/// <param name="Status">COMMITTED, INVALID, PENDING or UNKNOWN.</param>
/// <param name="Block">Height of its block, once it is committed.</param>
/// <param name="Index">History index of its first transaction, once it is committed.</param>
/// <param name="InvalidTransactions">Why it was refused.</param>
public sealed record BatchStatusItem(string Id, string Status, long? Block, long? Index, IReadOnlyList<InvalidTransaction>? InvalidTransactions)
{
    internal static BatchStatusItem Of(BatchOutcome o) => new(o.Id, o.Status.ToString().ToUpperInvariant(), o.Block < 0 ? null : o.Block, o.Index < 0 ? null : o.Index,
        o.Rejection is not { } r ? null : [new InvalidTransaction(o.TransactionId ?? o.Id, r.Code, r.Detail, r.Field, r.Value)]);
}

/// <summary>Why a transaction was refused.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Message">The field, the value found and the rule.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">The value found there.</param>
public sealed record InvalidTransaction(string Id, string Code, string Message, string? Field, string? Value);

/// <summary>A page of a ledger's state after a block.</summary>
/// <param name="Root">State root after the block.</param>
/// <param name="Block">The block.</param>
/// <param name="Items">Paths and values.</param>
/// <param name="Folders">With a delimiter: the prefixes that end in it, in place of what lies below.</param>
/// <param name="Next">Cursor of the next page.</param>
public sealed record StatePage(string Root, long Block, IReadOnlyList<StateItem> Items, IReadOnlyList<string> Folders, string? Next);

/// <summary>A path of the state and its value.</summary>
/// <param name="Path">The path.</param>
/// <param name="Value">The value; null when it was dropped.</param>
/// <param name="Dropped">Whether the value was dropped under a retention transaction; only in states before that transaction's.</param>
public sealed record StateItem(string Path, JsonElement? Value, bool Dropped = false);

/// <summary>A value of the state after a block.</summary>
/// <param name="Path">The path.</param>
/// <param name="Value">The value.</param>
/// <param name="Root">State root after the block.</param>
/// <param name="Block">The block.</param>
public sealed record StateValue(string Path, JsonElement Value, string Root, long Block);

/// <summary>The values that a path has had, newest first.</summary>
/// <param name="Items">The values.</param>
/// <param name="Complete">False when there are more than were asked for.</param>
public sealed record StateHistory(IReadOnlyList<StateVersion> Items, bool Complete);

/// <summary>A value that a path took in a block.</summary>
/// <param name="Block">The block.</param>
/// <param name="Time">Its time.</param>
/// <param name="Value">The value; null when it was deleted or dropped.</param>
/// <param name="Dropped">Whether it was dropped under a retention transaction.</param>
public sealed record StateVersion(long Block, DateTime Time, JsonElement? Value, bool Dropped = false);

/// <summary>Receipts.</summary>
/// <param name="Data">One a transaction, in the order asked.</param>
public sealed record Receipts(IReadOnlyList<ReceiptOfTransaction> Data);

/// <summary>Proof that a transaction is on the ledger, checkable offline.</summary>
/// <param name="Format">sb-receipt/1.</param>
/// <param name="Transaction">The transaction, compact JWS.</param>
/// <param name="Index">Its index in the ledger's history.</param>
/// <param name="Proof">Inclusion path (RFC 9162 §2.1.3) up to the history root of the block.</param>
/// <param name="Block">The block that committed it, with its certificate.</param>
public sealed record ReceiptOfTransaction(string Format, string Transaction, long Index, IReadOnlyList<string> Proof, GeneralJws Block);

/// <summary>Proof that a transaction is in the history (RFC 9162 §2.1.3).</summary>
/// <param name="Transaction">Its id.</param>
/// <param name="Leaf">Its leaf hash.</param>
/// <param name="Index">Its index.</param>
/// <param name="Size">Size of the tree.</param>
/// <param name="Root">Root of the tree of that size.</param>
/// <param name="Path">Sibling hashes from the leaf up.</param>
public sealed record InclusionAnswer(string Transaction, string Leaf, long Index, long Size, string Root, IReadOnlyList<string> Path);

/// <summary>Proof that a history only grew (RFC 9162 §2.1.4).</summary>
/// <param name="From">The earlier size.</param>
/// <param name="FromRoot">Root at that size.</param>
/// <param name="To">The later size.</param>
/// <param name="ToRoot">Root at that size.</param>
/// <param name="Path">Hashes of subtrees.</param>
public sealed record ConsistencyAnswer(long From, string FromRoot, long To, string ToRoot, IReadOnlyList<string> Path);

/// <summary>Proof of what is at a path of the state, or that nothing is.</summary>
/// <param name="Path">The path.</param>
/// <param name="Block">The block after which.</param>
/// <param name="Root">The state root it carries.</param>
/// <param name="Present">Whether there is a value.</param>
/// <param name="Value">The value's bytes, base64url.</param>
/// <param name="Steps">Forks from the root down.</param>
/// <param name="LeafPath">Path of the leaf reached; null in an empty state.</param>
/// <param name="LeafValueHash">SHA-256 of that leaf's value.</param>
public sealed record StateProofAnswer(string Path, long Block, string Root, bool Present, string? Value, IReadOnlyList<StateProofFork> Steps, string? LeafPath,
    string LeafValueHash);

/// <summary>A fork on the way from the state root.</summary>
/// <param name="Bit">The bit it asks.</param>
/// <param name="Sibling">Hash of the child that the way does not take.</param>
public sealed record StateProofFork(int Bit, string Sibling);

/// <summary>What the state had at a path after a block, as a file that is checked without this service (docs/formats.md, State receipt).</summary>
/// <param name="Format"><c>sb-state/1</c>.</param>
/// <param name="Path">The path.</param>
/// <param name="Proof">What leads from it to the block's state root.</param>
/// <param name="Block">The block with its certificate.</param>
public sealed record StateReceiptOfPath(string Format, string Path, StateProofOfReceipt Proof, GeneralJws Block);

/// <summary>The proof within a state receipt.</summary>
/// <param name="Value">The value, base64url; null when nothing is at the path.</param>
/// <param name="Steps">Forks from the root down.</param>
/// <param name="LeafPath">Path of the leaf reached; null when the state is empty.</param>
/// <param name="LeafValueHash">SHA-256 of that leaf's value, base64url.</param>
public sealed record StateProofOfReceipt(string? Value, IReadOnlyList<StateProofFork> Steps, string? LeafPath, string LeafValueHash);
