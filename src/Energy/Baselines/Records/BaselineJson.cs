using System.Collections.Immutable;
using System.Text.Json;

namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// Fitted models as canonical JSON. Daily: <c>{"model":{"kind","intercept","heatingSlope","heatingBalancePoint","coolingSlope","coolingBalancePoint","adjustedRSquared"},
/// "tried","qualified","fit":{…},"warnings":[…]}</c>; hourly: <c>{"hours","fit":{…},"warnings":[…],"months":[{"month","intercepts","occupied","occupiedEnds","occupiedSlopes",
/// "unoccupiedEnds","unoccupiedSlopes"}]}</c>. Numbers are decimal strings, null where there is none; <c>occupied</c> has one character, 0 or 1, for each hour of the week.
/// </summary>
internal static class BaselineJson
{
    public static string Write(BaselineResult result)
    {
        var json = new JsonText(1024).Raw("{"u8);
        if (result.Daily is { Model: { } model } daily)
        {
            json.Raw("\"model\":{\"kind\":"u8).String(KindText(model.Kind))
                .Raw(",\"intercept\":"u8).Number(Fitting(model.Intercept))
                .Raw(",\"heatingSlope\":"u8).Number(Fitting(model.HeatingSlope))
                .Optional(",\"heatingBalancePoint\":"u8, model.HeatingBalancePoint)
                .Raw(",\"coolingSlope\":"u8).Number(Fitting(model.CoolingSlope))
                .Optional(",\"coolingBalancePoint\":"u8, model.CoolingBalancePoint)
                .Raw(",\"adjustedRSquared\":"u8).Number(Fitting(model.AdjustedRSquared))
                .Raw("},\"tried\":"u8).Integer(daily.CandidatesTried).Raw(",\"qualified\":"u8).Integer(daily.CandidatesQualified);
            WriteFit(json.Raw(",\"fit\":"u8), result.Fit!);
            WriteWarnings(json, result.Warnings);
        }
        else if (result.Hourly is { } hourly)
        {
            json.Raw("\"hours\":"u8).Integer(hourly.Hours);
            WriteFit(json.Raw(",\"fit\":"u8), result.Fit!);
            WriteWarnings(json, result.Warnings);
            json.Raw(",\"months\":["u8);
            for (var i = 0; i < hourly.Segments.Length; i++)
                WriteSegment(i == 0 ? json : json.Raw(","u8), hourly.Segments[i]);
            json.Raw("]"u8);
        }
        return json.Raw("}"u8).ToString();
    }

    public static BaselineResult Read(BaselineMethod method, JsonElement root)
    {
        var fit = ReadFit(root.GetProperty("fit"));
        var warnings = root.GetProperty("warnings").EnumerateArray()
            .Select(warning => new BaselineWarning(warning.GetProperty("code").GetString()!, warning.GetProperty("detail").GetString()!)).ToImmutableArray();
        if (method == BaselineMethod.Hourly)
        {
            var segments = root.GetProperty("months").EnumerateArray().Select(ReadSegment).ToImmutableArray();
            return new(null, new HourlyBaseline(BaselineStatus.Fitted, segments, fit, root.GetProperty("hours").GetInt32(), warnings));
        }
        var model = root.GetProperty("model");
        var written = new UsagePerDayModel(
            KindOf(model.GetProperty("kind").GetString()), Number(model, "intercept") ?? 0, Number(model, "heatingSlope") ?? 0, Integer(model, "heatingBalancePoint"),
            Number(model, "coolingSlope") ?? 0, Integer(model, "coolingBalancePoint"), Number(model, "adjustedRSquared") ?? 0);
        return new(
            new UsagePerDayBaseline(
                UsagePerDayMethod.Daily, BaselineStatus.Fitted, written, fit, fit.Count, root.GetProperty("tried").GetInt32(), root.GetProperty("qualified").GetInt32(), warnings),
            null);
    }

    private static void WriteFit(JsonText json, GoodnessOfFit fit)
    {
        json.Raw("{\"count\":"u8).Integer(fit.Count).Raw(",\"slopes\":"u8).Integer(fit.Slopes);
        Optional(json.Raw(",\"mean\":"u8), fit.ObservedMean);
        Optional(json.Raw(",\"variance\":"u8), fit.ObservedVariance);
        Optional(json.Raw(",\"rSquared\":"u8), fit.RSquared);
        Optional(json.Raw(",\"rmse\":"u8), fit.Rmse);
        Optional(json.Raw(",\"rmseAdjusted\":"u8), fit.RmseAdjusted);
        Optional(json.Raw(",\"cvRmse\":"u8), fit.CvRmse);
        Optional(json.Raw(",\"cvRmseAdjusted\":"u8), fit.CvRmseAdjusted);
        Optional(json.Raw(",\"nmbe\":"u8), fit.Nmbe);
        Optional(json.Raw(",\"autocorrelation\":"u8), fit.Autocorrelation);
        json.Raw("}"u8);
    }

