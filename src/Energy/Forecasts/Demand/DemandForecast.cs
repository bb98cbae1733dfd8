using System.Collections.Immutable;

namespace SmartBlocks.Energy.Forecasts;

/// <summary>What a meter is expected to count, slot by slot, with a band.</summary>
/// <param name="Start">Start of the first slot, UTC.</param>
/// <param name="Seconds">Length of each slot.</param>
/// <param name="Values">What is expected, meter's unit, at most 6 digits after the point.</param>
/// <param name="Lower">Lower end of the band.</param>
/// <param name="Upper">Upper end of the band.</param>
/// <param name="Coverage">Share of outcomes that the band should hold.</param>
/// <param name="Method">The model with the largest share in it, and how many others.</param>
public sealed record DemandForecast(
    DateTimeOffset Start, int Seconds, ImmutableArray<decimal> Values, ImmutableArray<decimal> Lower, ImmutableArray<decimal> Upper, decimal Coverage, string Method);

/// <summary>How a candidate did in the back-test.</summary>
/// <param name="Model">What it is, in words.</param>
/// <param name="RmseNextDay">Root of its mean squared error on the first day, meter's unit.</param>
/// <param name="RmseLater">The same on the days after the first.</param>
/// <param name="ShareNextDay">Its share of the combined forecast on the first day, 0 to 1.</param>
/// <param name="ShareLater">The same on the days after the first.</param>
public sealed record CandidateModel(string Model, decimal? RmseNextDay, decimal? RmseLater, decimal ShareNextDay, decimal ShareLater);
