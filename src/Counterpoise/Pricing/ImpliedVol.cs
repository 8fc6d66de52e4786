using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Kernels;

namespace Counterpoise.Pricing;

/// <summary>
/// The volatility that reproduces a quoted price. Never throws on a quote and never returns NaN as solved.
/// <para>
/// Claim: within 2e-15 relative of the exact root for the price as the double it is. What the price's own rounding
/// hides is told apart, in <see cref="ImpliedVolResult.RelativeUncertainty"/>.
/// </para>
/// </summary>
public static class ImpliedVol
{
    private const double Ln2 = 0.6931471805599453;

    /// <summary>
    /// From a discounted linear price (<see cref="Black76.Price"/>), in strike currency per unit.
    /// </summary>
    public static ImpliedVolResult Solve(
        OptionRight right, double price, double forward, double strike, double years, double discount = 1)
    {
        if (!(Finite(price, forward, strike) && Finite(years, discount, 0)))
        {
            return ImpliedVolResult.None(ImpliedVolOutcome.NotFinite);
        }

        if (!Domain.Holds(forward, strike, 0, years) || discount <= 0)
        {
            return ImpliedVolResult.None(ImpliedVolOutcome.OutOfDomain);
        }

        var asset = DoubleDouble.Product(discount, forward);
        var cash = DoubleDouble.Product(discount, strike);
        var assetLessCash = DoubleDouble.Difference(forward, strike) * discount;
        return new Quote(right, price, asset, cash, assetLessCash, Domain.LogRatio(forward, strike)).Vol(years);
    }

    /// <summary>
    /// From a coin price (<see cref="CoinSettled.Price"/>), in coin per unit; the forward must not be 0.
    /// </summary>
    public static ImpliedVolResult SolveCoinSettled(
        OptionRight right, double price, double forward, double strike, double years)
    {
        if (!(Finite(price, forward, strike) && double.IsFinite(years)))
        {
            return ImpliedVolResult.None(ImpliedVolOutcome.NotFinite);
        }

        if (!Domain.Holds(forward, strike, 0, years) || forward == 0)
        {
            return ImpliedVolResult.None(ImpliedVolOutcome.OutOfDomain);
        }

        var coin = new DoubleDouble(forward);
        var cash = new DoubleDouble(strike) / coin;
        var assetLessCash = DoubleDouble.Difference(forward, strike) / coin;
        return new Quote(right, price, new(1), cash, assetLessCash, Domain.LogRatio(forward, strike)).Vol(years);
    }

    private static bool Finite(double a, double b, double c) =>
        double.IsFinite(a) && double.IsFinite(b) && double.IsFinite(c);

    /// <summary>A price between its bounds: intrinsic ≤ price ≤ the leg received.</summary>
    private readonly struct Quote
    {
        private readonly double price;
        private readonly double halfUlp;
        private readonly double intrinsic;
        private readonly double maximum;
        private readonly double smaller;
        private readonly double timeValue;
        private readonly double headroom;
        private readonly DoubleDouble distance;

        public Quote(
            OptionRight right,
            double price,
            DoubleDouble asset,
            DoubleDouble cash,
            DoubleDouble assetLessCash,
            DoubleDouble logMoneyness)
        {
            var call = right == OptionRight.Call;
            var above = logMoneyness.Hi > 0;
            var exercise = call ? assetLessCash : -assetLessCash;
            var floor = exercise.Hi > 0 ? exercise : new(0);
            var ceiling = call ? asset : cash;
            this.price = price;
            halfUlp = Math.Max(0.5 * (Math.BitIncrement(Math.Abs(price)) - Math.Abs(price)), double.Epsilon);
            intrinsic = floor.Rounded();
            maximum = ceiling.Rounded();
            smaller = (above ? cash : asset).Hi;
            timeValue = (new DoubleDouble(price) - floor).Rounded();
            headroom = (ceiling - new DoubleDouble(price)).Rounded();
            distance = above ? logMoneyness : -logMoneyness;
        }

        public ImpliedVolResult Vol(double years)
        {
            if (!(double.IsFinite(maximum) && double.IsFinite(smaller)))
            {
                return ImpliedVolResult.None(ImpliedVolOutcome.OutOfDomain);
            }

            if (years <= 0)
            {
                return ImpliedVolResult.None(ImpliedVolOutcome.NoTime);
            }

            var rootYears = DoubleDouble.Sqrt(years);
            if (price == intrinsic)
            {
                return ImpliedVolResult.None(ImpliedVolOutcome.AtIntrinsic, Annual(LastAtIntrinsic(), rootYears));
            }

            if (price < intrinsic)
            {
                return ImpliedVolResult.None(ImpliedVolOutcome.BelowIntrinsic);
            }

            if (price == maximum)
            {
                return ImpliedVolResult.None(ImpliedVolOutcome.AtMaximum, Annual(FirstAtMaximum(), rootYears));
            }

            if (price > maximum)
            {
                return ImpliedVolResult.None(ImpliedVolOutcome.AboveMaximum);
            }

            var low = timeValue <= headroom;
            var total = low
                ? TotalVol.FromTimeValue(distance, LogShare(timeValue))
                : TotalVol.FromHeadroom(distance, LogShare(headroom));
            var uncertainty = halfUlp / (low ? timeValue : headroom) / total.Elasticity;
            var vol = Annual(total.Value, rootYears);
            return vol > 0 && double.IsFinite(vol)
                ? new(ImpliedVolOutcome.Solved, vol, uncertainty)
                : ImpliedVolResult.None(ImpliedVolOutcome.OutOfDomain);
        }

        // The largest s whose price still rounds to intrinsic: time value of half a unit in the last place.
        private double LastAtIntrinsic()
        {
            var largest = timeValue + halfUlp;
            return largest >= 0.5 * smaller ? double.PositiveInfinity
                : price == 0 ? TotalVol.FromTimeValue(distance, (-1075 * Ln2) - Elementary.Log(smaller)).Value
                : TotalVol.FromTimeValue(distance, LogShare(largest)).Value;
        }

        // The smallest s whose price rounds to the maximum.
        private double FirstAtMaximum() =>
            TotalVol.FromHeadroom(distance, LogShare(Math.Max(headroom + halfUlp, halfUlp))).Value;

        // ln(amount/M), also where the quotient underflows.
        private double LogShare(double amount)
        {
            var share = amount / smaller;
            return share > 1e-290 ? Elementary.Log(share) : Elementary.Log(amount) - Elementary.Log(smaller);
        }

        private static double Annual(double totalVol, DoubleDouble rootYears) =>
            double.IsInfinity(totalVol) ? totalVol : (new DoubleDouble(totalVol) / rootYears).Rounded();
    }
}
