namespace Counterpoise.Pricing;

/// <summary>What a quoted price says about volatility.</summary>
public enum ImpliedVolOutcome
{
    /// <summary>One volatility reproduces the price. The default of no quote: <see cref="NotFinite"/>.</summary>
    Solved = 1,

    /// <summary>An argument is NaN or infinite.</summary>
    NotFinite = 0,

    /// <summary>
    /// A forward or strike is negative, a discount is not positive, or a leg (D·F, D·K, K/F) or the
    /// volatility itself is beyond the range of doubles.
    /// </summary>
    OutOfDomain = 2,

    /// <summary>The option has expired (years ≤ 0): its price holds no volatility.</summary>
    NoTime = 3,

    /// <summary>The price is negative or below intrinsic: no volatility gives it.</summary>
    BelowIntrinsic = 4,

    /// <summary>
    /// The price is intrinsic to the last digit: every volatility from 0 up to the one returned rounds to it. The
    /// bound is +∞ where the price does not depend on volatility.
    /// </summary>
    AtIntrinsic = 5,

    /// <summary>The price is its maximum to the last digit: every volatility from the one returned up does.</summary>
    AtMaximum = 6,

    /// <summary>The price exceeds the leg received: no volatility gives it.</summary>
    AboveMaximum = 7,
}

/// <summary>The volatility behind a price, or why there is none.</summary>
/// <param name="Outcome">What the price says; only <see cref="ImpliedVolOutcome.Solved"/> carries a volatility.</param>
/// <param name="Vol">
/// Annualised volatility, 0.5 is 50 %. At intrinsic the upper, at maximum the lower bound; otherwise NaN.
/// </param>
/// <param name="RelativeUncertainty">
/// The relative change of the volatility for half a unit in the last place of the price: ½ulp(price)/(vega·vol).
/// A quote whose time value is a few of its last digits shows here as a large number. NaN unless solved.
/// </param>
public readonly record struct ImpliedVolResult(ImpliedVolOutcome Outcome, double Vol, double RelativeUncertainty)
{
    /// <summary>Whether <see cref="Vol"/> is the volatility of the price.</summary>
    public bool IsSolved => Outcome == ImpliedVolOutcome.Solved;

    internal static ImpliedVolResult None(ImpliedVolOutcome outcome, double bound = double.NaN) =>
        new(outcome, bound, double.NaN);
}
