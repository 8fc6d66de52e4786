using Counterpoise.Markets.Candles;

namespace Counterpoise.Learning.Boosting;

/// <summary>Which loss is forecast, and at which level.</summary>
/// <param name="Side">Who loses.</param>
/// <param name="Kind">Which loss of the window.</param>
/// <param name="Hours">Length of the window.</param>
/// <param name="Alpha">Level of the quantile: 0.99 for a day, 0.999 for two hours (methodology section 1).</param>
public readonly record struct QuantileTarget(Side Side, LossKind Kind, int Hours, double Alpha)
{
    /// <summary>What one asset needs: closes and excursions of a day, excursions of two hours, both sides.</summary>
    public static IReadOnlyList<QuantileTarget> OfAnAsset { get; } =
    [
        new(Side.Long, LossKind.Close, 24, 0.99), new(Side.Short, LossKind.Close, 24, 0.99),
        new(Side.Long, LossKind.Excursion, 24, 0.99), new(Side.Short, LossKind.Excursion, 24, 0.99),
        new(Side.Long, LossKind.Excursion, 2, 0.999), new(Side.Short, LossKind.Excursion, 2, 0.999),
    ];

    /// <summary>Losses in units of σ at every origin; NaN where the window has an outage or the origin no σ.</summary>
    public double[] Standardised(CandleHistory history, OriginFeatures features)
    {
        var z = new double[features.Count];
        for (var index = 0; index < z.Length; index++)
        {
            var (origin, sigma) = (features.From + index, features.Sigma(index, Hours));
            z[index] = sigma > 0 && Moves.IsWhole(history, origin, Hours)
                ? Moves.Loss(history, origin, Hours, Side, Kind) / sigma : double.NaN;
        }
        return z;
    }
}
