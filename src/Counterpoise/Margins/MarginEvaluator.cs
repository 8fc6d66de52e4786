using Counterpoise.Margins.Attribution;
using Counterpoise.Margins.Charges;
using Counterpoise.Margins.Orders;
using Counterpoise.Margins.Resolution;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Margins;

/// <summary>
/// The one evaluator: rulebook data × portfolio × market → margin with its explanation. Positions are netted and put in
/// canonical order first, so neither order nor splitting changes a bit of the result.
/// </summary>
public static class MarginEvaluator
{
    /// <summary>Evaluates a portfolio under a rulebook.</summary>
    /// <param name="rulebook">The rules.</param>
    /// <param name="portfolio">What is held.</param>
    /// <param name="market">What it is held against.</param>
    /// <param name="smiles">
    /// What was fitted to this market; only a rulebook that prices from a surface looks at it.
    /// </param>
    /// <exception cref="InvalidInputException">
    /// The rulebook has no rule for something held, or the market lacks a price, volatility or smile it needs.
    /// </exception>
    public static Margin Evaluate(
        Rulebook rulebook, Portfolio portfolio, Market market, SmileSet? smiles = null) =>
        Evaluate(rulebook, new MarkedPortfolio(portfolio, market, smiles));

    /// <summary>The same for one of several rulebooks: what they share is looked up once.</summary>
    /// <param name="rulebook">The rules.</param>
    /// <param name="held">The portfolio on its market.</param>
    /// <exception cref="InvalidInputException">
    /// The rulebook has no rule for something held, or the market lacks a price, volatility or smile it needs.
    /// </exception>
    public static Margin Evaluate(Rulebook rulebook, MarkedPortfolio held)
    {
        (rulebook, var buckets) = Resolve(rulebook, held);
        var (portfolio, market) = (held.Portfolio, held.Market);
        return new Margin(
            rulebook, portfolio.Name, market.Name, market.Time, [.. buckets.Select(b => Evaluate(rulebook, b))])
        {
            LeftOut = LeftOut(rulebook, portfolio),
            IsTranslated = rulebook.LinearOnly && portfolio.Positions.Any(p => p.Instrument.IsInverse),
        };
    }

    /// <summary>
    /// Balances that are no collateral under a rulebook and in no equity it counts, in order of their codes.
    /// </summary>
    /// <param name="rulebook">The rules.</param>
    /// <param name="portfolio">Whose balances.</param>
    public static IReadOnlyList<(Currency Currency, Quantity Quantity)> LeftOut(
        Rulebook rulebook, Portfolio portfolio) =>
    [
        .. portfolio.Balances.Where(b => HoldingResolver.IsLeftOut(rulebook, b.Key, b.Value))
            .OrderBy(b => b.Key).Select(b => (b.Key, b.Value)),
    ];

    /// <summary>
    /// What <see cref="Evaluate(Rulebook, MarkedPortfolio)"/> comes to, with the same bits and without its explanation.
    /// </summary>
    /// <param name="rulebook">The rules.</param>
    /// <param name="held">The portfolio on its market.</param>
    /// <exception cref="InvalidInputException">As for the evaluation.</exception>
    public static MarginTotals Requirements(Rulebook rulebook, MarkedPortfolio held)
    {
        (rulebook, var buckets) = Resolve(rulebook, held);
        var totals = new BucketTotals[buckets.Count];
        for (var i = 0; i < totals.Length; i++)
        {
            var bucket = buckets[i];
            var stages = StageArray.ForRequirement(rulebook, bucket.Holdings, held.Rows);
            var (initial, maintenance) = Require(rulebook, bucket, bucket.Holdings, stages);
            foreach (var line in bucket.Orders)
            {
                if (line.IsInitial) initial += line.Amount;
                else maintenance += line.Amount;
            }
            totals[i] = new BucketTotals(bucket.Unit, bucket.UnitUsd, initial, maintenance, bucket.Equity.Total);
        }
        return new MarginTotals(totals);
    }

