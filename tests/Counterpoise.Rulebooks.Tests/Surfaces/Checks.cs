using Counterpoise.Pricing.Surfaces;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Surfaces;

/// <summary>Fitted surfaces as the independent check sees them.</summary>
internal static class Checks
{
    public static ArbitrageCheck Of(RawSvi svi) => new(svi.A, svi.B, svi.Rho, svi.M, svi.Sigma);

    /// <summary>Everything found wrong with a surface on the range it was fitted for.</summary>
    public static List<string> Violations(VolSurface surface, CalendarRange calendar, Func<SmileFit, RawSvi> curve)
    {
        var everywhere = calendar == CalendarRange.Everywhere;
        var low = everywhere ? double.NegativeInfinity : surface.Smiles.Min(s => s.Quotes[0].LogMoneyness);
        var high = everywhere ? double.PositiveInfinity : surface.Smiles.Max(s => s.Quotes[^1].LogMoneyness);
        return ArbitrageCheck.All([.. surface.Smiles.Select(s => Of(curve(s)))], low, high);
    }
}
