namespace Counterpoise.Learning.Methods;

/// <summary>
/// Filtered historical simulation of one tail: the quantile of all losses whose windows were over at an hour, each
/// divided by the volatility its window began with (Barone-Adesi, Giannopoulos and Vosper, 1999). Windows begin at
/// every hour: overlapping ones sharpen a quantile, though no test may count them.
/// </summary>
public sealed class StandardisedQuantile
{
    /// <summary>Days of losses before there is a forecast (house methodology, 2).</summary>
    public const int WarmUpDays = 500;

    private readonly double[] _quantiles;
    private readonly double[] _tailMeans;
    private readonly long _from;

    /// <summary>Quantiles at every hour.</summary>
    /// <param name="losses">Of windows.</param>
    /// <param name="vol">Volatility the windows began with.</param>
    /// <param name="side">Which tail.</param>
    /// <param name="kind">Which loss.</param>
    /// <param name="level">E.g. 0.99.</param>
    /// <param name="includes">Windows taken, by origin; null: all.</param>
    public StandardisedQuantile(
        LossTable losses, Func<long, double> vol, Side side, LossKind kind, double level,
        Func<long, bool>? includes = null)
    {
        var history = losses.History;
        _from = history.From;
        var count = (int)(history.To - history.From + 1);
        (_quantiles, _tailMeans) = (new double[count], new double[count]);
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var origin = _from + i;
            values[i] = includes?.Invoke(origin) == false ? double.NaN : losses.At(origin, side, kind) / vol(origin);
        }
        var sample = new ExpandingQuantile(values);
        for (var i = 0; i < count; i++)
        {
            // The window that began so many hours ago is over.
            if (i >= losses.Hours && !double.IsNaN(values[i - losses.Hours])) sample.Add(values[i - losses.Hours]);
            var isReady = sample.Count > 0;
            _quantiles[i] = isReady ? sample.At(level) : double.NaN;
            _tailMeans[i] = isReady ? sample.MeanAbove(_quantiles[i]) : double.NaN;
        }
        Values = values;
    }

    /// <summary>Standardised losses by hour of origin, from the history's first; NaN where there is none.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>The quantile known at an hour; NaN before the first window is over.</summary>
    public double At(long hour) => _quantiles[hour - _from];

    /// <summary>Mean of what lay above it; the quantile itself where nothing did.</summary>
    public double MeanAbove(long hour) => _tailMeans[hour - _from];
}
