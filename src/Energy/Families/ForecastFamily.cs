using System.Collections.Immutable;
using SmartBlocks.Energy.Forecasts;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary>
/// <c>forecast/1</c>: what a meter is expected to count, put on record before the first of its slots begins by the block's own time, and never rewritten. How good it was follows from it and the readings, which
/// both are on the ledger: whoever asks counts for themselves (<see cref="ForecastScore"/>), also after late readings and corrections.
/// </summary>
public sealed class ForecastFamily : IFamily
{
    /// <summary>How far ahead a forecast may begin, days.</summary>
    private const int MostAhead = 8;

    private const int DaysOfWeek = 7;

    public string Name => ForecastPayload.Family;

    public ImmutableArray<string> Submitters => [Roles.Operator, Roles.Esco, Roles.Gateway, Roles.Oracle];

    public Rejection? Apply(TransactionContext context, IState state)
    {
        if (!ForecastPayload.TryParse(context.Transaction.Payload, out var payload, out var why))
            return why;
        if (MeterRules.Find(state, payload.Meter, out var meter) is { } unknown)
            return unknown;
        var now = DateTimeOffset.FromUnixTimeMilliseconds(context.BlockTime);
        if (payload.Start < now)
            return Reject.Because("forecast.late", "start", UtcTime.Format(payload.Start), $"must not lie before block time, {UtcTime.Format(now)}: a forecast is made before the fact");
        if (payload.Start > now.AddDays(MostAhead))
            return Reject.Because("forecast.early", "start", UtcTime.Format(payload.Start), $"must lie within {MostAhead} days of block time, {UtcTime.Format(now)}");
        var calendar = SiteCalendar.For(state.Site(meter.Site)!.TimeZone);
        var first = calendar.DateOf(payload.Start);
        var end = calendar.Day(first.AddDays((payload.Horizon == ForecastHorizon.Day ? 1 : DaysOfWeek) - 1)).End;
        if (payload.Start != calendar.Day(first).Start)
            return Reject.Because("forecast.days", "start", UtcTime.Format(payload.Start), $"must be midnight in {calendar.TimeZone}, such as {UtcTime.Format(calendar.Day(first).Start)}");
        if (payload.End != end)
            return Reject.Because("forecast.days", "values", null, $"must reach until midnight in {calendar.TimeZone}, {UtcTime.Format(end)}; they reach until {UtcTime.Format(payload.End)}");
        var path = EnergyPaths.Forecast(payload.Meter, payload.Horizon, first);
        if (state.Get(path) is not null)
            return Reject.Because("forecast.exists", "start", UtcTime.Format(payload.Start), $"has a forecast of meter {payload.Meter} for a {payload.Horizon.Text()} already; it is never rewritten");
        foreach (var weather in payload.Weather)
            if (state.Get(EnergyPaths.WeatherForecast(meter.Site, weather.Quantity, weather.Issued)) is null)
                return Reject.Because("forecast.weather", "weather", $"{weather.Quantity.Text()} {UtcTime.Format(weather.Issued)}", $"is no weather forecast of {meter.Site} on this ledger: a forecast says what it stands on");
        state.Set(path, payload.ToJson());
        var told = new JsonText().Raw("{\"meter\":"u8).String(meter.Meter).Raw(",\"site\":"u8).String(meter.Site).Raw(",\"horizon\":"u8).String(payload.Horizon.Text())
            .Raw(",\"start\":"u8).Time(payload.Start).Raw(",\"end\":"u8).Time(payload.End).Raw("}"u8);
        context.Emit(new LedgerEvent(EnergyEvents.ForecastPosted, meter.Meter, told.ToArray()));
        return null;
    }
}
