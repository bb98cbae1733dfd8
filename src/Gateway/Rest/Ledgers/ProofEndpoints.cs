using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using System.Text;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Receipts and proofs, with which anybody can check the ledger without trusting this server.</summary>
public static class ProofEndpoints
{
    /// <summary>The table.</summary>
    public static void MapProofs(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/ledgers/{ledger}").WithTags("Proofs").Refuses(404);
        group.MapGet("/receipts", ReceiptsAsync).WithName("receipts").WithSummary("Receipts of transactions: inclusion under the certified block that committed them");
        group.MapGet("/proofs/inclusion", InclusionAsync).WithName("proveInclusion").WithSummary("Proof that a transaction is in the history (RFC 9162 §2.1.3)");
        group.MapGet("/proofs/consistency", ConsistencyAsync).WithName("proveConsistency").WithSummary("Proof that the history only grew (RFC 9162 §2.1.4)");
        group.MapGet("/proofs/state", StateAsync).WithName("proveState").WithSummary("Proof of what is at a path of the state, or that nothing is");
        group.MapGet("/proofs/state/receipt", StateReceiptAsync).WithName("stateReceipt")
            .WithSummary("The same as a file that is checked without this service: the proof and the certified block");
    }

    static async Task<Ok<Receipts>> ReceiptsAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book, CancellationToken cancellation,
        [Description("Transaction ids, separated by commas.")] string? id = null)
    {
        await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        var receipts = new List<ReceiptOfTransaction>();
        foreach (var transaction in BatchEndpoints.Ids(id)) receipts.Add(await ReceiptAsync(book, ledger, transaction, cancellation));
        return TypedResults.Ok(new Receipts(receipts));
    }

    static async Task<ReceiptOfTransaction> ReceiptAsync(LedgerBook book, string ledger, string id, CancellationToken cancellation)
    {
        if (await book.Reader.FindAsync(ledger, id, cancellation) is not var (place, stored)) throw ProblemException.NotFound("transaction", id);
        var body = await book.BodyAsync(stored, cancellation);
        if (body.DropAt(place.Offset) is { } drop) throw LedgerBook.Gone(drop);
        var block = LedgerReader.Parse(stored);
        var proof = InclusionProof.Create(place.Index, block.Header.Size, book.Reader.HistoryAt(ledger, block.Header.Size));
        return new ReceiptOfTransaction(Receipt.Format, Encoding.ASCII.GetString(body.Transactions[place.Offset].Span), place.Index, Texts(proof.Path), LedgerBook.Jws(stored.Jws));
    }

    static async Task<Ok<InclusionAnswer>> InclusionAsync(string ledger, string transaction, HttpContext context, Viewer viewer, LedgerBook book, CancellationToken cancellation,
        [Description("Size of the tree; the newest unless said.")] long? size = null)
    {
        var head = await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        if (!Names.IsDigest(transaction) || await book.Reader.FindAsync(ledger, transaction, cancellation) is not var (place, stored)) throw ProblemException.NotFound("transaction", transaction);
        var of = size ?? head.Transactions;
        if (of <= place.Index || of > head.Transactions)
            throw ProblemException.Invalid("size", Text(of), $"the transaction is at index {Text(place.Index)} of {Text(head.Transactions)}; size must lie above the one and not above the other.");
        var hashes = book.Reader.HistoryAt(ledger, of);
        var body = await book.BodyAsync(stored, cancellation);
        return TypedResults.Ok(new InclusionAnswer(transaction, body.DropAt(place.Offset)?.Leaf ?? HistoryTree.LeafHash(body.Transactions[place.Offset].Span).ToString(), place.Index, of,
            HistoryTree.Load(of, hashes).Root.ToString(), Texts(InclusionProof.Create(place.Index, of, hashes).Path)));
    }

    static async Task<Ok<ConsistencyAnswer>> ConsistencyAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book,
        [Description("The earlier size.")] long from,
        [Description("The later size; the newest unless said.")] long? to = null)
    {
        var head = await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        var end = to ?? head.Transactions;
        if (end < 0 || end > head.Transactions) throw ProblemException.Invalid("to", Text(end), $"it must be 0 to {Text(head.Transactions)}.");
        if (from < 0 || from > end) throw ProblemException.Invalid("from", Text(from), $"it must be 0 to {Text(end)}.");
        var hashes = book.Reader.HistoryAt(ledger, end);
        return TypedResults.Ok(new ConsistencyAnswer(from, RootAt(book, ledger, from), end, RootAt(book, ledger, end), Texts(ConsistencyProof.Create(from, end, hashes).Path)));
    }

    static async Task<Ok<StateProofAnswer>> StateAsync(string ledger, string path, HttpContext context, Viewer viewer, LedgerBook book, CancellationToken cancellation,
        [Description("The state after this block; the newest unless said.")] long? block = null)
    {
        var head = await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        StateEndpoints.CheckPath("path", path);
        var stored = await book.BlockAsync(ledger, Text(block ?? head.Number), cancellation);
        var state = book.Reader.StateAt(stored);
        var proof = StateEndpoints.Prove(state, path);
        return TypedResults.Ok(new StateProofAnswer(path, stored.Number, state.Root.Hash.ToString(), proof.Value is not null,
            proof.Value is { } value ? Base64Url.EncodeToString(value.Span) : null, [.. proof.Steps.Select(s => new StateProofFork(s.Bit, s.Sibling.ToString()))],
            proof.LeafPath, proof.LeafValueHash.ToString()));
    }

    static async Task<Ok<StateReceiptOfPath>> StateReceiptAsync(string ledger, string path, HttpContext context, Viewer viewer, LedgerBook book,
        CancellationToken cancellation, [Description("The state after this block; the newest unless said.")] long? block = null)
    {
        var head = await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        StateEndpoints.CheckPath("path", path);
        var stored = await book.BlockAsync(ledger, Text(block ?? head.Number), cancellation);
        var proof = StateEndpoints.Prove(book.Reader.StateAt(stored), path);
        return TypedResults.Ok(new StateReceiptOfPath(StateReceipt.Format, path, new StateProofOfReceipt(
            proof.Value is { } value ? Base64Url.EncodeToString(value.Span) : null,
            [.. proof.Steps.Select(s => new StateProofFork(s.Bit, s.Sibling.ToString()))], proof.LeafPath, proof.LeafValueHash.ToString()),
            LedgerBook.Jws(stored.Jws)));
    }

    static string RootAt(LedgerBook book, string ledger, long size) => HistoryTree.Load(size, book.Reader.HistoryAt(ledger, size)).Root.ToString();

    static List<string> Texts(IEnumerable<Hash256> hashes) => [.. hashes.Select(h => h.ToString())];

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
