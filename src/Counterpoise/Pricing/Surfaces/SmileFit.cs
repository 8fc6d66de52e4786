using Counterpoise.Units;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>How the parameters of an expiry came about.</summary>
public enum FitKind
{
    /// <summary>Least squares alone: it was free of arbitrage.</summary>
    Free = 0,

    /// <summary>Least squares under constraints: alone it had butterfly or calendar arbitrage.</summary>
    Repaired = 1,

    /// <summary>Too few quotes for five parameters: read off the SSVI surface of the other expiries.</summary>
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

    /// <summary>How it came about.</summary>
    public FitKind Kind { get; init; }

    /// <summary>Unweighted root mean square error over the quotes, volatility (0.0010 is 10 bp).</summary>
    public double Rmse { get; init; }

    /// <summary>The same for the unconstrained fit, which may have arbitrage; NaN where there is none.</summary>
    public double FreeRmse { get; init; } = double.NaN;

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
}
