using System.Diagnostics;
using Counterpoise.Markets;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Cli.Surfaces;

/// <summary>An expiry with options that was not fitted.</summary>
/// <param name="Expiry">When.</param>
/// <param name="Days">From the market's instant.</param>
/// <param name="Options">How many options are listed.</param>
/// <param name="Reason">Why, as a clause.</param>
internal sealed record UnfittedExpiry(Instant Expiry, double Days, int Options, string Reason);

/// <summary>One coin of a market, fitted: the surface, what was left out of it, and how well it came out.</summary>
internal sealed class CoinFit
{
    private CoinFit(VolSurface surface, double milliseconds, Underlying underlying, SurfaceFitOptions options)
    {
        (Surface, Milliseconds) = (surface, milliseconds);
        var listed = underlying.Quotes.Values.Where(q => q.Instrument.IsOption && q.Instrument.Quote.IsDollar)
            .GroupBy(q => q.Instrument.Expiry!.Value).OrderBy(g => g.Key);
        var (reasons, unfitted, stated) = (new List<LeftOut>(), new List<UnfittedExpiry>(), new List<bool>());
        foreach (var expiry in listed)
        {
            // Coin-settled options are preferred to their dollar-settled twins: those count apart.
            Quote[] usual = [.. expiry.Where(q => q.Instrument.IsInverse)];
            if (usual.Length == 0) usual = [.. expiry];
            Twins += expiry.Count() - usual.Length;
            var hasForward = underlying.Expiries.GetValueOrDefault(expiry.Key)?.Forward is not null;
            if (surface.Of(expiry.Key) is { } smile)
            {
                reasons.Add(LeftOut.Of(smile, usual));
                stated.Add(hasForward);
                continue;
            }
            var until = expiry.Key - surface.Time;
            unfitted.Add(new UnfittedExpiry(
                expiry.Key, until.Days, usual.Length,
                until.Years <= 0 ? "has expired"
                : until.Years < options.LeastYears ? $"is nearer than {Hours(options)} hours"
                : !hasForward && ImpliedForward.Of(usual) is null ? "has no forward"
                : "has no option that is quoted on both sides"));
        }
        (Reasons, Unfitted, HasStatedForward) = (reasons, unfitted, stated);
        Errors = [.. surface.Smiles.Select(s => s.Rmse).Order()];
    }

    public VolSurface Surface { get; }

    /// <summary>Time of the fit, quotes chosen and volatilities solved included.</summary>
    public double Milliseconds { get; }

    /// <summary>Why options are not among the quotes, by smile.</summary>
    public IReadOnlyList<LeftOut> Reasons { get; }

    /// <summary>True where the market states the forward, by smile; else put-call parity gave it.</summary>
    public IReadOnlyList<bool> HasStatedForward { get; }

    /// <summary>Expiries that were not fitted.</summary>
    public IReadOnlyList<UnfittedExpiry> Unfitted { get; }

    /// <summary>Dollar-settled options beside coin-settled ones of the same expiry.</summary>
    public int Twins { get; }

    /// <summary>One SSVI surface through the same quotes; null without any.</summary>
    public SsviFit? Across => SsviFit.Of(
        [.. Surface.Smiles.Select(s => new ExpiryQuotes(s.Expiry, s.Years, s.Forward, s.Quotes))]);

    public int Quotes => Surface.Smiles.Sum(s => s.Quotes.Count);

    /// <summary>Quotes whose fitted volatility is between those of bid and ask.</summary>
    public int Inside => Surface.Smiles.Sum(InsideOf);

    public double MedianRmse => SurfaceTotals.Quantile(Errors, 0.5);

    public double MaxRmse => SurfaceTotals.Quantile(Errors, 1);

    /// <summary>The expiry with the least g; null without expiries.</summary>
    public SmileFit? LeastDensity => Surface.Smiles.MinBy(s => s.LeastDensity);

    /// <summary>The expiry with the least gap to the one before; null with fewer than two.</summary>
    public SmileFit? LeastCalendar => Surface.Smiles.Skip(1).MinBy(s => s.LeastCalendar);

    /// <summary>The steeper wing of all.</summary>
    public double MostSlope => Surface.Smiles.Select(s => Math.Max(s.Svi.LeftSlope, s.Svi.RightSlope)).Max();

    /// <summary>Expiries with butterfly arbitrage, and pairs with calendar arbitrage: none, or we are wrong.</summary>
    public int Violations =>
        Surface.Smiles.Count(s => !(s.LeastDensity >= 0)
            || s.Svi.LeftSlope > Butterfly.MostSlope || s.Svi.RightSlope > Butterfly.MostSlope)
        + Surface.Smiles.Skip(1).Count(s => !(s.LeastCalendar >= 0));

    private double[] Errors { get; }

    public static CoinFit Of(Market market, Currency coin, SurfaceFitOptions options)
    {
        var start = Stopwatch.GetTimestamp();
        var surface = SurfaceFit.Fit(market, coin, options);
        var taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return new CoinFit(surface, taken, market.UnderlyingOf(coin), options);
    }

    /// <summary>The same of one smile; a side that holds no volatility is no bound.</summary>
    public static int InsideOf(SmileFit smile) => smile.Quotes.Count(q =>
        smile.Vol(q.LogMoneyness) is var vol && !(vol < q.BidVol) && !(vol > q.AskVol));

    public int Count(FitKind kind) => Surface.Smiles.Count(s => s.Kind == kind);

    /// <summary>The nearest expiry that is fitted, in hours.</summary>
    public static string Hours(SurfaceFitOptions options) =>
        Statements.Figures.Short(options.LeastYears * 365 * 24, 1);
}
