using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary>Rules that several families of readings share.</summary>
internal static class MeterRules
{
    /// <summary>How far a meter's clock may run ahead of block time, seconds.</summary>
    public const int ClockTolerance = 120;

    /// <summary>What speaks of a site speaks of one that is on the ledger.</summary>
    public static Rejection? CheckSite(IStateReader state, string site) =>
        state.Get(EnergyPaths.Site(site)) is null ? Reject.Because("site.unknown", "site", site, "is not registered on this ledger") : null;

    public static Rejection? Find(IStateReader state, string meter, out MeterRegistration registration)
    {
        registration = state.Meter(meter)!;
        return registration is null ? Reject.Because("meter.unknown", "meter", meter, "is not registered on this ledger") : null;
    }

    /// <summary>Readings are signed by the meter's own key, or by a gateway that attests them.</summary>
    public static Rejection? CheckWriter(KeyEntry signer, MeterRegistration meter, Attestation? attested)
    {
        if (attested is not null)
        {
            return signer.Role == Roles.Gateway ? null : Reject.Because(
                "key.wrong", "kid", signer.Kid, $"has role {signer.Role}; only a gateway may attest readings");
        }
        if (meter.Key is null)
            return Reject.Because("key.wrong", "kid", signer.Kid, $"meter {meter.Meter} has no key of its own; only a gateway may attest its readings");
        return meter.Key == signer.Identity ? null : Reject.Because("key.wrong", "kid", signer.Kid, $"must be the key of meter {meter.Meter}, {meter.Key}");
    }

    public static Rejection? CheckKind(MeterRegistration meter, MeterKind kind) => meter.Kind == kind ? null : Reject.Because(
        "kind.mismatch", "meter", meter.Meter, $"is a meter of kind {meter.Kind.Text()}; this family carries readings of kind {kind.Text()}");

    public static Rejection? CheckUnit(MeterRegistration meter, MeterUnit? unit) => unit is null || unit == meter.Unit ? null : Reject.Because(
        "unit.mismatch", "unit", unit.Value.Text(), $"meter {meter.Meter} counts in {meter.Unit.Text()}");

    /// <summary>Only storage goes both ways.</summary>
    public static Rejection? CheckSigns(MeterRegistration meter, ImmutableArray<decimal> values)
    {
        if (meter.Direction == Direction.Storage)
            return null;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] < 0)
            {
                return Reject.Because(
                    "reading.negative", $"values[{i}]", DecimalText.Format(values[i]),
                    $"must not be negative: the direction of meter {meter.Meter} is {meter.Direction.Text()}");
            }
        }
        return null;
    }

    /// <summary>Puts a day's entry at its path, unless it has grown too large; the caller's other changes are dropped with the rejection.</summary>
    public static Rejection? SetDay(IState state, string meter, string path, ReadOnlySpan<byte> json)
    {
        if (json.Length > DayEntry.MaxBytes)
            return Reject.Because("day.full", "meter", meter, $"has no room for more on one day: its entry is limited to {DayEntry.MaxBytes} bytes");
        state.Set(path, json);
        return null;
    }

    /// <summary>Readings of days that are not kept any longer (retention/1) do not come back. Young ones need no look: the last days are always kept.</summary>
    public static Rejection? CheckKept(IStateReader state, string meter, string field, DateTimeOffset start, TransactionContext context)
    {
        if (start.ToUnixTimeMilliseconds() >= context.BlockTime - RetentionRule.KeptDays * 86_400_000L
            || state.Retention(meter) is not { } rule || UtcTime.DayOf(start) >= rule.Before)
            return null;
        return Reject.Because("reading.dropped", field, UtcTime.Format(start), $"lies before {LocalDay.Format(rule.Before)}; earlier readings of meter {meter} are not kept");
    }

    /// <summary>A slot is over before it is reported, give or take the clocks.</summary>
    public static Rejection? CheckNotFuture(string field, DateTimeOffset end, TransactionContext context)
    {
        if (end.ToUnixTimeMilliseconds() <= context.BlockTime + ClockTolerance * 1000L)
            return null;
        var now = DateTimeOffset.FromUnixTimeMilliseconds(context.BlockTime);
        return Reject.Because("reading.future", field, UtcTime.Format(end), $"lies in the future of block time {UtcTime.Format(now)} by more than {ClockTolerance} s");
    }
}
