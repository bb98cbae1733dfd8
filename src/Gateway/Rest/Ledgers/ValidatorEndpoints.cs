using System.Text.Json;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Who certifies a ledger, and who was caught at contradicting itself.</summary>
public static class ValidatorEndpoints
{
    /// <summary>The table.</summary>
    public static void MapValidators(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/ledgers/{ledger}").WithTags("Validators").Refuses(404);
        group.MapGet("/validators", ListAsync).WithName("listValidators").WithSummary("The validators of a ledger: who is connected, how far each has verified, and its last vote");
        group.MapGet("/evidence", EvidenceAsync).WithName("listEvidence").WithSummary("Proofs that a key contradicted itself, each a file that anyone can check");
    }

    static async Task<Ok<ValidatorsOfLedger>> ListAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book, IGrainFactory grains,
        CancellationToken cancellation)
    {
        var head = await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        var known = (await grains.GetGrain<IFollowGrain>(ledger).Validators()).ToDictionary(v => v.Kid, StringComparer.Ordinal);
        var state = await book.Reader.StateAtAsync(ledger, head.Number, cancellation) ?? throw ProblemException.NotFound("ledger", ledger);
        var settings = LedgerSettings.Read(state);
        var keys = settings.Validators.ToDictionary(v => v.KeyId, StringComparer.Ordinal);
        var items = new List<ValidatorOfLedger>();
        foreach (var kid in keys.Keys.Union(known.Keys).Order(StringComparer.Ordinal))
        {
            var entry = KeyEntry.Read(state, kid);
            if ((keys.GetValueOrDefault(kid)?.ToJwk() ?? entry?.Jwk) is not { } jwk) continue;
            var at = known.GetValueOrDefault(kid);
            items.Add(new ValidatorOfLedger(kid, JsonElement.Parse(jwk), entry?.Party, NameOf(state, entry), keys.ContainsKey(kid), at?.Hosted ?? false, at?.Connected ?? false,
                at?.At, at?.At is { } reached ? Math.Max(0, head.Number - reached) : null, at is null ? null : Utc.OfMilliseconds(at.SeenAt),
                at?.Vote is { } vote ? new VoteOfValidator(vote.Number, vote.Round, vote.Phase, Utc.OfMilliseconds(vote.At)) : null, at?.SignedUpTo));
        }
        var needed = settings.Engine == Quorum.Name ? Quorum.Needed(keys.Count) : 1;
        return TypedResults.Ok(new ValidatorsOfLedger(settings.Engine, head.Number, needed, items));
    }

    static async Task<Ok<Page<EvidenceOfLedger>>> EvidenceAsync(string ledger, [AsParameters] Paging paging, HttpContext context, Viewer viewer, LedgerBook book,
        IEvidenceStore store, CancellationToken cancellation)
    {
        await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        var all = await store.ListEvidenceAsync(ledger, cancellation);
        var keys = await book.KeysAsync(ledger, all.Select(e => e.Kid), cancellation);
        return TypedResults.Ok(paging.Of([.. all.OrderBy(KeyOf, StringComparer.Ordinal)], KeyOf, e => Show(e, keys.GetValueOrDefault(e.Kid))));
    }

    /// <summary>The name of a key's party, when it is a member.</summary>
    internal static string? NameOf(StateTrie state, KeyEntry? entry) => entry is null ? null : MemberEntry.Read(state, entry.Party)?.Name;

    static string KeyOf(StoredEvidence e) => FormattableString.Invariant($"{e.Number:D19} {e.Kid} {e.Kind}");

    static EvidenceOfLedger Show(StoredEvidence stored, KeyEntry? key) => Evidence.TryParse(stored.File, out var evidence, out var why)
        ? new EvidenceOfLedger(evidence.Id, evidence.Kind, stored.Kid, key?.Party, evidence.Number, evidence.Round, Utc.OfMilliseconds(stored.FoundAt), evidence.Sentence,
            JsonElement.Parse(stored.File.Span))
        : throw new InvalidDataException($"Ledger '{stored.Ledger}': evidence at height {stored.Number} in the store cannot be read: {why.Detail}");
}
