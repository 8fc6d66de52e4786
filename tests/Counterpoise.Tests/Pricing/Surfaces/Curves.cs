using Counterpoise.Pricing.Surfaces;
using Counterpoise.Tests.Shared;
using CsCheck;

namespace Counterpoise.Tests.Pricing.Surfaces;

/// <summary>Curves to try laws on, and the independent check of them.</summary>
internal static class Curves
{
    /// <summary>Any curve with positive variance; half of them have butterfly arbitrage.</summary>
    public static Gen<RawSvi> Any { get; } =
        from width in Gen.Double[-2.5, 0.7]
        from b in Gen.Double[-3, 0.2]
        from rho in Gen.Double[-0.98, 0.98]
        from m in Gen.Double[-0.5, 0.5]
        from share in Gen.Double[0.02, 3]
        select Of(Math.Pow(10, b), rho, m, Math.Pow(10, width), share);

    /// <summary>Pairs whose wings differ, are parallel on one side or on both, or that are equal.</summary>
    public static Gen<(RawSvi Earlier, RawSvi Later)> Pairs { get; } =
        from earlier in Any
        from later in Any
        from kind in Gen.Int[0, 5]
        select Pair(kind, earlier, later);

    public static ArbitrageCheck Check(RawSvi svi) => new(svi.A, svi.B, svi.Rho, svi.M, svi.Sigma);

    /// <summary>Everything the independent check finds wrong with a surface.</summary>
    public static List<string> Violations(VolSurface surface, CalendarRange calendar = CalendarRange.Everywhere)
    {
        var everywhere = calendar == CalendarRange.Everywhere;
        var low = everywhere ? double.NegativeInfinity : surface.Smiles.Min(s => s.Quotes[0].LogMoneyness);
        var high = everywhere ? double.PositiveInfinity : surface.Smiles.Max(s => s.Quotes[^1].LogMoneyness);
        return ArbitrageCheck.All([.. surface.Smiles.Select(s => Check(s.Svi))], low, high);
    }

    // The least variance is a share of what the curve rises over a width.
    private static RawSvi Of(double b, double rho, double m, double sigma, double share)
    {
        var svi = new RawSvi(0, b, rho, m, sigma);
        return svi with { A = share * b * sigma - svi.LeastVariance };
    }

    // Slopes that are exact in binary, so that parallel wings are parallel to the last bit.
    private static (RawSvi Earlier, RawSvi Later) Pair(int kind, RawSvi earlier, RawSvi later)
    {
        const double eighth = 0.125;
        return kind switch
        {
            0 => (earlier, earlier),
            1 => (earlier with { B = eighth, Rho = 0.25 }, later with { B = eighth, Rho = 0.25 }),
            2 => (earlier with { B = eighth, Rho = 0 }, later with { B = 2 * eighth, Rho = 0.5 }),
            3 => (earlier with { B = eighth, Rho = 0 }, later with { B = 2 * eighth, Rho = -0.5 }),
            4 => (earlier with { B = 0 }, later),
            _ => (earlier, later),
        };
    }
}
