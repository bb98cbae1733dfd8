using System.Text.Json;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Puts together what the API says of baselines: the ledger's entry, and what follows from it and the readings.</summary>
public sealed class BaselineBuilder(RuleBook book, LedgerBook ledgers, TimeProvider clock)
{
    /// <summary>All baselines of a meter, the newest period first.</summary>
    public async Task<IReadOnlyList<BaselineView>> ListAsync(MeterInfo meter, CancellationToken cancellation)
    {
        var state = await book.StateAsync(meter.Ledger, cancellation);
        var views = new List<BaselineView>();
        foreach (var baseline in state.Baselines(meter.Id).OrderByDescending(b => b.To).ToList())
            views.Add(await DescribeAsync(state, meter, baseline, null, cancellation));
        return views;
    }

    /// <summary>A baseline with its residuals and what came after.</summary>
    public async Task<BaselineDetail> DetailAsync(MeterInfo meter, string id, CancellationToken cancellation)
    {
        var state = await book.StateAsync(meter.Ledger, cancellation);
        var (registration, baseline) = Find(state, meter, id);
        var today = UtcTime.StartOf(UtcTime.DayOf(clock.GetUtcNow()));
        var until = today > baseline.To.AddDays(BaselineData.MostDays) ? baseline.To.AddDays(BaselineData.MostDays) : today;
        var own = state.Savings(registration, baseline, baseline.From, baseline.To);
        var since = until > baseline.To ? state.Savings(registration, baseline, baseline.To, until) : null;
        var change = since is null ? null : ChangePoint.Find(since);
        return new BaselineDetail(await DescribeAsync(state, meter, baseline, change, cancellation), Days(state, registration, baseline.From, baseline.To, own),
            since is null ? new BaselineDays([], [], [], []) : Days(state, registration, baseline.To, until, since), Describe(change));
    }

