using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Models;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>The model whose wings continue a smile beyond its quotes.</summary>
public abstract record WingModel
{
    private protected WingModel()
    {
    }

    /// <summary>The model's name.</summary>
    public abstract string Name { get; }

    /// <summary>Prices below this, on a forward of 1, may be all error.</summary>
    internal abstract double LeastPrice { get; }

    /// <summary>Undiscounted prices of puts (−1) or calls (+1) on a forward of 1.</summary>
    internal abstract void Prices(double sign, ReadOnlySpan<double> strike, double years, Span<double> price);

    /// <summary>ln of a price as a function of ln K, and its slope: the elasticity.</summary>
    internal (double Log, double Slope) LogPrice(double sign, double k, double years)
    {
        const double step = 1e-4;
        Span<double> strike = [Elementary.Exp(k - step), Elementary.Exp(k), Elementary.Exp(k + step)];
        Span<double> price = stackalloc double[3];
        Prices(sign, strike, years, price);
        if (!(Math.Min(price[0], price[2]) > LeastPrice)) return (double.NaN, double.NaN);
        var (before, after) = (Elementary.Log(price[0]), Elementary.Log(price[2]));
        return (Elementary.Log(price[1]), (after - before) / (2 * step));
    }

    /// <summary>Jumps: for short expiries, in which diffusion has too little time to reach the wings.</summary>
    /// <param name="Parameters">Calibrated to one expiry.</param>
    public sealed record Jumps(MertonParameters Parameters) : WingModel
    {
        /// <inheritdoc />
        public override string Name => "Merton";

        // Every term of the series is positive: small prices are as exact as large ones.
        internal override double LeastPrice => 1e-200;

        internal override void Prices(double sign, ReadOnlySpan<double> strike, double years, Span<double> price)
        {
            var right = sign < 0 ? OptionRight.Put : OptionRight.Call;
            for (var i = 0; i < price.Length; i++) price[i] = Merton.Price(right, 1, strike[i], Parameters, years);
        }
    }

    /// <summary>Stochastic volatility: for longer expiries.</summary>
    /// <param name="Parameters">Calibrated to all of them together.</param>
    public sealed record StochasticVol(HestonParameters Parameters) : WingModel
    {
        /// <inheritdoc />
        public override string Name => "Heston";

        // An integral: its error of about 1e-13 is absolute.
        internal override double LeastPrice => 1e-9;

        internal override void Prices(double sign, ReadOnlySpan<double> strike, double years, Span<double> price)
        {
            Span<double> signs = stackalloc double[strike.Length];
            signs.Fill(sign);
            BatchHeston.Price(new HestonSlice(1, years, signs, strike), Parameters, price);
        }
    }
}
