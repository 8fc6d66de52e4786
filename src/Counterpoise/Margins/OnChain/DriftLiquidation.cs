namespace Counterpoise.Margins.OnChain;

/// <summary>How much of a position a liquidator takes. Drift v2, programs/drift/src/math/liquidation.rs.</summary>
public static class DriftLiquidation
{
    /// <summary>
    /// Coins of a perpetual whose transfer covers a shortage of margin:
    /// shortage / (price·quotePrice·(marginRatio − liquidatorFee) − price·insuranceFee). The place of the quote price
    /// next to fees is not fixed by any published case.
    /// </summary>
    /// <param name="shortage">Margin that is missing, USD.</param>
    /// <param name="marginRatio">Maintenance rate of the position.</param>
    /// <param name="liquidatorFee">Fraction.</param>
    /// <param name="insuranceFee">Fraction.</param>
    /// <param name="price">Oracle price of the coin, quote currency.</param>
    /// <param name="quotePrice">Oracle price of the quote currency, USD.</param>
    /// <returns>Infinite where fees eat what a transfer frees.</returns>
    public static double SizeToCover(
        double shortage, double marginRatio, double liquidatorFee, double insuranceFee, double price,
        double quotePrice)
    {
        var freed = price * quotePrice * (marginRatio - liquidatorFee) - price * insuranceFee;
        return freed > 0 ? shortage / freed : double.PositiveInfinity;
    }
}
