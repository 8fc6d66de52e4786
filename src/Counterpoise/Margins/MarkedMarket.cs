using Counterpoise.Instruments;
using Counterpoise.Margins.Resolution;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Margins;

/// <summary>
/// A market for many portfolios, one after the other: what they share (prices, terms, contracts, the rows of the risk
/// array) is looked up and priced with the first portfolio that holds it. Changes no bit of any margin. Not for use by
/// several threads at once: each takes its own.
/// </summary>
public sealed class MarkedMarket
{
    // An endless stream may name endlessly many strikes: what is remembered stays bounded.
    private const int MostInstruments = 1 << 16;

    private readonly SmileSet? _smiles;
    private readonly Dictionary<VolKind, VolSource> _vols = [];
    private readonly Dictionary<Instrument, InstrumentFacts> _facts = [];
    private readonly Dictionary<Instrument, Quantity> _lots = [];
    private readonly Dictionary<Rulebook, Rulebook> _rulebooks = new(ReferenceEqualityComparer.Instance);

    /// <summary>A market that nothing is remembered of yet.</summary>
    /// <param name="market">Prices.</param>
    /// <param name="smiles">
    /// What was fitted to this market; only a rulebook that prices from a surface looks at it.
    /// </param>
    public MarkedMarket(Market market, SmileSet? smiles = null) => (Market, _smiles) = (market, smiles);

    /// <summary>Prices.</summary>
    public Market Market { get; }

    /// <summary>Rows of the risk array.</summary>
    internal PricedRows Rows { get; } = new();

    /// <summary>Checks every position and open order, as <see cref="PortfolioCheck"/> does.</summary>
    /// <exception cref="InvalidInputException">
    /// A position has expired, is not a whole number of lots, or lacks a forward or volatility.
    /// </exception>
    public void Validate(Portfolio portfolio)
    {
        if (_lots.Count > MostInstruments) _lots.Clear();
        PortfolioCheck.Validate(portfolio, Market, _lots);
    }

    /// <summary>Where the volatilities of a rulebook come from.</summary>
    /// <exception cref="InvalidInputException">Smiles are needed and there are none.</exception>
    internal VolSource VolsOf(VolKind kind)
    {
        if (!_vols.TryGetValue(kind, out var vols)) _vols[kind] = vols = VolSource.Of(kind, Market, _smiles);
        return vols;
    }

    /// <summary>A rulebook with the market's numbers in it.</summary>
    internal Rulebook RulesOf(Rulebook rulebook)
    {
        if (rulebook.Dynamic is null) return rulebook;
        if (!_rulebooks.TryGetValue(rulebook, out var rules))
            _rulebooks[rulebook] = rules = Dynamic.DynamicRulebook.At(rulebook, Market);
        return rules;
    }

    /// <summary>What the market says of an instrument.</summary>
    /// <exception cref="InvalidInputException">It lacks its underlying or its price.</exception>
    internal InstrumentFacts FactsOf(Instrument instrument)
    {
        if (_facts.TryGetValue(instrument, out var facts)) return facts;
        if (_facts.Count >= MostInstruments)
        {
            _facts.Clear();
            Rows.Clear();
        }
        return _facts[instrument] = new InstrumentFacts(Market, instrument);
    }
}
