using Counterpoise.Margins.Resolution;
using Counterpoise.Markets;
using Counterpoise.Numerics;
using Counterpoise.Units;

namespace Counterpoise.Margins.Liquidations;

/// <summary>
/// The liquidation price, exactly: how far the index of one coin can move from today until a bucket's equity is less
/// than its maintenance margin. The path is <see cref="BucketPath"/>'s; tiers and worst cases are selected anew at
/// every price. Open orders count nothing: a venue cancels them first.
/// </summary>
public static class LiquidationEvaluator
{
    private const double Reach = 100;
    private const double MostTick = 0.1;

    /// <summary>Every bucket against every coin that moves something in it.</summary>
    /// <param name="rulebook">The rules.</param>
    /// <param name="held">The portfolio on its market.</param>
    /// <param name="tick">Step of the price, USD; null: <see cref="PriceGrid.For"/>.</param>
    /// <exception cref="InvalidInputException">The rulebook or the market lacks something held.</exception>
    public static IReadOnlyList<LiquidationPath> Evaluate(Rulebook rulebook, MarkedPortfolio held, decimal? tick = null)
        => Evaluate(rulebook, held, tick, isJoint: true);

    /// <summary>The same over another range, and the joint distance only if asked for: it takes longer.</summary>
    internal static IReadOnlyList<LiquidationPath> Evaluate(
        Rulebook rulebook, MarkedPortfolio held, decimal? tick, bool isJoint, double reach = Reach)
    {
        if (rulebook.Needs is { } remedy)
            throw new InvalidInputException("rulebook", rulebook.Name, "lacks the data it is made from", remedy);
        rulebook = held.RulesOf(rulebook);
        var paths = new List<LiquidationPath>();
        foreach (var bucket in HoldingResolver.Resolve(rulebook, held, held.VolsOf(rulebook.Vols.Vols)))
        {
            foreach (var coin in CoinsOf(bucket, held))
            {
                var today = held.Market.UnderlyingOf(coin).Index.Value;
                var grid = tick is { } given ? GridOf(given, coin, today) : PriceGrid.For(today);
                var moves = isJoint ? held.Market.JointMovesOf(coin) : null;
                paths.Add(Evaluate(rulebook, new BucketPath(rulebook, bucket, coin, today), moves, grid, reach));
            }
        }
        return paths;
    }

    /// <summary>Equity and maintenance margin along the path.</summary>
    /// <param name="rulebook">The rules.</param>
    /// <param name="held">The portfolio on its market.</param>
    /// <param name="bucket">Unit of the bucket.</param>
    /// <param name="coin">Whose price moves.</param>
    /// <param name="prices">Its index, USD, &gt; 0.</param>
    /// <exception cref="InvalidInputException">There is no rule for this size at such a price.</exception>
    public static IEnumerable<PricePoint> Curve(
        Rulebook rulebook, MarkedPortfolio held, Currency bucket, Currency coin, IEnumerable<double> prices)
    {
        var path = PathOf(rulebook, held, bucket, coin);
        return prices.Select(price => path.At(price / path.Price) with { Price = price });
    }

    /// <summary>The path itself.</summary>
    internal static BucketPath PathOf(Rulebook rulebook, MarkedPortfolio held, Currency bucket, Currency coin)
    {
        rulebook = held.RulesOf(rulebook);
        var today = HoldingResolver.Resolve(rulebook, held, held.VolsOf(rulebook.Vols.Vols))
            .Single(b => b.Unit == bucket);
        return new BucketPath(rulebook, today, coin, held.Market.UnderlyingOf(coin).Index.Value);
    }

    private static SortedSet<Currency> CoinsOf(Bucket bucket, MarkedPortfolio held)
    {
        var coins = new SortedSet<Currency>();
        foreach (var h in bucket.Holdings)
        {
            if (h.Base != default) coins.Add(h.Base);
            if (h.Collateral is { } collateral && held.Market.Underlyings.ContainsKey(collateral))
                coins.Add(collateral);
        }
        return coins;
    }

    private static LiquidationPath Evaluate(
        Rulebook rulebook, BucketPath path, JointMoves? moves, PriceGrid grid, double reach)
    {
        var today = path.Price;
        // What has no rule today is refused here, by name; bounds take rules for granted.
        path.At(1);
        var banded = new BandedMargin(rulebook, path);
        var (from, to, ends) = Range(path, grid, today, reach);
        // What is below nothing by less than the smallest amount of money is nothing.
        var excess = new CrossingSearch(
            grid, today, x => Money(path.At(x).Excess),
            banded.WhyNot is null ? banded.Excess : null);
        var liquidation = excess.Search(from, to);
        var equity = new CrossingSearch(grid, today, x => Money(path.AssetsAt(x)), banded.AssetBound);
        var bankruptcy = equity.Search(from, to);
        var sampled = banded.WhyNot
            ?? (excess.IsContradicted ? "a bound and an evaluation disagree; please report this portfolio"
                : excess.GaveUp ? "equity and maintenance margin stay too close together to be told apart" : null);
        var range = (grid.PriceOf(from), grid.PriceOf(to));
        return new LiquidationPath(path.Today.Unit, path.Coin, today, grid, range)
        {
            Liquidation = liquidation,
            Bankruptcy = bankruptcy,
            Moves = moves,
            Joint = moves is null
                ? null
                : new JointDistance(path, moves, range).Find(Nearest(liquidation, today, moves)),
            SampledBecause = sampled,
            RangeEnds = ends,
            Evaluations = excess.Evaluations + equity.Evaluations,
        };
    }

    // Distance of the nearer price, its volatility as it is; negative if it lies below.
    private static double Nearest(PriceCrossings found, double today, JointMoves moves)
    {
        double Sigmas(LiquidationSide side) => side.Outcome == LiquidationOutcome.Price
            ? Elementary.Log(side.Price / today) / moves.DailyVol
            : double.PositiveInfinity;
        var (down, up) = (Sigmas(found.Down), Sigmas(found.Up));
        return Math.Abs(down) < Math.Abs(up) ? down : up;
    }

    private static PriceGrid GridOf(decimal tick, Currency coin, double today) => (double)tick <= MostTick * today
        ? new PriceGrid(tick)
        : throw new InvalidInputException(
            "tick", $"{tick}", $"is more than a tenth of the price of {coin}, {today:R}", "choose a smaller one");

    private static double Money(double value) => Rounding.Compare(value, 0) == 0 ? 0 : value;

    // A venue's tiers end somewhere: beyond, it has no rule. A side whose first tick is beyond is not searched at all.
    private static (long From, long To, string? Ends) Range(
        BucketPath path, PriceGrid grid, double today, double reach)
    {
        var (low, high) = (grid.Below(today), grid.Above(today));
        var (to, above) = Last(high, Math.Max(grid.Below(today * reach), high), low);
        var (from, below) = Last(low, Math.Max(grid.Above(today / reach), 1), high);
        return (from, to, above is null || below is null ? above ?? below : $"{below}; {above}");

        (long Tick, string? Why) Last(long near, long far, long other)
        {
            if (Refusal(near) is { } at) return (other, at);
            if (Refusal(far) is not { } why) return (far, null);
            while (Math.Abs(far - near) > 1)
            {
                var middle = near + (far - near) / 2;
                if (Refusal(middle) is null) near = middle;
                else far = middle;
            }
            return (near, why);
        }

        string? Refusal(long tick)
        {
            try
            {
                path.At(grid.PriceOf(tick) / today);
                return null;
            }
            catch (InvalidInputException e)
            {
                return e.Message;
            }
        }
    }
}
