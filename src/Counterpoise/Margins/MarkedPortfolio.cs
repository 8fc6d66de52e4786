using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Margins;

/// <summary>
/// A portfolio against a market. What every rulebook looks up of it is looked up once: net positions, prices, terms,
/// contracts. Not for use by several threads at once.
/// </summary>
/// <param name="portfolio">What is held.</param>
/// <param name="market">What it is held against.</param>
/// <param name="smiles">
/// What was fitted to this market; only a rulebook that prices from a surface looks at it.
/// </param>
public sealed class MarkedPortfolio(Portfolio portfolio, Market market, SmileSet? smiles = null)
{
    private readonly IReadOnlyList<Position> _net = portfolio.NetPositions();
    private readonly Dictionary<VolKind, VolSource> _vols = [];
    private readonly Dictionary<int, PositionFacts> _facts = [];
    private IReadOnlyList<Position>? _lots;

    /// <summary>What is held.</summary>
    public Portfolio Portfolio => portfolio;

    /// <summary>What it is held against.</summary>
    public Market Market => market;

    /// <summary>One row per instrument, in canonical order.</summary>
    public IReadOnlyList<Position> NetPositions => _net;

    /// <summary>The rows that carry unrealised profit or loss.</summary>
    public IReadOnlyList<Position> EntryLots => _lots ??= portfolio.EntryLots();

    /// <summary>Where the volatilities of a rulebook come from.</summary>
    /// <exception cref="InvalidInputException">Smiles are needed and there are none.</exception>
    internal VolSource VolsOf(VolKind kind)
    {
        if (!_vols.TryGetValue(kind, out var vols)) _vols[kind] = vols = VolSource.Of(kind, market, smiles);
        return vols;
    }

    /// <summary>What the market says of a net position.</summary>
    /// <exception cref="InvalidInputException">The market lacks its underlying or its price.</exception>
    internal PositionFacts FactsOf(int index)
    {
        if (!_facts.TryGetValue(index, out var facts)) _facts[index] = facts = new PositionFacts(market, _net[index]);
        return facts;
    }
}
