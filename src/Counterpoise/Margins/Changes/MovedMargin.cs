using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Margins.Changes;

/// <summary>Margin after a move of the market, with what the portfolio has become by then.</summary>
/// <param name="Move">What happened.</param>
/// <param name="Market">The market after.</param>
/// <param name="Rolled">The portfolio after, and what expired on the way.</param>
/// <param name="Margin">Its margin there.</param>
public sealed record MovedMargin(MarketMove Move, Market Market, RolledPortfolio Rolled, Margin Margin)
{
    /// <summary>
    /// Moves the market, settles what expires, evaluates the rest. Gains of futures count from today on, also where a
    /// portfolio does not say at what price they were entered. Every day of a path starts from today: the move first,
    /// then the days.
    /// </summary>
    /// <param name="rulebook">The rules.</param>
    /// <param name="portfolio">Today.</param>
    /// <param name="market">Today.</param>
    /// <param name="move">What happens.</param>
    /// <param name="smiles">
    /// What is fitted to the market of today, for a rulebook that prices from a surface: its strikes keep their
    /// volatility too, but for the move.
    /// </param>
    /// <exception cref="InvalidInputException">
    /// The market does not know the coin, or the rulebook has no rule for what is held afterwards.
    /// </exception>
    public static MovedMargin Of(
        Rulebook rulebook, Portfolio portfolio, Market market, MarketMove move, SmileSet? smiles = null)
    {
        var moved = move.Apply(market, rulebook);
        var rolled = PortfolioRoll.Roll(rulebook, PortfolioRoll.CountingGains(portfolio, market), market, moved);
        var sticky = StickySmiles.Of(
            smiles, market, moved, coin => 1 + (move.Coin is null || move.Coin == coin ? move.Vol : 0));
        return new MovedMargin(
            move, moved, rolled, MarginEvaluator.Evaluate(rulebook, rolled.Portfolio, moved, sticky));
    }
}
