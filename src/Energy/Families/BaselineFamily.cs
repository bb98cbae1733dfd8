using System.Collections.Immutable;
using System.Text.Json;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary>
/// <c>baseline/1</c>: a fitted baseline that savings can be paid on. Every validator collects the data from its own state and fits the model again; a digest or a digit that differs refuses the
/// transaction. What it stands on is bounded by 400 days, and it is never replaced: another fit has another name.
/// </summary>
public sealed class BaselineFamily : IFamily
{
    public string Name => BaselinePayload.Family;

    public ImmutableArray<string> Submitters => [Roles.Operator, Roles.Esco, Roles.Gateway];

    public Rejection? Apply(TransactionContext context, IState state)
    {
        if (!BaselinePayload.TryParse(context.Transaction.Payload, out var payload, out var why))
            return why;
        why = MeterRules.Find(state, payload.Meter, out var meter) ?? BaselinePayload.CheckMeter(meter) ?? MeterRules.CheckNotFuture("to", payload.To, context);
        if (why is not null)
            return why;
        var path = EnergyPaths.Baseline(payload.Meter, payload.Baseline);
        if (state.Get(path) is not null)
            return Reject.Because("baseline.exists", "baseline", payload.Baseline, $"is a baseline of meter {payload.Meter} already; it is never replaced");

        var data = BaselineData.Of(state, meter, payload.From, payload.To);
        if (data.Digest != payload.Data)
            return Reject.Because("baseline.data", "data", payload.Data, $"is not the digest of what this ledger has of the range, {data.Digest}");
        if (!BaselineResult.TryFit(payload.Method, meter, data, out var result, out why))
            return why;
        var own = result.ToJson();
        if (own != payload.Result)
            return Differs(own, payload.Result);
        state.Set(path, payload.ToJson());
        var told = new JsonText().Raw("{\"meter\":"u8).String(meter.Meter).Raw(",\"site\":"u8).String(meter.Site).Raw(",\"baseline\":"u8).String(payload.Baseline)
            .Raw(",\"method\":"u8).String(payload.Method.Text()).Raw(",\"from\":"u8).Time(payload.From).Raw(",\"to\":"u8).Time(payload.To).Raw("}"u8);
        context.Emit(new LedgerEvent(EnergyEvents.BaselineFitted, meter.Meter, told.ToArray()));
        return null;
    }

    private static Rejection Differs(string own, string given)
    {
        using var mine = JsonDocument.Parse(own);
        using var theirs = JsonDocument.Parse(given);
        var (field, value, expected) = FirstDifference("result", mine.RootElement, theirs.RootElement) ?? ("result", null, "the canonical text");
        return Reject.Because("baseline.result", field, value, $"does not follow from the data: it must be {Reject.Quote(expected)}");
    }

    private static (string Field, string? Value, string Expected)? FirstDifference(string path, JsonElement own, JsonElement given)
    {
        if (own.ValueKind != given.ValueKind)
            return (path, given.GetRawText(), own.GetRawText());
        if (own.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in own.EnumerateObject())
            {
                if (!given.TryGetProperty(property.Name, out var other))
                    return ($"{path}.{property.Name}", null, property.Value.GetRawText());
                if (FirstDifference($"{path}.{property.Name}", property.Value, other) is { } inside)
                    return inside;
            }
            return null;
        }
        if (own.ValueKind == JsonValueKind.Array)
        {
            if (own.GetArrayLength() != given.GetArrayLength())
                return (path, null, $"an array of {own.GetArrayLength()}");
            for (var i = 0; i < own.GetArrayLength(); i++)
                if (FirstDifference($"{path}[{i}]", own[i], given[i]) is { } inside)
                    return inside;
            return null;
        }
        return own.GetRawText() == given.GetRawText() ? null : (path, given.GetRawText(), own.GetRawText());
    }
}
