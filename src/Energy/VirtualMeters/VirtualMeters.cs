using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Virtual meters of a ledger, and what they come down to.</summary>
public static class VirtualMeters
{
    /// <summary>How deep virtual meters may stand on one another.</summary>
    public const int MaxDepth = 8;

    /// <summary>Most meters that a virtual meter may come down to.</summary>
    public const int MaxMeters = 1_000;

    /// <summary>The virtual meter of this name, or null.</summary>
    public static VirtualMeter? VirtualMeter(this IStateReader state, string meter) =>
        state.Get(EnergyPaths.Virtual(meter)) is { } entry ? Energy.VirtualMeter.Parse(entry) : null;

    /// <summary>All virtual meters of the ledger, in order of their identifiers.</summary>
    public static IEnumerable<VirtualMeter> AllVirtualMeters(this IStateReader state) =>
        state.Range(EnergyPaths.VirtualMeters).Select(entry => Energy.VirtualMeter.Parse(entry.Value));

    /// <summary>
    /// The meters that a definition comes down to, each once with its factor, in order of their identifiers; those that cancel out are left out.
    /// </summary>
    /// <param name="meter">The definition.</param>
    /// <param name="find">Finds a virtual meter; null for a meter that counts itself.</param>
    /// <param name="terms">The meters.</param>
    /// <returns>Null, or <c>virtual.cycle</c>, <c>virtual.depth</c>, <c>virtual.terms</c>.</returns>
    public static Rejection? Expand(VirtualMeter meter, Func<string, VirtualMeter?> find, out ImmutableArray<VirtualTerm> terms)
    {
        var factors = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        var why = Walk(meter, 1, 1, find, meter.Meter, factors);
        terms = [.. factors.Where(f => f.Value != 0).Select(f => new VirtualTerm(f.Key, f.Value))];
        return why;
    }

    private static Rejection? Walk(
        VirtualMeter meter, decimal factor, int depth, Func<string, VirtualMeter?> find, string top, SortedDictionary<string, decimal> factors)
    {
        for (var i = 0; i < meter.Terms.Length; i++)
        {
            var term = meter.Terms[i];
            if (term.Meter == top)
                return Reject.Because("virtual.cycle", $"terms[{i}].meter", term.Meter, $"would make {top} stand on itself, through {meter.Meter}");
            if (find(term.Meter) is { } inner)
            {
                if (depth == MaxDepth)
                    return Reject.Because("virtual.depth", $"terms[{i}].meter", term.Meter, $"would nest virtual meters deeper than {MaxDepth}");
                if (Walk(inner, factor * term.Factor, depth + 1, find, top, factors) is { } why)
                    return why;
                continue;
            }
            factors[term.Meter] = factors.GetValueOrDefault(term.Meter) + factor * term.Factor;
            if (factors.Count > MaxMeters)
                return Reject.Because("virtual.terms", "terms", null, $"come down to more than {MaxMeters} meters");
        }
        return null;
    }
}
