namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// Weighted least squares with one intercept for each group of rows and slopes shared by all groups. The intercepts are eliminated first (Frisch, Waugh and
/// Lovell: centre each group at its weighted mean), the few slopes solved by Cholesky's method. A feature that says nothing beyond those
/// before it gets the slope zero.
/// </summary>
internal sealed class GroupedLeastSquares
{
    /// <summary>A feature whose variation left over is below this share of its own is a combination of the features before it.</summary>
    private const double Dependent = 1e-11;

    private readonly int features;
    private readonly double[] weights;
    private readonly double[] means;
    private readonly List<(int Group, double Weight, double Y, double[] X)> rows = [];

    public GroupedLeastSquares(int groups, int features)
    {
        this.features = features;
        weights = new double[groups];
        means = new double[groups * (features + 1)];
        Intercepts = new double?[groups];
        Slopes = new double[features];
    }

    /// <summary>The intercept of each group; null for a group without rows.</summary>
    public double?[] Intercepts { get; }

    public double[] Slopes { get; }

    public void Add(int group, double weight, double y, double[] x)
    {
        rows.Add((group, weight, y, x));
        weights[group] += weight;
        var at = group * (features + 1);
        means[at] += weight * y;
        for (var j = 0; j < features; j++)
            means[at + 1 + j] += weight * x[j];
    }

    public void Solve()
    {
        for (var group = 0; group < weights.Length; group++)
            for (var j = 0; j <= features; j++)
                if (weights[group] > 0)
                    means[group * (features + 1) + j] /= weights[group];
        var (normal, right) = NormalEquations();
        Cholesky(normal, right);
        for (var group = 0; group < weights.Length; group++)
        {
            if (weights[group] <= 0)
                continue;
            var at = group * (features + 1);
            var intercept = means[at];
            for (var j = 0; j < features; j++)
                intercept -= Slopes[j] * means[at + 1 + j];
            Intercepts[group] = intercept;
        }
    }

    /// <summary>What the model says for a row of a group that has an intercept.</summary>
    public double Predict(int group, double[] x)
    {
        var value = Intercepts[group] ?? 0;
        for (var j = 0; j < features; j++)
            value += Slopes[j] * x[j];
        return value;
    }

    private (double[,] Normal, double[] Right) NormalEquations()
    {
        var normal = new double[features, features];
        var right = new double[features];
        var centred = new double[features];
        foreach (var (group, weight, y, x) in rows)
        {
            var at = group * (features + 1);
            for (var j = 0; j < features; j++)
                centred[j] = x[j] - means[at + 1 + j];
            var deviation = weight * (y - means[at]);
            for (var j = 0; j < features; j++)
            {
                right[j] += deviation * centred[j];
                for (var k = 0; k <= j; k++)
                    normal[j, k] += weight * centred[j] * centred[k];
            }
        }
        return (normal, right);
    }

    private void Cholesky(double[,] a, double[] b)
    {
        var used = new bool[features];
        for (var j = 0; j < features; j++)
        {
            var own = a[j, j];
            for (var k = 0; k < j; k++)
            {
                if (!used[k])
                    continue;
                var sum = a[j, k];
                for (var m = 0; m < k; m++)
                    if (used[m])
                        sum -= a[j, m] * a[k, m];
                a[j, k] = sum / a[k, k];
                a[j, j] -= a[j, k] * a[j, k];
            }
            used[j] = own > 0 && a[j, j] > own * Dependent;
            if (!used[j])
                continue;
            a[j, j] = Math.Sqrt(a[j, j]);
            for (var k = 0; k < j; k++)
                if (used[k])
                    b[j] -= a[j, k] * b[k];
            b[j] /= a[j, j];
        }
        for (var j = features - 1; j >= 0; j--)
        {
            if (!used[j])
                continue;
            var sum = b[j];
            for (var k = j + 1; k < features; k++)
                if (used[k])
                    sum -= a[k, j] * Slopes[k];
            Slopes[j] = sum / a[j, j];
        }
    }
}
