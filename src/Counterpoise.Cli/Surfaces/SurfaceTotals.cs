using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli.Surfaces;

/// <summary>What many fitted markets sum up to.</summary>
internal sealed record SurfaceTotals
{
    /// <summary>Markets.</summary>
    public int Snapshots { get; private init; }

    /// <summary>Different dates (UTC) among them.</summary>
    public int Days { get; private init; }

    /// <summary>Coins with at least one fitted expiry, over all snapshots.</summary>
    public int Surfaces { get; private init; }

    public int Expiries { get; private init; }

    public int Free { get; private init; }

    public int Repaired { get; private init; }

    public int Leaning { get; private init; }

    public int Quotes { get; private init; }

    /// <summary>Expiries with options that were too near, or had nothing to fit to.</summary>
    public int NotFitted { get; private init; }

    /// <summary>Options of fitted expiries that are not among the quotes.</summary>
    public int LeftOut { get; private init; }

    /// <summary>Quotes whose fitted volatility is between those of bid and ask.</summary>
    public int Inside { get; private init; }

    public double MedianRmse { get; private init; }

    /// <summary>99 of 100 expiries have no larger error.</summary>
    public double NearlyAllRmse { get; private init; }

    public double MaxRmse { get; private init; }

    public double MedianMilliseconds { get; private init; }

    public double MaxMilliseconds { get; private init; }

    public int Violations { get; private init; }

    /// <summary>Fits that failed.</summary>
    public int Faults { get; private init; }

    public bool IsClean => Violations == 0 && Faults == 0;

    public static SurfaceTotals Of(IReadOnlyList<MarketFit> markets)
    {
        CoinFit[] coins = [.. markets.SelectMany(m => m.Coins).Where(c => c.Surface.Smiles.Count > 0)];
        double[] errors = [.. coins.SelectMany(c => c.Surface.Smiles).Select(s => s.Rmse).Order()];
        double[] times = [.. coins.Select(c => c.Milliseconds).Order()];
        return new SurfaceTotals
        {
            Snapshots = markets.Count,
            Days = markets.Select(m => m.Time.ToUtcDateTime().Date).Distinct().Count(),
            Surfaces = coins.Length,
            Expiries = errors.Length,
            Free = coins.Sum(c => c.Count(FitKind.Free)),
            Repaired = coins.Sum(c => c.Count(FitKind.Repaired)),
            Leaning = coins.Sum(c => c.Count(FitKind.FromSurface)),
            Quotes = coins.Sum(c => c.Quotes),
            NotFitted = markets.SelectMany(m => m.Coins).Sum(c => c.Unfitted.Count),
            LeftOut = coins.Sum(c => c.Reasons.Sum(r => r.Total)),
            Inside = coins.Sum(c => c.Inside),
            MedianRmse = Quantile(errors, 0.5),
            NearlyAllRmse = Quantile(errors, 0.99),
            MaxRmse = Quantile(errors, 1),
            MedianMilliseconds = Quantile(times, 0.5),
            MaxMilliseconds = Quantile(times, 1),
            Violations = coins.Sum(c => c.Violations),
            Faults = markets.Sum(m => m.Faults.Count),
        };
    }

    /// <summary>The least value that is not exceeded by this share; of the half, the mean of the middle two.</summary>
    public static double Quantile(double[] ascending, double share)
    {
        var count = ascending.Length;
        if (count == 0) return double.NaN;
        if (share == 0.5 && count % 2 == 0) return (ascending[count / 2 - 1] + ascending[count / 2]) / 2;
        return ascending[Math.Clamp((int)Math.Ceiling(share * count) - 1, 0, count - 1)];
    }
}