    private static GoodnessOfFit ReadFit(JsonElement fit) => new(
        fit.GetProperty("count").GetInt32(), fit.GetProperty("slopes").GetInt32(), Number(fit, "mean"), Number(fit, "variance"), Number(fit, "rSquared"),
        Number(fit, "rmse"), Number(fit, "rmseAdjusted"), Number(fit, "cvRmse"), Number(fit, "cvRmseAdjusted"), Number(fit, "nmbe"), Number(fit, "autocorrelation"));

    private static void WriteWarnings(JsonText json, ImmutableArray<BaselineWarning> warnings)
    {
        json.Raw(",\"warnings\":["u8);
        for (var i = 0; i < warnings.Length; i++)
            json.Raw(i == 0 ? "{\"code\":"u8 : ",{\"code\":"u8).String(warnings[i].Code).Raw(",\"detail\":"u8).String(warnings[i].Detail).Raw("}"u8);
        json.Raw("]"u8);
    }

    private static void WriteSegment(JsonText json, HourlySegment segment)
    {
        json.Raw("{\"month\":"u8).Integer(segment.Month).Raw(",\"intercepts\":["u8);
        for (var hour = 0; hour < segment.Intercepts.Length; hour++)
            Optional(hour == 0 ? json : json.Raw(","u8), segment.Intercepts[hour]);
        json.Raw("],\"occupied\":"u8).String(string.Concat(segment.Occupied.Select(occupied => occupied ? '1' : '0')));
        Integers(json.Raw(",\"occupiedEnds\":["u8), segment.OccupiedEndpoints);
        json.Raw(",\"occupiedSlopes\":"u8).Numbers([.. segment.OccupiedSlopes.Select(Fitting)]);
        Integers(json.Raw(",\"unoccupiedEnds\":["u8), segment.UnoccupiedEndpoints);
        json.Raw(",\"unoccupiedSlopes\":"u8).Numbers([.. segment.UnoccupiedSlopes.Select(Fitting)]).Raw("}"u8);
    }

    private static HourlySegment ReadSegment(JsonElement month) => new(
        month.GetProperty("month").GetInt32(),
        [.. month.GetProperty("intercepts").EnumerateArray().Select(Value)],
        [.. month.GetProperty("occupied").GetString()!.Select(hour => hour == '1')],
        [.. month.GetProperty("occupiedEnds").EnumerateArray().Select(end => end.GetInt32())],
        [.. month.GetProperty("occupiedSlopes").EnumerateArray().Select(slope => Value(slope) ?? 0)],
        [.. month.GetProperty("unoccupiedEnds").EnumerateArray().Select(end => end.GetInt32())],
        [.. month.GetProperty("unoccupiedSlopes").EnumerateArray().Select(slope => Value(slope) ?? 0)]);

    private static void Integers(JsonText json, ImmutableArray<int> values)
    {
        for (var i = 0; i < values.Length; i++)
            (i == 0 ? json : json.Raw(","u8)).Integer(values[i]);
        json.Raw("]"u8);
    }

    private static void Optional(JsonText json, decimal? value)
    {
        if (value is { } number)
            json.Number(Fitting(number));
        else
            json.Raw("null"u8);
    }

    /// <summary>A number with as many digits after the point as the ledger holds: of a large variance fewer are left, and they are the ones that count.</summary>
    private static decimal Fitting(decimal value)
    {
        for (var digits = DecimalText.MaxFractionDigits; digits > 0 && !DecimalText.Fits(value); digits--)
            value = decimal.Round(value, digits - 1, MidpointRounding.ToEven);
        return value;
    }

    private static decimal? Number(JsonElement parent, string name) => Value(parent.GetProperty(name));

    private static decimal? Value(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null
        : DecimalText.TryParse(element.GetString(), out var value) ? value : throw new FormatException("not a canonical decimal");

    private static int? Integer(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    private static string KindText(UsagePerDayKind kind) => kind switch
    {
        UsagePerDayKind.InterceptOnly => "interceptOnly",
        UsagePerDayKind.HeatingOnly => "heatingOnly",
        UsagePerDayKind.CoolingOnly => "coolingOnly",
        _ => "coolingAndHeating",
    };

    private static UsagePerDayKind KindOf(string? text) => text switch
    {
        "interceptOnly" => UsagePerDayKind.InterceptOnly,
        "heatingOnly" => UsagePerDayKind.HeatingOnly,
        "coolingOnly" => UsagePerDayKind.CoolingOnly,
        "coolingAndHeating" => UsagePerDayKind.CoolingAndHeating,
        _ => throw new FormatException("not a kind of model"),
    };
}
