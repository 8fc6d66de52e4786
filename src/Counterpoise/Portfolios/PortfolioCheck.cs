using Counterpoise.Instruments;
using Counterpoise.Markets;

namespace Counterpoise.Portfolios;

/// <summary>
/// What a person should hear about a portfolio before any number is made of it: positions that have expired, that no
/// venue would let stand, or that the market cannot price.
/// </summary>
public static class PortfolioCheck
{
    /// <summary>Checks every position and open order against a market, in the order of the portfolio.</summary>
    /// <param name="portfolio">As read; its rows are named by their index.</param>
    /// <param name="market">Where terms, forwards and volatilities are looked up.</param>
    /// <exception cref="InvalidInputException">
    /// A position has expired, is not a whole number of lots, lacks a forward or volatility, or is too large to add to
    /// others.
    /// </exception>
    public static void Validate(Portfolio portfolio, Market market) => Validate(portfolio, market, []);

    /// <summary>The same with the lots of instruments checked before; those checked now are added.</summary>
    internal static void Validate(Portfolio portfolio, Market market, Dictionary<Instrument, Units.Quantity> lots)
    {
        // Large portfolios hold the same instruments many times: each is priced once.
        for (var i = 0; i < portfolio.Positions.Count; i++)
        {
            var position = portfolio.Positions[i];
            var instrument = position.Instrument;
            if (!lots.TryGetValue(instrument, out var lot))
            {
                Validate(instrument, market, $"positions[{i}].instrument");
                lots.Add(instrument, lot = market.TermsOf(instrument).LotSize);
            }
            if (position.Quantity.IsMultipleOf(lot)) continue;
            throw new InvalidInputException(
                $"positions[{i}].quantity", position.Quantity.ToString(),
                $"is not a whole number of lots of {instrument}", $"its lot is {lot}");
        }
        CheckSums(portfolio);
        for (var i = 0; i < portfolio.Orders.Count; i++)
        {
            var order = portfolio.Orders[i];
            if (!lots.TryGetValue(order.Instrument, out var lot))
            {
                Validate(order.Instrument, market, $"orders[{i}].instrument");
                lots.Add(order.Instrument, lot = market.TermsOf(order.Instrument).LotSize);
            }
            if (order.Quantity.IsMultipleOf(lot)) continue;
            throw new InvalidInputException(
                $"orders[{i}].quantity", order.Quantity.ToString(),
                $"is not a whole number of lots of {order.Instrument}", $"its lot is {lot}");
        }
    }

    // Rows are added up by instrument only where all together could be too large: hardly ever.
    private static void CheckSums(Portfolio portfolio)
    {
        Int128 most = 0;
        for (var i = 0; i < portfolio.Positions.Count; i++) most += Int128.Abs(portfolio.Positions[i].Quantity.Units);
        if (most <= long.MaxValue) return;
        portfolio.NetPositions();
        portfolio.EntryLots();
    }

    private static void Validate(Instrument instrument, Market market, string field)
    {
        if (instrument.Expiry is { } expiry && expiry <= market.Time)
        {
            throw new InvalidInputException(
                field, instrument.ToString(), $"expired {expiry}, the market is of {market.Time}",
                "remove it or use an older market");
        }
        if (instrument.Kind == InstrumentKind.Spot) return;
        try
        {
            market.ForwardOf(instrument);
            if (instrument.IsOption) market.VolOf(instrument);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException(field, instrument.ToString(), Clause(e, instrument), e.Remedy);
        }
    }

    // The look-up names the instrument, or what lacks; here the instrument is the value already.
    private static string Clause(InvalidInputException e, Instrument instrument) =>
        string.Equals(e.Field, instrument.ToString(), StringComparison.Ordinal)
            ? e.Problem
            : $"cannot be priced: {e.Field} {e.Problem}";
}