    private static (Rulebook, IReadOnlyList<Bucket>) Resolve(Rulebook rulebook, MarkedPortfolio held)
    {
        ArgumentNullException.ThrowIfNull(held);
        if (rulebook.Needs is { } remedy)
            throw new InvalidInputException("rulebook", rulebook.Name, "lacks the data it is made from", remedy);
        rulebook = held.RulesOf(rulebook);
        var vols = held.VolsOf(rulebook.Vols.Vols);
        var buckets = HoldingResolver.Resolve(rulebook, held, vols);
        return (rulebook, held.Portfolio.Orders.Count > 0
            ? new OpenOrderMargin(rulebook, held.Portfolio, held.Market, vols, buckets).Buckets()
            : buckets);
    }

    private static BucketMargin Evaluate(Rulebook rulebook, Bucket bucket)
    {
        var holdings = bucket.Holdings;
        var stages = new StageArray(rulebook, holdings);
        var (onInitial, onMaintenance) = LossFactors(rulebook, bucket);
        var initial = new RequirementSum(bucket, isInitial: true, onInitial);
        var maintenance = new RequirementSum(bucket, isInitial: false, onMaintenance);
        var factors = new Factors(onInitial, onMaintenance);
        var sums = new PartSums(initial.Offsets, maintenance.Offsets);
        for (var row = 0; row < holdings.Count; row++)
        {
            var alone = new UnitMargin(rulebook, SpotInUse.Alone(holdings, row), stages, [row], isAlone: true);
            initial.AddStandalone(row, alone);
            maintenance.AddStandalone(row, alone);
            sums.BeginAlone(row);
            alone.Attribute(factors, sums);
        }
        sums.BeginUnit();
        var scans = new List<RiskUnitScan>();
        foreach (var unit in Units(rulebook, holdings, stages))
        {
            initial.AddUnit(unit);
            maintenance.AddUnit(unit);
            unit.Attribute(factors, sums);
            if (unit.Scan.Binding is not null) scans.Add(unit.Result);
        }
        return new BucketMargin(
            bucket.Unit, bucket.UnitUsd, holdings, scans, initial.Finish(), maintenance.Finish(), bucket.Equity);
    }

    /// <summary>
    /// The two requirements of a bucket and nothing else, with the bits <see cref="Evaluate(Rulebook, Bucket)"/> gives
    /// them.
    /// </summary>
    /// <param name="rulebook">The rules.</param>
    /// <param name="bucket">What is reserved and the price of the unit; its holdings are not looked at.</param>
    /// <param name="holdings">What is held instead.</param>
    /// <param name="stages">Its cells; stages are not looked at.</param>
    internal static RequirementPair Require(
        Rulebook rulebook, Bucket bucket, IReadOnlyList<Holding> holdings, StageArray stages)
    {
        var (onInitial, onMaintenance) = LossFactors(rulebook, bucket);
        double initial = 0, maintenance = 0;
        foreach (var unit in Units(rulebook, holdings, stages))
        {
            initial += unit.Require(isInitial: true, onInitial);
            maintenance += unit.Require(isInitial: false, onMaintenance);
        }
        foreach (var reserved in bucket.Reserved) initial += reserved.Margin.ToDouble();
        return new RequirementPair(initial, maintenance);
    }

    private static (double Initial, double Maintenance) LossFactors(Rulebook rulebook, Bucket bucket)
    {
        var factors = rulebook.Factors;
        var depeg = Math.Max(0, factors.PegThreshold - bucket.UnitUsd) * factors.PegFactor;
        return (factors.Initial + depeg, factors.Maintenance);
    }

    private static UnitMargin[] Units(Rulebook rulebook, IReadOnlyList<Holding> holdings, StageArray stages)
    {
        var groups = new SortedDictionary<Currency, List<int>>();
        for (var row = 0; row < holdings.Count; row++)
        {
            var key = rulebook.RiskUnit == RiskUnitRule.Bucket ? default : holdings[row].Base;
            if (!groups.TryGetValue(key, out var rows)) groups[key] = rows = [];
            rows.Add(row);
        }
        UnitMargin[] units =
            [.. groups.Values.Select(g => new UnitMargin(rulebook, holdings, stages, [.. g]))];
        InterCommoditySpread.Apply(rulebook.Spreads, units);
        rulebook.Joint?.Apply(units);
        return units;
    }
}
