namespace SmartBlocks.Ledger;

/// <summary>Why something was refused: an answer to whoever sent it, never an exception.</summary>
/// <param name="Code">Stable, dotted, lower case, for programs: <c>reading.overlap</c>.</param>
/// <param name="Detail">One sentence for people: the field, the value found and the rule it breaks.</param>
/// <param name="Field">The member the rule is about, when there is one.</param>
/// <param name="Value">The value found there.</param>
public sealed record Rejection(string Code, string Detail, string? Field = null, string? Value = null)
{
    /// <summary>Code and sentence on one line.</summary>
    public override string ToString() => $"{Code}: {Detail}";
}
