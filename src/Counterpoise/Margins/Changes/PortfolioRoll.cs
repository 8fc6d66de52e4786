using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Margins.Changes;

/// <summary>What expired on the way, and the cash it was settled for.</summary>
/// <param name="Instrument">What.</param>
/// <param name="Quantity">Net, signed.</param>
/// <param name="Price">At which delivery price, quote currency.</param>
/// <param name="Cash">Received (negative: paid), rounded down to 10⁻⁸.</param>
/// <param name="Currency">Into which balance.</param>
public sealed record SettledPosition(
    Instrument Instrument, Quantity Quantity, double Price, Quantity Cash, Currency Currency);

/// <summary>A portfolio in a later market.</summary>
/// <param name="Portfolio">What is left, with the cash of what expired.</param>
/// <param name="Settled">What expired, in canonical order.</param>
public sealed record RolledPortfolio(Portfolio Portfolio, IReadOnlyList<SettledPosition> Settled)
{
    /// <summary>Debts that settlement left and the rulebook has no rule for, repaid from the account's cash.</summary>
    public IReadOnlyList<(Currency Currency, Quantity Debt)> Repaid { get; init; } = [];
}

/// <summary>Portfolio × market before × market after → the portfolio it has become by itself.</summary>
public static class PortfolioRoll
{
    /// <summary>
    /// The same portfolio with its gains counted from now on: a future without an entry price is entered at today's
    /// mark and, where no profit is reported, settled: its profit is 0 today and moves with the price from here.
    /// </summary>
    /// <param name="portfolio">Today.</param>
    /// <param name="market">Today.</param>
    /// <exception cref="InvalidInputException">The market lacks the mark of a future held.</exception>
    public static Portfolio CountingGains(Portfolio portfolio, Market market) => portfolio with
    {
        Positions =
        [
            .. portfolio.Positions.Select(p => IsFuture(p.Instrument) && p.EntryPrice is null
                ? p with
                {
                    EntryPrice = Price.Nearest(market.MarkOf(p.Instrument)),
                    UnrealisedPnl = p.UnrealisedPnl ?? Amount.Zero(p.Instrument.Settlement),
                }
                : p),
        ],
    };

    /// <summary>
    /// The portfolio in a later market: what has expired is settled in cash, its orders are gone, and reported profit
    /// of futures moves with the mark (what has an entry price needs no change). An option pays what it is in the money
    /// at the delivery price, a future its gain; both into the balance of the settlement currency or, where the
    /// rulebook does not take that as collateral or evaluates coin-settled contracts as their linear twins, in dollars
    /// into the account's cash. A future without entry price and reported profit pays nothing: it is taken as settled
    /// (<see cref="CountingGains"/>). A debt that this leaves, and the rulebook has no rule for, is repaid from the
    /// account's cash at the index.
    /// </summary>
    /// <param name="rulebook">Where cash goes, and whether gains are measured at the index.</param>
    /// <param name="portfolio">In the market before.</param>
    /// <param name="before">The market before.</param>
    /// <param name="after">The market after, not earlier.</param>
    /// <exception cref="InvalidInputException">A market lacks the price of a coin or future held.</exception>
    public static RolledPortfolio Roll(Rulebook rulebook, Portfolio portfolio, Market before, Market after)
    {
        bool HasExpired(Instrument i) => i.Expiry <= after.Time;
        List<SettledPosition> settled = [];
        var balances = new Dictionary<Currency, Quantity>(portfolio.Balances);
        foreach (var (instrument, rows) in ExpiredRows.Of(portfolio, HasExpired))
        {
            var price = DeliveryPrice(instrument, before, after);
            var size = before.TermsOf(instrument).ContractSize.ToDouble();
            var value = instrument.IsOption
                ? rows.Quantity.ToDouble() * size * Payoff(instrument, price)
                : rows.Gain(instrument, size, Mark(rulebook, instrument, before), price);
            var (currency, rate) = PaidIn(rulebook, instrument, price);
            var cash = Owned(value * rate, currency);
            settled.Add(new SettledPosition(instrument, rows.Quantity, price, cash, currency));
            if (cash != Quantity.Zero) balances[currency] = balances.GetValueOrDefault(currency) + cash;
        }
        var repaid = Repay(rulebook, portfolio.Balances, balances, after);
        var left = portfolio with
        {
            Balances = balances,
            Positions =
            [
                .. portfolio.Positions.Where(p => !HasExpired(p.Instrument))
                    .Select(p => Moved(rulebook, p, before, after)),
            ],
            Orders = [.. portfolio.Orders.Where(o => !HasExpired(o.Instrument))],
            Leverage = portfolio.Leverage.Where(l => !HasExpired(l.Key)).ToDictionary(l => l.Key, l => l.Value),
        };
        return new RolledPortfolio(left, settled) { Repaid = repaid };
    }

