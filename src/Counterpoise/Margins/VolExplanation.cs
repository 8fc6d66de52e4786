using Counterpoise.Instruments;
using Counterpoise.Margins.Attribution;
using Counterpoise.Margins.Resolution;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Margins;

/// <summary>Both requirements of a bucket before rounding, bucket units.</summary>
/// <param name="Initial">Initial requirement.</param>
/// <param name="Maintenance">Maintenance requirement.</param>
public readonly record struct RequirementPair(double Initial, double Maintenance);

/// <summary>The volatilities of one held option, and the requirements as it goes from one to the next.</summary>
/// <param name="Holding">The position, priced from the chain.</param>
public sealed record VolRow(Holding Holding)
{
    /// <summary>Implied volatility of the best bid; null if there is none, or it holds no volatility.</summary>
    public double? BidVol { get; init; }

    /// <summary>Implied volatility of the best ask; null likewise.</summary>
    public double? AskVol { get; init; }

    /// <summary>The chain's volatility: the venue's mark vol, else the smile the market gives.</summary>
    public double QuoteVol => Holding.Contract.Vol;

    /// <summary>Volatility of the fitted surface; null if it has no smile for this expiry.</summary>
    public double? FittedVol { get; init; }

    /// <summary>The same with a model beyond the quotes; null if there is no model for this expiry.</summary>
    public double? HybridVol { get; init; }

    /// <summary>Requirements once this option and those before it stand at the fitted volatility.</summary>
    public RequirementPair Fitted { get; init; }

    /// <summary>Requirements once all stand at the fitted, and those up to this one at the hybrid volatility.</summary>
    public RequirementPair Hybrid { get; init; }
}

/// <summary>The options of one bucket.</summary>
/// <param name="Unit">Margin currency.</param>
/// <param name="Chain">Requirements with every option at the chain's volatility.</param>
/// <param name="Rows">In the order of the statement, which is the order in which they move.</param>
public sealed record BucketVols(Currency Unit, RequirementPair Chain, IReadOnlyList<VolRow> Rows)
{
    /// <summary>Requirements on the fitted surface.</summary>
    public RequirementPair Surface => Rows.Count == 0 ? Chain : Rows[^1].Fitted;

    /// <summary>Requirements on the fitted surface with a model beyond the quotes.</summary>
    public RequirementPair Hybrid => Rows.Count == 0 ? Chain : Rows[^1].Hybrid;

    /// <summary>In money: every effect a difference of rounded requirements, so that they sum exactly.</summary>
    /// <param name="decimals">Grain, as in <see cref="Requirement.Rounded"/>.</param>
    public BucketVolAmounts Rounded(int decimals = Amount.Decimals) => new(this, decimals);
}

/// <summary>
/// What the choice of volatilities does to a margin: option after option goes, in the order of the statement, from the
/// chain's volatility to the fitted one; then, in the same order, from the fitted to the hybrid one. An effect is the
/// change of the whole requirement at that step, so the effects sum to the difference of the requirements; another
/// order would give other parts of the same sum. An option without a smile stays where it is.
/// </summary>
/// <param name="Buckets">In the order of the margin.</param>
public sealed record VolExplanation(IReadOnlyList<BucketVols> Buckets)
{
    /// <summary>The order, in words.</summary>
    public const string Order =
        "one option after the other, in this order, from quote to fitted; then, in this order again, from fitted to "
        + "hybrid; an effect is the change of the whole requirement at that step";

    /// <summary>Explains a portfolio under a rulebook, whichever vols the rulebook itself prices from.</summary>
    /// <param name="rulebook">The rules; its smile rule holds for the fitted and hybrid steps.</param>
    /// <param name="portfolio">What is held.</param>
    /// <param name="market">What it is held against.</param>
    /// <param name="smiles">What was fitted to this market.</param>
    /// <exception cref="InvalidInputException">
    /// The portfolio has no margin under this rulebook, or nothing was fitted.
    /// </exception>
    public static VolExplanation Of(Rulebook rulebook, Portfolio portfolio, Market market, SmileSet? smiles)
    {
        rulebook = Dynamic.DynamicRulebook.At(rulebook, market);
        var chain = VolSource.Of(VolKind.Chain, market, null);
        var sources = new Sources(
            rulebook, market, VolSource.Of(VolKind.Surface, market, smiles),
            VolSource.Of(VolKind.Hybrid, market, smiles),
            portfolio.NetPositions().ToDictionary(p => p.Instrument));
        var buckets = HoldingResolver.Resolve(rulebook, portfolio, market, chain);
        return new VolExplanation([.. buckets.Select(b => Explain(b, sources))]);
    }

    private static BucketVols Explain(Bucket bucket, Sources sources)
    {
        Holding[] holdings = [.. bucket.Holdings];
        int[] options = [.. Enumerable.Range(0, holdings.Length).Where(r => holdings[r].IsOption)];
        var stages = new StageArray(sources.Rulebook, holdings);
        var at = MarginEvaluator.Require(sources.Rulebook, bucket, holdings, stages);
        var chain = at;
        var rows = new VolRow[options.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var fitted = sources.At(sources.Fitted, holdings[options[i]], bucket.Unit);
            rows[i] = sources.Quoted(holdings[options[i]]) with
            {
                FittedVol = fitted?.Contract.Vol,
                Fitted = Move(options[i], fitted),
            };
        }
        for (var i = 0; i < rows.Length; i++)
        {
            var hybrid = sources.At(sources.Hybrid, holdings[options[i]], bucket.Unit);
            rows[i] = rows[i] with { HybridVol = hybrid?.Contract.Vol, Hybrid = Move(options[i], hybrid) };
        }
        return new BucketVols(bucket.Unit, chain, rows);

        RequirementPair Move(int row, Holding? to)
        {
            if (to is null) return at;
            holdings[row] = to;
            SpotInUse.Limit(holdings);
            stages.Cells.Set(row, to.Contract);
            stages.Cells.Refresh();
            return at = MarginEvaluator.Require(sources.Rulebook, bucket, holdings, stages);
        }
    }

    /// <summary>Where volatilities come from, and what else it takes to resolve a position by them.</summary>
    private sealed record Sources(
        Rulebook Rulebook, Market Market, VolSource Fitted, VolSource Hybrid,
        IReadOnlyDictionary<Instrument, Position> Positions)
    {
        /// <summary>A held option priced from a source; null if the source has no smile for it.</summary>
        public Holding? At(VolSource source, Holding holding, Currency unit) =>
            source.Covers(holding.Instrument!)
                ? PositionResolver.Resolve(Rulebook, Market, source, Positions[holding.Instrument!], unit)
                : null;

        public VolRow Quoted(Holding holding)
        {
            var quote = Market.QuoteOf(holding.Instrument!);
            return new VolRow(holding) { BidVol = VolOf(quote?.Bid), AskVol = VolOf(quote?.Ask) };

            double? VolOf(double? price) => price is { } p ? Market.VolOfPrice(quote!.Instrument, p) : null;
        }
    }
}
