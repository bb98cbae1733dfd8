using System.ComponentModel;
using System.Globalization;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>A ledger's state: now, after any block, and how a value came about.</summary>
public static class StateEndpoints
{
    /// <summary>Longest path, characters.</summary>
    public const int LongestPath = 512;

    /// <summary>Most versions of a value in one answer.</summary>
    public const int MostVersions = 200;

    /// <summary>The table.</summary>
    public static void MapState(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/ledgers/{ledger}").WithTags("State").Refuses(404);
        group.MapGet("/state", ListAsync).WithName("listState").WithSummary("Paths and values below a prefix, after any block; with delimiter=/ as folders");
        group.MapGet("/state/{*path}", GetAsync).WithName("getState").WithSummary("The value at a path, after any block");
        group.MapGet("/state-history/{*path}", HistoryAsync).WithName("stateHistory").WithSummary("The values that a path has had, the newest first");
    }

    static async Task<Ok<StatePage>> ListAsync(string ledger, [AsParameters] Paging paging, HttpContext context, Viewer viewer, LedgerBook book,
        CancellationToken cancellation,
        [Description("Only paths that begin so.")] string? prefix = null,
        [Description("The state after this block; the newest unless said.")] long? at = null,
        [Description("Groups what lies below it into folders: `/`.")] string? delimiter = null)
    {
        var (block, state) = await OpenAsync(ledger, at, context, viewer, book, cancellation);
        if (!string.IsNullOrEmpty(prefix)) CheckPath("prefix", prefix);
        if (delimiter is not (null or "" or "/")) throw ProblemException.Invalid("delimiter", delimiter, "it must be /.");
        var page = Walk(state, prefix ?? "", delimiter == "/", paging.Position(), paging.Size, cancellation);
        return TypedResults.Ok(new StatePage(state.Root.Hash.ToString(), block.Number, page.Items, page.Folders, page.Next));
    }

    static (List<StateItem> Items, List<string> Folders, string? Next) Walk(StateTrie state, string prefix, bool fold, string? after, int size, CancellationToken cancellation)
    {
        var (items, folders) = (new List<StateItem>(), new List<string>());
        while (true)
        {
            string? skip = null;
            foreach (var (path, value) in state.Leaves(prefix, after))
            {
                cancellation.ThrowIfCancellationRequested();
                if (items.Count + folders.Count == size) return (items, folders, Paging.CursorAt(after!));
                var slash = fold ? path.IndexOf('/', prefix.Length) : -1;
                if (slash < 0)
                {
                    items.Add(new StateItem(path, value is { } present ? LedgerBook.Json(present) : null, value is null));
                    after = path;
                    continue;
                }
                folders.Add(path[..(slash + 1)]);
                // '/' is followed by '0' in the order of paths: this lies behind everything below the folder and before what follows it.
                skip = path[..slash] + "/" + new string('~', Math.Min(64, LongestPath - slash - 1));
                break;
            }
            if (skip is null) return (items, folders, null);
            after = skip;
        }
    }

    static async Task<Ok<StateValue>> GetAsync(string ledger, string path, HttpContext context, Viewer viewer, LedgerBook book, CancellationToken cancellation,
        [Description("The state after this block; the newest unless said.")] long? at = null)
    {
        var (block, state) = await OpenAsync(ledger, at, context, viewer, book, cancellation);
        CheckPath("path", path);
        return Read(state, path) is { } value
            ? TypedResults.Ok(new StateValue(path, LedgerBook.Json(value), state.Root.Hash.ToString(), block.Number))
            : throw ProblemException.NotFound("state", path);
    }

    static async Task<Ok<StateHistory>> HistoryAsync(string ledger, string path, HttpContext context, Viewer viewer, LedgerBook book, CancellationToken cancellation,
        [Description("Versions, 1 to 200; 50 unless said.")] int? limit = null)
    {
        await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        CheckPath("path", path);
        if (limit is < 1 or > MostVersions) throw ProblemException.Invalid("limit", limit.Value.ToString(CultureInfo.InvariantCulture), $"it must be 1 to {MostVersions}.");
        return TypedResults.Ok(await book.HistoryOfAsync(ledger, path, limit ?? Paging.Usual, cancellation));
    }

    static async Task<(StoredBlock Block, StateTrie State)> OpenAsync(string ledger, long? at, HttpContext context, Viewer viewer, LedgerBook book, CancellationToken cancellation)
    {
        var head = await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        var block = await book.BlockAsync(ledger, (at ?? head.Number).ToString(CultureInfo.InvariantCulture), cancellation);
        return (block, book.Reader.StateAt(block));
    }

    /// <summary>The proof of a path.</summary>
    /// <exception cref="ProblemException">The value was dropped: what is left of it proves neither that it was there with its value, nor that it was not.</exception>
    public static StateProof Prove(StateTrie state, string path)
    {
        var proof = state.Prove(path);
        return proof.Value is null && proof.LeafPath == path ? throw Gone(path) : proof;
    }

    static ReadOnlyMemory<byte>? Read(StateTrie state, string path)
    {
        try
        {
            return state.Get(path);
        }
        catch (StateDroppedException)
        {
            throw Gone(path);
        }
    }

    static ProblemException Gone(string path) => new(StatusCodes.Status410Gone, "state.dropped",
        $"The value at '{path}' was dropped under a retention transaction; in states after that transaction the path has none.");

    /// <summary>Checks that a path is one that a state can have.</summary>
    public static void CheckPath(string field, string path)
    {
        if (path.Length is 0 or > LongestPath || path.AsSpan().ContainsAnyExceptInRange('\x21', '\x7E'))
            throw ProblemException.Invalid(field, path, string.Create(CultureInfo.InvariantCulture, $"a state path has 1 to {LongestPath} printable ASCII characters without spaces."));
    }
}
