namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// The periods that have both energy and temperature, as columns: usage per day and the degree days of every balance point, each centred at its weighted mean,
/// because then a candidate's fit is a formula of a few sums.
/// </summary>
internal sealed class DesignMatrix
{
    /// <summary>Balance points of CalTRACK (3.2.1): 30 to 90 °F in steps of 1 °F.</summary>
    public const int LowestBalancePoint = 30;

    /// <summary>The highest balance point, °F.</summary>
    public const int HighestBalancePoint = 90;

    private readonly double[] weights;

    public DesignMatrix(IReadOnlyList<(MeterPeriod Period, PeriodTemperatures Temperatures)> rows, UsagePerDayMethod method)
    {
        Rows = rows.Count;
        weights = new double[Rows];
        var usage = new double[Rows];
        for (var i = 0; i < Rows; i++)
        {
            weights[i] = method == UsagePerDayMethod.Daily ? 1 : rows[i].Temperatures.Means.Length;
            usage[i] = (double)(rows[i].Period.Energy ?? 0) / rows[i].Period.Days;
        }
        Usage = new Column(usage, weights);
        Heating = new Column[HighestBalancePoint - LowestBalancePoint + 1];
        Cooling = new Column[Heating.Length];
        for (var b = 0; b < Heating.Length; b++)
        {
            var heating = new double[Rows];
            var cooling = new double[Rows];
            for (var i = 0; i < Rows; i++)
            {
                heating[i] = rows[i].Temperatures.MeanHeating(LowestBalancePoint + b);
                cooling[i] = rows[i].Temperatures.MeanCooling(LowestBalancePoint + b);
            }
            Heating[b] = new Column(heating, weights);
            Cooling[b] = new Column(cooling, weights);
        }
    }

    public int Rows { get; }

    public Column Usage { get; }

    public Column[] Heating { get; }

    public Column[] Cooling { get; }

    /// <summary>Weighted sum of the products of two centred columns.</summary>
    public static double Product(Column a, Column b)
    {
        double sum = 0;
        for (var i = 0; i < a.Centred.Length; i++)
            sum += a.Weighted[i] * b.Centred[i];
        return sum;
    }

    /// <summary>One column of the matrix.</summary>
    internal sealed class Column
    {
        public Column(double[] values, double[] weights)
        {
            Centred = new double[values.Length];
            Weighted = new double[values.Length];
            double total = 0;
            for (var i = 0; i < values.Length; i++)
            {
                Total += weights[i] * values[i];
                total += weights[i];
                if (values[i] > 0)
                    Positive++;
            }
            Mean = Total / total;
            for (var i = 0; i < values.Length; i++)
            {
                Centred[i] = values[i] - Mean;
                Weighted[i] = weights[i] * Centred[i];
                Square += Weighted[i] * Centred[i];
                Scale += weights[i] * values[i] * values[i];
            }
        }

        public double[] Centred { get; }

        public double[] Weighted { get; }

        public double Mean { get; }

        /// <summary>Weighted sum of the values.</summary>
        public double Total { get; }

        /// <summary>How many values are above zero.</summary>
        public int Positive { get; }

        /// <summary>Weighted sum of the squares of the centred values.</summary>
        public double Square { get; }

        /// <summary>Weighted sum of the squares of the values themselves: what the centred ones are small against when a column is constant.</summary>
        public double Scale { get; }

        /// <summary>Whether the column varies by more than rounding.</summary>
        public bool Varies => Square > 1e-20 * Scale;
    }
}
