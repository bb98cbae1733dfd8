using System.Globalization;

namespace SmartBlocks.Energy.DataQuality;

/// <summary>Findings in words.</summary>
public static class QualityWords
{
    private static readonly Words<QualityKind> Kinds = new(
        (QualityKind.Gap, "gap"), (QualityKind.Stuck, "stuck"), (QualityKind.Spike, "spike"), (QualityKind.Zeros, "zeros"), (QualityKind.Scale, "scale"),
        (QualityKind.ClockAhead, "clockAhead"), (QualityKind.ClockBehind, "clockBehind"), (QualityKind.Silent, "silent"), (QualityKind.Baseline, "baseline"));

    /// <summary>The kind as it is written in REST and alerts.</summary>
    public static string Text(this QualityKind kind) => Kinds.Text(kind);

    /// <summary>Reads a kind.</summary>
    public static bool TryParse(string text, out QualityKind kind) => Kinds.TryParse(text, out kind);

    /// <summary>All kinds, for messages.</summary>
    public static string List => Kinds.List;

    /// <summary>One sentence for people, with the meter's name and unit.</summary>
    public static string Sentence(QualityFinding finding, string meter, string unit) => finding.Kind switch
    {
        QualityKind.Gap => $"{meter}: {Hours(finding.Value)} without readings",
        QualityKind.Stuck => $"{meter} shows the same value for {Hours(finding.Value)}; otherwise it repeats itself for at most {Number(finding.Usual ?? 0)}",
        QualityKind.Spike => $"{meter} counted {Number(finding.Value)} {unit} in an hour; {(finding.Usual is { } usual ? $"usual is at most {Number(usual)}" : "that is beyond its capacity")}",
        QualityKind.Zeros => $"{meter}: {Hours(finding.Value)} of zeros at times at which it is otherwise never zero; probably nothing was measured",
        QualityKind.Scale => $"{meter}: from then on values are {Number(decimal.Round(finding.Value >= 1 ? finding.Value : 1 / finding.Value))} times {(finding.Value >= 1 ? "larger" : "smaller")}; was a factor or a unit changed, or the meter?",
        QualityKind.ClockAhead => $"{meter}: its clock is {Seconds(finding.Value)} ahead",
        QualityKind.ClockBehind => $"{meter}: every reading comes {Seconds(finding.Value)} late; its clock is slow, or its connection is",
        QualityKind.Baseline => $"{meter} no longer behaves towards its baseline as before: the difference to it went from {Number(finding.Usual ?? 0)} to {Number(finding.Value)} {unit} on average; "
            + "if it was not a saving, the baseline wants an adjustment, or a new one is due",
        _ => $"{meter} is silent",
    };

    private static string Hours(decimal hours) => hours == 1 ? "1 hour" : hours < 72 ? $"{Number(hours)} hours" : $"{Number(decimal.Round(hours / 24, 1))} days";

    private static string Seconds(decimal seconds) => seconds < 120 ? $"{Number(seconds)} s" : $"{Number(decimal.Round(seconds / 60))} min";

    private static string Number(decimal value) => decimal.Round(value, 2).ToString("#,0.##", CultureInfo.InvariantCulture);
}
