using System.Text.Json;
using System.Text.Json.Serialization;
using SmartBlocks.Energy;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Reads and writes what a ledger keeps besides readings: virtual meters, tariffs, factors.</summary>
public sealed class RuleBook(LedgerReader ledgers, IGrainFactory grains)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The state as of a ledger's newest block.</summary>
    public async Task<IStateReader> StateAsync(string ledger, CancellationToken cancellation) =>
        await ledgers.Store.ReadHeadAsync(ledger, cancellation) is { } head ? ledgers.StateAt(head) : throw ProblemException.NotFound("ledger", ledger);

    /// <summary>The virtual meter of this name among the ledgers that the caller may read.</summary>
    public async Task<(string Ledger, VirtualMeter Meter, IStateReader State)> FindVirtualAsync(View view, string meter, CancellationToken cancellation)
    {
        foreach (var ledger in Identifiers.IsValid(meter) ? view.Ledgers : [])
        {
            var state = await StateAsync(ledger, cancellation);
            if (state.VirtualMeter(meter) is { } found) return (ledger, found, state);
        }
        throw ProblemException.NotFound("virtual", meter);
    }

    /// <summary>A payload as its family's own reader will read it.</summary>
    public static byte[] Payload(object payload) => JsonSerializer.SerializeToUtf8Bytes(payload, Json);

    /// <summary>A number as payloads write it.</summary>
    /// <exception cref="ProblemException">It has more digits than a payload holds.</exception>
    public static string? Number(string field, decimal? value)
    {
        if (value is not { } number) return null;
        return DecimalText.Fits(number) ? DecimalText.Format(number)
            : throw ProblemException.Invalid(field, number.ToString(System.Globalization.CultureInfo.InvariantCulture), "it may have 18 digits, 9 of them after the point.");
    }

    /// <summary>The site that a scope names: null for the whole ledger.</summary>
    /// <exception cref="ProblemException">The scope is none.</exception>
    public static string? SiteOf(string? scope, string site) => scope switch
    {
        null or "" or "site" => site,
        "ledger" => null,
        _ => throw ProblemException.Invalid("scope", scope, "it must be site or ledger."),
    };

    /// <summary>Submits a payload with the tenant's operator key.</summary>
    /// <exception cref="ProblemException">The caller may not, or the ledger refuses.</exception>
    public async Task<Registered> RecordAsync(View view, string ledger, string family, byte[] payload, string id, string deed)
    {
        if (!AccessPolicy.CanAdminister(view.Caller)) throw ProblemException.Denied(view.Caller.Role, deed);
        var outcome = await grains.GetGrain<ITenantGrain>(view.TenantId).Record(ledger, family, payload);
        if (!outcome.Done) throw ProblemException.Of(outcome.Rejection!);
        return new Registered(id, ledger, outcome.Block, outcome.Transaction);
    }
}
