namespace SmartBlocks.Energy.Baselines;

/// <summary>Something a reader of a baseline must know before paying on it.</summary>
/// <param name="Code">A stable name, such as <c>baseline.days</c>.</param>
/// <param name="Detail">What was found and what the method asks for.</param>
public sealed record BaselineWarning(string Code, string Detail);
