using Counterpoise.Pricing.Models;
using Counterpoise.Units;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>How the parameters of an expiry came about.</summary>
public enum FitKind
{
    /// <summary>Least squares alone: it was free of arbitrage.</summary>
    Free = 0,

    /// <summary>
    /// Least squares under constraints, which moved it: alone it, or a neighbour, had arbitrage.
    /// </summary>
    Repaired = 1,

    /// <summary>Too few quotes for five parameters: they lean on the SSVI surface of all expiries.</summary>
    FromSurface = 2,
}

/// <summary>The fitted smile of one expiry.</summary>
/// <param name="Expiry">When.</param>
/// <param name="Years">T, years of 365 days.</param>
/// <param name="Forward">F, quote currency.</param>
/// <param name="Svi">Total variance of k.</param>
public sealed record SmileFit(Instant Expiry, double Years, double Forward, RawSvi Svi)
{
    /// <summary>What it was fitted to, by log-moneyness.</summary>
    public IReadOnlyList<SmileQuote> Quotes { get; init; } = [];

    /// <summary>The forward its calls and puts imply; null without two-sided pairs.</summary>
    public ImpliedForward? Implied { get; init; }

    /// <summary>Options that were listed but are no quote to fit to.</summary>
    public int LeftOut { get; init; }

    /// <summary>How it came about.</summary>
    public FitKind Kind { get; init; }

    /// <summary>The unconstrained fit, which may have arbitrage; the fit itself where nothing was moved.</summary>
    public RawSvi Alone { get; init; } = Svi;

    /// <summary>Unweighted root mean square error over the quotes, volatility (0.0010 is 10 bp).</summary>
    public double Rmse { get; init; }

    /// <summary>The same for the unconstrained fit, which may have arbitrage.</summary>
    public double FreeRmse { get; init; }

    /// <summary>Largest absolute error, volatility.</summary>
    public double MaxError { get; init; }

    /// <summary>The least of g(k) over |k| ≤ 3: below 0 the implied density is negative (butterfly).</summary>
    public double LeastDensity { get; init; }

    /// <summary>Where the least g is, log-moneyness.</summary>
    public double LeastDensityAt { get; init; }

    /// <summary>
    /// The least of w(k) − w_before(k) over the range asked for, total variance; NaN for the first expiry.
    /// </summary>
    public double LeastCalendar { get; init; } = double.NaN;

    /// <summary>Where that is, log-moneyness (±∞: the wing's slope).</summary>
    public double LeastCalendarAt { get; init; } = double.NaN;

    /// <summary>Implied volatility at a log-moneyness, annualised fraction.</summary>
    public double Vol(double logMoneyness) => Math.Sqrt(Math.Max(0, Svi.Variance(logMoneyness)) / Years);

    /// <summary>
    /// How well its quotes determine a, b, ρ, m and σ, as if there were no constraints: a is judged against the
    /// variance at the money, m against the quoted range. A curve can be known well where its parameters are not.
    /// </summary>
    public Determination Determine() => SviDetermination.Of(this);

    /// <summary>The curve as a smile.</summary>
    public Smile ToSmile() => new SviSmile(Svi, Years);

    internal ExpiryQuotes AsQuotes() => new(Expiry, Years, Forward, Quotes) { Implied = Implied, LeftOut = LeftOut };
}
