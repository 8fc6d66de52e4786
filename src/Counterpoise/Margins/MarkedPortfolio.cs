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
    private readonly MarkedMarket _marked;
    private readonly InstrumentFacts?[] _facts;
    private IReadOnlyList<Position>? _lots;

    /// <summary>A portfolio on a market.</summary>
    /// <param name="portfolio">What is held.</param>
    /// <param name="market">What it is held against.</param>
    /// <param name="smiles">
    /// What was fitted to this market; only a rulebook that prices from a surface looks at it.
    /// </param>
    public MarkedPortfolio(Portfolio portfolio, Market market, SmileSet? smiles = null)
        : this(portfolio, new MarkedMarket(market, smiles), isShared: false)
    {
    }

    /// <summary>One of many portfolios on a market, which share what was looked up and priced before.</summary>
    /// <param name="portfolio">What is held.</param>
    /// <param name="market">What it is held against; it remembers the instruments.</param>
    public MarkedPortfolio(Portfolio portfolio, MarkedMarket market)
        : this(portfolio, market, isShared: true)
    {
    }

    private MarkedPortfolio(Portfolio portfolio, MarkedMarket market, bool isShared)
    {
        (Portfolio, _marked) = (portfolio, market);
        Rows = isShared ? market.Rows : null;
        NetPositions = portfolio.NetPositions();
        _facts = new InstrumentFacts?[NetPositions.Count];
    }

    /// <summary>What is held.</summary>
    public Portfolio Portfolio { get; }

    /// <summary>What it is held against.</summary>
    public Market Market => _marked.Market;

    /// <summary>One row per instrument, in canonical order.</summary>
    public IReadOnlyList<Position> NetPositions { get; }

    /// <summary>The rows that carry unrealised profit or loss.</summary>
    public IReadOnlyList<Position> EntryLots => _lots ??= Portfolio.EntryLots();

    /// <summary>Where the volatilities of a rulebook come from.</summary>
    /// <exception cref="InvalidInputException">Smiles are needed and there are none.</exception>
    internal VolSource VolsOf(VolKind kind) => _marked.VolsOf(kind);

    /// <summary>A rulebook with the market's numbers in it.</summary>
    internal Rulebook RulesOf(Rulebook rulebook) => _marked.RulesOf(rulebook);

    /// <summary>Rows priced before; null where the portfolio is the only one of its market.</summary>
    internal PricedRows? Rows { get; }

    /// <summary>What the market says of a net position.</summary>
    /// <exception cref="InvalidInputException">The market lacks its underlying or its price.</exception>
    internal InstrumentFacts FactsOf(int index) => _facts[index] ??= Rows is null
        ? new InstrumentFacts(Market, NetPositions[index].Instrument)
        : _marked.FactsOf(NetPositions[index].Instrument);
}
