using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary>
/// <c>weather-forecast/1</c>: what the weather at a site is expected to be, from an operator, a gateway or an oracle. It is put on record before the fact by the block's own time: no slot of it is over, and each
/// forecast of a series was issued after the one before. Nothing is ever put in its place, so that everybody can tell what was known when.
/// </summary>
public sealed class WeatherForecastFamily : IFamily
{
    /// <summary>How old a forecast may be when it is put on record, hours: services take some to publish a run. An older one says nothing that was not known better.</summary>
    private const int MostAge = 24;

    /// <summary>How far ahead a forecast may reach, days: as far as the global models' do.</summary>
    private const int MostAhead = 16;

    public string Name => WeatherForecastPayload.Family;

    public ImmutableArray<string> Submitters => [Roles.Operator, Roles.Gateway, Roles.Oracle];

    public Rejection? Apply(TransactionContext context, IState state)
    {
        if (!WeatherForecastPayload.TryParse(context.Transaction.Payload, out var payload, out var why))
            return why;
        if (MeterRules.CheckSite(state, payload.Site) is { } nowhere)
            return nowhere;
        if (CheckTimes(payload, context, state) is { } wrong)
            return wrong;
        state.Set(EnergyPaths.WeatherForecast(payload.Site, payload.Quantity, payload.Issued), payload.ToJson());
        state.Set(EnergyPaths.WeatherForecastHead(payload.Site, payload.Quantity), new JsonText().Raw("{\"issued\":"u8).Time(payload.Issued).Raw("}"u8).ToArray());
        var told = new JsonText().Raw("{\"site\":"u8).String(payload.Site).Raw(",\"quantity\":"u8).String(payload.Quantity.Text()).Raw(",\"issued\":"u8).Time(payload.Issued)
            .Raw(",\"start\":"u8).Time(payload.Start).Raw(",\"end\":"u8).Time(payload.End).Raw(",\"source\":"u8).String(payload.Source).Raw("}"u8);
        context.Emit(new LedgerEvent(EnergyEvents.WeatherForetold, payload.Site, told.ToArray()));
        return null;
    }

    private static Rejection? CheckTimes(WeatherForecastPayload payload, TransactionContext context, IState state)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(context.BlockTime);
        var issued = UtcTime.Format(payload.Issued);
        if (payload.Issued > now.AddSeconds(MeterRules.ClockTolerance))
            return Reject.Because("weather.issued", "issued", issued, $"lies after block time, {UtcTime.Format(now)}: nobody has issued it yet");
        if (payload.Issued < now.AddHours(-MostAge))
            return Reject.Because("weather.issued", "issued", issued, $"lies more than {MostAge} hours before block time, {UtcTime.Format(now)}: a forecast is not dated back");
        if (state.NewestWeatherForecast(payload.Site, payload.Quantity) is { } newest && payload.Issued <= newest)
            return Reject.Because("weather.issued", "issued", issued, $"must lie after that of the newest {payload.Quantity.Text()} forecast of {payload.Site}, {UtcTime.Format(newest)}: none is rewritten or put in between");
        if (payload.Start.AddSeconds(payload.Seconds) <= now)
            return Reject.Because("weather.late", "start", UtcTime.Format(payload.Start), $"and its slot are over at block time, {UtcTime.Format(now)}: a forecast is made before the fact");
        if (payload.End > now.AddDays(MostAhead))
            return Reject.Because("weather.early", "values", null, $"must reach no further than {MostAhead} days after block time; they reach until {UtcTime.Format(payload.End)}");
        return null;
    }
}
