using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Kernels;
using Counterpoise.Tests.Pricing.HighPrecision;

namespace Counterpoise.Tests.Pricing.Batch;

/// <summary>A quoted option.</summary>
internal readonly record struct Quote(double Sign, double Price, double F, double K, double Years)
{
    public OptionRight Right => Sign > 0 ? OptionRight.Call : OptionRight.Put;

    /// <summary>The clear version, for whom a sign other than ±1 is out of the domain.</summary>
    public ImpliedVolResult Clear => Sign is 1 or -1
        ? ImpliedVol.Solve(Right, Price, F, K, Years)
        : new(ImpliedVolOutcome.OutOfDomain, double.NaN, double.NaN);

    /// <summary>Whether the kernel solves it without the clear version.</summary>
    public bool IsInKernel
    {
        get
        {
            _ = ImpliedVolKernel<LanesScalar>.Solve(
                LanesScalar.Of(Sign), LanesScalar.Of(Price), LanesScalar.Of(F), LanesScalar.Of(K),
                LanesScalar.Of(Years), out var solved);
            return LanesScalar.Mask(solved) != 0;
        }
    }

    /// <summary>
    /// The exact volatility of the price as the double it is: one step of Newton in 77 digits from the clear version's,
    /// which is within 2e-15.
    /// </summary>
    public BigFloat Root()
    {
        var vol = Clear.Vol;
        var exact = new Black76Reference(F, K, vol, Years, 1);
        var side = Sign > 0 ? exact.Call : exact.Put;
        return vol + ((Price - side.Price) / side.Vega);
    }

    public static (double[] Vols, ImpliedVolOutcome[] Outcomes) Solve(IReadOnlyList<Quote> quotes)
    {
        var vols = new double[quotes.Count];
        var outcomes = new ImpliedVolOutcome[quotes.Count];
        BatchImpliedVol.Solve(
            new(
                [.. quotes.Select(q => q.Sign)], [.. quotes.Select(q => q.Price)], [.. quotes.Select(q => q.F)],
                [.. quotes.Select(q => q.K)], [.. quotes.Select(q => q.Years)]),
            vols, outcomes);
        return (vols, outcomes);
    }
}
