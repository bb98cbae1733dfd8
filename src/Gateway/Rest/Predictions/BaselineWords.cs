using System.Globalization;
using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Baselines, savings and scores in plain words, for who pays and has never heard of CV(RMSE).</summary>
public static class BaselineWords
{
    /// <summary>What the model says and how far to trust it.</summary>
    public static IReadOnlyList<string> Of(BaselineModelView model, GoodnessOfFit fit, Guideline14 verdict, string unit, int warnings)
    {
        var words = new List<string> { Model(model, unit) };
        if (model.HeatingSlope is > 0 && model.HeatingBalancePoint is { } heating)
            words.Add($"Each degree that a day is colder than {Number(heating)} °C adds {Number(model.HeatingSlope.Value)} {unit}.");
        if (model.CoolingSlope is > 0 && model.CoolingBalancePoint is { } cooling)
            words.Add($"Each degree that a day is warmer than {Number(cooling)} °C adds {Number(model.CoolingSlope.Value)} {unit}.");
        if (fit.RSquared is { } explained && fit.CvRmseAdjusted is { } error)
            words.Add($"It explains {Percent(explained)} of the differences between {(model.Intercept is null ? "hours" : "days")}; typically it is {Percent(error)} off.");
        words.Add(verdict.Holds
            ? $"Good enough to pay savings on: ASHRAE Guideline 14 allows {Percent(verdict.CvRmseLimit)} of error and {Percent(verdict.NmbeLimit)} of bias."
            : $"Not good enough to pay savings on: ASHRAE Guideline 14 allows {Percent(verdict.CvRmseLimit)} of error and {Percent(verdict.NmbeLimit)} of bias.");
        if (warnings > 0)
            words.Add(warnings == 1 ? "One demand of the method on the data is not met; see the warning." : $"{warnings.ToString(CultureInfo.InvariantCulture)} demands of the method on the data are not met; see the warnings.");
        return words;
    }

    /// <summary>That a meter no longer behaves as its baseline.</summary>
    public static string Change(ChangePoint change, string unit) =>
        $"Since {change.At.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)} the meter behaves differently: the difference to the baseline went from {Number(change.SavedBefore)} to {Number(change.SavedAfter)} {unit} a period. "
        + "Look for what changed there; if it was not a saving, it wants an adjustment or a new baseline.";

    /// <summary>What was saved.</summary>
    public static IReadOnlyList<string> Savings(MeteredSavings savings, string unit)
    {
        if (savings.Periods.IsEmpty)
            return ["Nothing can be said yet: no day of this time has both readings and temperatures."];
        var share = savings.AdjustedBaseline == 0 ? null : (decimal?)(Math.Abs(savings.Saved) / Math.Abs(savings.AdjustedBaseline));
        var words = new List<string>
        {
            $"In this weather the meter would have counted {Number(savings.AdjustedBaseline)} {unit}; it counted {Number(savings.Observed)}: "
            + $"{Number(Math.Abs(savings.Saved))} {unit}{(share is { } known ? $" or {Percent(known)}" : "")} {(savings.Saved >= 0 ? "less" : "more")}.",
        };
        if (savings.Uncertainty is { } bands)
        {
            var ofUse = savings.AdjustedBaseline == 0 ? null : (decimal?)(bands.Band / Math.Abs(savings.AdjustedBaseline));
            words.Add($"With {Percent(bands.Confidence)} confidence the true figure lies within {Number(bands.Band)} {unit} of that"
                + (ofUse is { } part ? $", which is {Percent(part)} of what it would have counted." : "."));
            if (Math.Abs(savings.Saved) <= bands.Band)
                words.Add("That is too little to be told from chance: it may be nothing at all. A longer time tells more.");
        }
        if (!savings.Adjustments.IsEmpty)
            words.Add($"Adjusted for {string.Join("; ", savings.Adjustments.Select(adjustment => adjustment.Reason))}.");
        if (savings.PeriodsLeftOut > 0)
            words.Add($"{savings.PeriodsLeftOut.ToString(CultureInfo.InvariantCulture)} days or hours without readings or temperature count neither way.");
        return words;
    }

    /// <summary>How good forecasts were.</summary>
    public static IReadOnlyList<string> Scores(ScoreView? total, int forecasts, decimal coverage)
    {
        if (total is null)
            return ["No forecast has been overtaken by readings yet. Forecasts are posted from noon for the next day."];
        var words = new List<string> { $"{forecasts.ToString(CultureInfo.InvariantCulture)} forecasts were {(total.Mape is { } mape ? Percent(mape) : "—")} off on average, and put on record before the fact." };
        if (total is { MeanError: { } own, WeekBefore: > 0 })
        {
            words.Add(own < total.WeekBefore
                ? $"That is {Percent(1 - own / total.WeekBefore.Value)} better than repeating the week before."
                : $"Repeating the week before would have been {Percent(own / total.WeekBefore.Value - 1)} better.");
        }
        if (total.Within is { } within)
            words.Add($"{Percent(within)} of the outcomes lay within the band; it should hold {Percent(coverage)}.");
        return words;
    }

    static string Model(BaselineModelView model, string unit) => model.Intercept is { } intercept
        ? $"A day without heating or cooling uses {Number(intercept)} {unit}."
        : "Each hour of the week has its own usual use, month by month, and follows the temperature.";

    static string Percent(decimal share) => (100 * share).ToString(Math.Abs(share) < 0.1m ? "0.#" : "0", CultureInfo.InvariantCulture) + " %";

    static string Number(decimal value) => value.ToString(Math.Abs(value) >= 1000 ? "#,0" : Math.Abs(value) >= 100 ? "0" : Math.Abs(value) >= 10 ? "0.#" : "0.##", CultureInfo.InvariantCulture);
}
