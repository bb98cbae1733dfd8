namespace SmartBlocks.Energy.Forecasts;

/// <summary>One way to forecast a meter. Rows are those of a <see cref="DemandGrid"/>; nothing at or after the first row to forecast is looked at.</summary>
internal interface IDemandModel
{
    /// <summary>What it is, in words.</summary>
    string Name { get; }

    /// <summary>Rows of history it needs before its first forecast.</summary>
    int LeastRows { get; }

    /// <summary>Whether what the meter counts is of a kind it can forecast.</summary>
    bool Suits(DemandGrid grid) => true;

    /// <summary>Learns from the rows before <paramref name="rows"/>.</summary>
    void Fit(DemandGrid grid, int rows);

    /// <summary>Forecasts rows from <paramref name="row"/> on; as many slots as <paramref name="ahead"/> has.</summary>
    void Predict(DemandGrid grid, int row, Span<double> ahead);
}
