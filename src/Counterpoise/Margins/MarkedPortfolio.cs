using Counterpoise.Margins.Resolution;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Margins;

/// <summary>
/// A portfolio against a market. What every rulebook looks up of it is looked up once: net positions, prices, terms,
/// contracts. Not for use by several threads at once.
/// </summary>
public sealed class MarkedPortfolio
{
    private readonly SmileSet? _smiles;
    private readonly Dictionary<VolKind, VolSource> _vols = [];
    private readonly PositionFacts?[] _facts;
    private IReadOnlyList<Position>? _lots;

    /// <summary>A portfolio on a market.</summary>
    /// <param name="portfolio">What is held.</param>
    /// <param name="market">What it is held against.</param>
    /// <param name="smiles">
    /// What was fitted to this market; only a rulebook that prices from a surface looks at it.
    /// </param>
    public MarkedPortfolio(Portfolio portfolio, Market market, SmileSet? smiles = null)
    {
        (Portfolio, Market, _smiles) = (portfolio, market, smiles);
        NetPositions = portfolio.NetPositions();
        _facts = new PositionFacts?[NetPositions.Count];
    }

    /// <summary>What is held.</summary>
    public Portfolio Portfolio { get; }

    /// <summary>What it is held against.</summary>
    public Market Market { get; }

    /// <summary>One row per instrument, in canonical order.</summary>
    public IReadOnlyList<Position> NetPositions { get; }

    /// <summary>The rows that carry unrealised profit or loss.</summary>
    public IReadOnlyList<Position> EntryLots => _lots ??= Portfolio.EntryLots();

    /// <summary>Where the volatilities of a rulebook come from.</summary>
    /// <exception cref="InvalidInputException">Smiles are needed and there are none.</exception>
    internal VolSource VolsOf(VolKind kind)
    {
        if (!_vols.TryGetValue(kind, out var vols)) _vols[kind] = vols = VolSource.Of(kind, Market, _smiles);
        return vols;
    }

    /// <summary>What the market says of a net position.</summary>
    /// <exception cref="InvalidInputException">The market lacks its underlying or its price.</exception>
    internal PositionFacts FactsOf(int index) =>
        _facts[index] ??= new PositionFacts(Market, NetPositions[index]);
}