    /// <summary>Savings over local days, which are counted as UTC days; today, which is not over, is left out.</summary>
    public async Task<SavingsAnswer> SavingsAsync(MeterInfo meter, string? id, DateOnly? from, DateOnly? to, CancellationToken cancellation)
    {
        var state = await book.StateAsync(meter.Ledger, cancellation);
        var chosen = id ?? state.Baselines(meter.Id).OrderByDescending(b => b.To).FirstOrDefault()?.Baseline ?? throw ProblemException.NotFound("baseline", "of " + meter.Id);
        var (registration, baseline) = Find(state, meter, chosen);
        var today = UtcTime.DayOf(clock.GetUtcNow());
        var last = to is { } asked && asked < today ? asked : today;
        var first = from ?? UtcTime.DayOf(baseline.To);
        if (last <= first) throw ProblemException.Invalid("to", LocalDay.Format(last), "it is exclusive and must lie after from; days that are not over have no savings yet.");
        if (last.DayNumber - first.DayNumber > BaselineData.MostDays) throw ProblemException.Invalid("to", LocalDay.Format(last), $"a reporting period may have at most {BaselineData.MostDays} days.");
        var savings = state.Savings(registration, baseline, UtcTime.StartOf(first), UtcTime.StartOf(last));
        var days = savings.Periods.GroupBy(p => UtcTime.DayOf(p.Start)).OrderBy(d => d.Key).ToList();
        decimal sum = 0;
        var cumulative = days.ConvertAll(d => sum += d.Sum(p => p.Saved));
        var change = ChangePoint.Find(savings);
        IReadOnlyList<string> words = change is null ? BaselineWords.Savings(savings, meter.Unit) : [.. BaselineWords.Savings(savings, meter.Unit), BaselineWords.Change(change, meter.Unit)];
        return new SavingsAnswer(meter.Id, chosen, meter.Unit, first, last, savings.AdjustedBaseline, savings.Observed, savings.Saved,
            savings.AdjustedBaseline == 0 ? null : decimal.Round(savings.Saved / savings.AdjustedBaseline, 6),
            savings.Uncertainty is { } bands ? new UncertaintyView(bands.Confidence, bands.Band, bands.Fraction, bands.FsuBand, savings.Saved != 0 && Math.Abs(savings.Saved) > bands.Band) : null, savings.PeriodsLeftOut,
            new SavingsDays(days.ConvertAll(d => d.Key.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)), days.ConvertAll(d => d.Sum(p => p.AdjustedBaseline)),
                days.ConvertAll(d => d.Sum(p => p.Observed)), cumulative),
            await AdjustmentsAsync(state, meter.Ledger, baseline, savings, cancellation), Describe(change), words);
    }

    /// <summary>What a baseline says of the hours of some UTC days; a daily one says the same of each hour of a day.</summary>
    public static Dictionary<long, decimal> Hours(IStateReader state, MeterRegistration meter, BaselinePayload baseline, DateTimeOffset from, DateTimeOffset to)
    {
        var hours = new Dictionary<long, decimal>();
        foreach (var period in state.Savings(meter, baseline, from, to).Periods)
        {
            var count = (int)((period.End - period.Start).Ticks / TimeSpan.TicksPerHour);
            for (var hour = 0; hour < count; hour++) hours[period.Start.AddHours(hour).ToUnixTimeSeconds()] = period.AdjustedBaseline / count;
        }
        return hours;
    }

    /// <summary>The meter's registration and a baseline of it.</summary>
    /// <exception cref="ProblemException">There is none of this name.</exception>
    public static (MeterRegistration Meter, BaselinePayload Baseline) Find(IStateReader state, MeterInfo meter, string id) =>
        Identifiers.IsValid(id) && state.Meter(meter.Id) is { } registration && state.Baseline(meter.Id, id) is { } baseline
            ? (registration, baseline)
            : throw ProblemException.NotFound("baseline", id);

    async Task<BaselineView> DescribeAsync(IStateReader state, MeterInfo meter, BaselinePayload baseline, ChangePoint? change, CancellationToken cancellation)
    {
        var result = baseline.Model;
        var (model, fit, verdict) = (Describe(result), result.Fit!, Guideline14.Judge(result));
        var place = await PlaceAsync(meter.Ledger, baseline, cancellation);
        var words = BaselineWords.Of(model, fit, verdict, meter.Unit, result.Warnings.Length);
        return new BaselineView(baseline.Baseline, baseline.Meter, baseline.Method.Text(), baseline.From.UtcDateTime, baseline.To.UtcDateTime, baseline.Data, place?.Block, place?.Transaction,
            model, new BaselineFitView(fit.Count, fit.RSquared, result.Daily?.Model?.AdjustedRSquared, fit.Rmse, fit.CvRmseAdjusted, fit.Nmbe),
            new VerdictView(verdict.Holds, verdict.CvRmseLimit, verdict.CvRmseHolds, verdict.NmbeLimit, verdict.NmbeHolds),
            [.. result.Warnings.Select(w => new WarningView(w.Code, w.Detail))], await AdjustmentsAsync(state, meter.Ledger, baseline, null, cancellation),
            change is null ? words : [.. words, BaselineWords.Change(change, meter.Unit)]);
    }

    async Task<RegistrationPlace?> PlaceAsync(string ledger, BaselinePayload baseline, CancellationToken cancellation) =>
        await FindAsync(ledger, EnergyPaths.Baseline(baseline.Meter, baseline.Baseline), t => Records(t, BaselinePayload.Family, baseline.Meter, baseline.Baseline), cancellation) is
            ({ } change, { } transaction) ? new RegistrationPlace(change.Block, transaction.Id) : null;

    /// <summary>The block that last changed a path, and the transaction of it that did; null where the ledger no longer has them.</summary>
    async Task<(StateChange? Change, Transaction? Transaction)> FindAsync(string ledger, string path, Func<Transaction, bool> did, CancellationToken cancellation)
    {
        if (await ledgers.Reader.StateHistoryAsync(ledger, path, 1, cancellation) is not [var change]) return (null, null);
        var body = await ledgers.Reader.Store.ReadBodyAsync(ledger, change.Block, cancellation);
        return (change, body is null ? null : LedgerReader.Parse(ledger, body).FirstOrDefault(did));
    }

    static bool Records(Transaction transaction, string family, string meter, string baseline, string? adjustment = null)
    {
        if (transaction.Header.Family != family) return false;
        using var payload = JsonDocument.Parse(transaction.Payload);
        return payload.RootElement.GetProperty("meter").ValueEquals(meter) && payload.RootElement.GetProperty("baseline").ValueEquals(baseline)
            && (adjustment is null || payload.RootElement.GetProperty("adjustment").ValueEquals(adjustment));
    }

    static BaselineModelView Describe(BaselineResult result) => result.Daily?.Model is { } model
        ? new BaselineModelView(JsonNamingPolicy.CamelCase.ConvertName(model.Kind.ToString()), model.Intercept, PerCelsius(model.HeatingSlope, model.HeatingBalancePoint), Celsius(model.HeatingBalancePoint),
            PerCelsius(model.CoolingSlope, model.CoolingBalancePoint), Celsius(model.CoolingBalancePoint))
        : new BaselineModelView("timeOfWeekAndTemperature", null, null, null, null, null);

    static decimal? PerCelsius(decimal slope, int? balancePoint) => balancePoint is null ? null : decimal.Round(slope * 1.8m, 9);

    static decimal? Celsius(int? fahrenheit) => fahrenheit is { } degrees ? decimal.Round((degrees - 32) / 1.8m, 2) : null;

    static BaselineDays Days(IStateReader state, MeterRegistration meter, DateTimeOffset from, DateTimeOffset to, MeteredSavings savings)
    {
        var known = savings.Periods.GroupBy(p => UtcTime.DayOf(p.Start)).ToDictionary(d => d.Key, d => (Observed: d.Sum(p => p.Observed), Predicted: d.Sum(p => p.AdjustedBaseline)));
        var temperatures = state.WeatherHours(meter.Site, WeatherQuantity.Temperature, from, to);
        var (start, observed, predicted, means) = (new List<DateTime>(), new List<decimal?>(), new List<decimal?>(), new List<decimal?>());
        for (var day = from; day < to; day = day.AddDays(1))
        {
            start.Add(day.UtcDateTime);
            var both = known.TryGetValue(UtcTime.DayOf(day), out var found) ? found : ((decimal, decimal)?)null;
            observed.Add(both?.Item1);
            predicted.Add(both?.Item2);
            var hours = Enumerable.Range(0, 24).Select(h => temperatures.At(day.AddHours(h))).Where(t => t is not null).ToList();
            means.Add(hours.Count > 12 ? decimal.Round(hours.Average() ?? 0, 3) : null);
        }
        return new BaselineDays(start, observed, predicted, means);
    }

    async Task<IReadOnlyList<AdjustmentView>> AdjustmentsAsync(IStateReader state, string ledger, BaselinePayload baseline, MeteredSavings? savings, CancellationToken cancellation)
    {
        var views = new List<AdjustmentView>();
        foreach (var a in state.Adjustments(baseline.Meter, baseline.Baseline))
        {
            var (change, transaction) = await FindAsync(ledger, EnergyPaths.Adjustment(a.Meter, a.Baseline, a.Adjustment),
                t => Records(t, AdjustmentPayload.Family, a.Meter, a.Baseline, a.Adjustment), cancellation);
            var by = transaction is null ? null : KeyEntry.Read(state, transaction.Header.Kid)?.Party;
            // One of a kind adds the same whatever else was adjusted.
            var energy = savings is null ? (decimal?)null : savings.With(a.ToAdjustment()).AdjustedBaseline - savings.AdjustedBaseline;
            views.Add(new AdjustmentView(a.Adjustment, a.From.UtcDateTime, a.Until.UtcDateTime, a.EnergyPerDay, a.Reason, energy, by, by is null ? null : MemberEntry.Read(state, by)?.Name,
                change?.Block, change is null ? null : Utc.OfMilliseconds(change.Time), transaction?.Id));
        }
        return views;
    }

    static ChangeView? Describe(ChangePoint? change) => change is null ? null : new ChangeView(change.At.UtcDateTime, change.SavedBefore, change.SavedAfter);
}
