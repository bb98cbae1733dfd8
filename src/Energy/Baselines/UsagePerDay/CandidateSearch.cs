namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// Fits every candidate (CalTRACK 3.4.3): the intercept alone, heating at each balance point, cooling at each, and each pair with the heating balance point not above
/// the cooling one. A candidate is tried when its degree days suffice, qualifies when no parameter is negative, and the one with the
/// highest adjusted R² is selected; of equals, the one met first.
/// </summary>
internal sealed class CandidateSearch(DesignMatrix matrix, UsagePerDayMethod method, bool fitCooling)
{
    /// <summary>Least degree days in all for a candidate to be tried (CalTRACK 3.2.2).</summary>
    private const double LeastDegreeDays = 20;

    /// <summary>Least periods with degree days for a candidate of the daily method to be tried.</summary>
    private const int LeastDays = 10;

    /// <summary>Two adjusted R² closer than this are the same but for rounding.</summary>
    private const double SameFit = 1e-12;

    private const double Singular = 1e-12;

    /// <summary>Products of each column with the usage, which every pair asks for again.</summary>
    private readonly double[] heatingWithUsage = WithUsage(matrix, matrix.Heating);

    private readonly double[] coolingWithUsage = WithUsage(matrix, matrix.Cooling);

    private Candidate? best;

    public int Tried { get; private set; }

    public int Qualified { get; private set; }

    public Candidate? Run()
    {
        Consider(new Candidate(null, null, matrix.Usage.Mean, 0, 0, 0));
        for (var h = 0; h < matrix.Heating.Length; h++)
            if (Suffices(matrix.Heating[h]))
                FitOne(h, null, matrix.Heating[h], heatingWithUsage[h]);
        if (!fitCooling)
            return best;
        for (var c = 0; c < matrix.Cooling.Length; c++)
            if (Suffices(matrix.Cooling[c]))
                FitOne(null, c, matrix.Cooling[c], coolingWithUsage[c]);
        for (var c = 0; c < matrix.Cooling.Length; c++)
            if (Suffices(matrix.Cooling[c]))
                for (var h = 0; h <= c; h++)
                    if (Suffices(matrix.Heating[h]))
                        FitBoth(h, c);
        return best;
    }

    private bool Suffices(DesignMatrix.Column degreeDays) =>
        degreeDays.Total >= LeastDegreeDays && (method == UsagePerDayMethod.Billing || degreeDays.Positive >= LeastDays) && degreeDays.Varies;

    private static double[] WithUsage(DesignMatrix matrix, DesignMatrix.Column[] columns) =>
        [.. columns.Select(column => DesignMatrix.Product(column, matrix.Usage))];

    private void FitOne(int? heating, int? cooling, DesignMatrix.Column column, double withUsage)
    {
        var slope = withUsage / column.Square;
        var explained = slope * slope * column.Square;
        Consider(new Candidate(
            heating, cooling, matrix.Usage.Mean - slope * column.Mean, heating is null ? 0 : slope, cooling is null ? 0 : slope, AdjustedRSquared(explained, 2)));
    }

    private void FitBoth(int h, int c)
    {
        var heating = matrix.Heating[h];
        var cooling = matrix.Cooling[c];
        var cross = DesignMatrix.Product(heating, cooling);
        var determinant = heating.Square * cooling.Square - cross * cross;
        if (determinant <= Singular * heating.Square * cooling.Square)
            return;
        var (withHeating, withCooling) = (heatingWithUsage[h], coolingWithUsage[c]);
        var heatingSlope = (withHeating * cooling.Square - withCooling * cross) / determinant;
        var coolingSlope = (withCooling * heating.Square - withHeating * cross) / determinant;
        var explained = heatingSlope * withHeating + coolingSlope * withCooling;
        Consider(new Candidate(
            h, c, matrix.Usage.Mean - heatingSlope * heating.Mean - coolingSlope * cooling.Mean, heatingSlope, coolingSlope, AdjustedRSquared(explained, 3)));
    }

    private double AdjustedRSquared(double explained, int parameters) =>
        matrix.Rows > parameters && matrix.Usage.Varies
            ? 1 - (1 - explained / matrix.Usage.Square) * (matrix.Rows - 1) / (matrix.Rows - parameters)
            : double.NegativeInfinity;

    private void Consider(Candidate candidate)
    {
        Tried++;
        if (candidate.Intercept < 0 || candidate.HeatingSlope < 0 || candidate.CoolingSlope < 0)
            return;
        Qualified++;
        if (best is null || candidate.AdjustedRSquared > best.AdjustedRSquared + SameFit)
            best = candidate;
    }

    /// <summary>A fitted candidate; balance points are columns of the matrix.</summary>
    internal sealed record Candidate(int? Heating, int? Cooling, double Intercept, double HeatingSlope, double CoolingSlope, double AdjustedRSquared)
    {
        /// <summary>The model as it is written, or null when a parameter is beyond what can be.</summary>
        public UsagePerDayModel? ToModel()
        {
            var kind = (Heating, Cooling) switch
            {
                (null, null) => UsagePerDayKind.InterceptOnly,
                (_, null) => UsagePerDayKind.HeatingOnly,
                (null, _) => UsagePerDayKind.CoolingOnly,
                _ => UsagePerDayKind.CoolingAndHeating,
            };
            return Figures.Parameter(Intercept) is { } intercept && Figures.Parameter(HeatingSlope) is { } heating && Figures.Parameter(CoolingSlope) is { } cooling
                ? new UsagePerDayModel(
                    kind, intercept, heating, DesignMatrix.LowestBalancePoint + Heating, cooling, DesignMatrix.LowestBalancePoint + Cooling,
                    Figures.Ratio(AdjustedRSquared) ?? 0)
                : null;
        }
    }
}