    /// <summary>
    /// What a contract settles at: the index of the market after. A market before that lies in the settlement window
    /// has part of the average fixed; only the rest moves (as in <see cref="MarketLookup.ForwardOf"/>).
    /// </summary>
    /// <param name="instrument">An option or dated future.</param>
    /// <param name="before">Market before.</param>
    /// <param name="after">Market after.</param>
    /// <returns>Quote currency.</returns>
    /// <exception cref="InvalidInputException">A market lacks the coin.</exception>
    public static double DeliveryPrice(Instrument instrument, Market before, Market after)
    {
        var (then, now) = (before.UnderlyingOf(instrument.Base), after.UnderlyingOf(instrument.Base));
        var curve = before.CurveOf(instrument) ?? new ExpiryCurve(instrument.Expiry!.Value);
        var split = MarketLookup.Split(before, curve, then.Index.Value);
        return split.Open >= 1 ? now.Index.Value : split.Open * now.Index.Value + split.Fixed;
    }

    /// <summary>Gain of one unit of a future's size from one price to another, settlement currency.</summary>
    internal static double Gain(Instrument future, double from, double to) =>
        future.IsInverse ? 1 / from - 1 / to : to - from;

    private static bool IsFuture(Instrument i) => i.Kind is InstrumentKind.Perpetual or InstrumentKind.Future;

    // What gains of futures are measured at.
    private static double Mark(Rulebook rulebook, Instrument future, Market market) => rulebook.FuturesAtIndex
        ? market.UnderlyingOf(future.Base).Index.Value
        : market.MarkOf(future);

    private static Position Moved(Rulebook rulebook, Position row, Market before, Market after)
    {
        if (row.UnrealisedPnl is not { } profit || !IsFuture(row.Instrument)) return row;
        var (from, to) = (Mark(rulebook, row.Instrument, before), Mark(rulebook, row.Instrument, after));
        if (from == to) return row;
        var units = row.Quantity.ToDouble() * before.TermsOf(row.Instrument).ContractSize.ToDouble();
        var gain = Rounding.Nearest(units * Gain(row.Instrument, from, to), row.Instrument.Settlement);
        return row with { UnrealisedPnl = profit + gain };
    }

    private static double Payoff(Instrument option, double price)
    {
        var strike = option.Strike.ToDouble();
        var value = Math.Max(option.Right == OptionRight.Call ? price - strike : strike - price, 0);
        return option.IsInverse ? value / price : value;
    }

    // As the resolver puts a position into its bucket: what the rulebook does not hold as a balance is its own cash.
    private static (Currency Currency, double Rate) PaidIn(Rulebook rulebook, Instrument instrument, double price)
    {
        var own = instrument.Settlement;
        var asTwin = rulebook.LinearOnly && instrument.IsInverse;
        if (rulebook.Bucket == BucketRule.SettlementCurrency || own == rulebook.AccountUnit
            || (!asTwin && rulebook.CollateralOf(own) is not null)) return (own, 1);
        return (rulebook.AccountUnit, instrument.IsInverse ? price : 1);
    }

    private static List<(Currency, Quantity)> Repay(
        Rulebook rulebook, IReadOnlyDictionary<Currency, Quantity> before, Dictionary<Currency, Quantity> balances,
        Market after)
    {
        List<(Currency, Quantity)> repaid = [];
        if (rulebook.Bucket == BucketRule.SettlementCurrency) return repaid;
        var unit = rulebook.AccountUnit;
        foreach (var currency in balances.Keys.Order().ToArray())
        {
            var debt = balances[currency];
            if (currency == unit || debt >= Quantity.Zero || debt == before.GetValueOrDefault(currency)) continue;
            if (rulebook.CollateralOf(currency) is { IsRiskCancelling: true } or { Debt: not null }) continue;
            var paid = debt.ToDouble() * after.UsdPrice(currency).Value / after.UsdPrice(unit).Value;
            balances[unit] = balances.GetValueOrDefault(unit) + Owned(paid, unit);
            balances[currency] = Quantity.Zero;
            repaid.Add((currency, debt));
        }
        return repaid;
    }

    private static Quantity Owned(double value, Currency currency) =>
        new(checked((long)(Rounding.Credit(value, currency, Quantity.Decimals).Nanos / 10)));
}
