using Counterpoise.Margins;
using Counterpoise.Margins.Charges;
using Counterpoise.Markets;
using Counterpoise.Rulebooks.Venues;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Reconciliations;

/// <summary>
/// The requirements of positions of one account under a rulebook, in the unit the venue states them in.
/// </summary>
/// <param name="Account">Whose positions.</param>
/// <param name="Rulebook">By which rules.</param>
/// <param name="Market">What the message lacks; null: nothing more is known.</param>
internal sealed record Evaluations(VenueAccount Account, Rulebook Rulebook, Market? Market)
{
    /// <summary>A position alone.</summary>
    /// <exception cref="InvalidInputException">The rulebook has no rule for it, or a price is missing.</exception>
    public Pair Alone(VenuePosition position) => Alone(position, Rulebook);

    /// <summary>A position alone under other rules.</summary>
    /// <exception cref="InvalidInputException">They have no rule for it, or a price is missing.</exception>
    public Pair Alone(VenuePosition position, Rulebook rulebook)
    {
        var market = AccountMarket.Of(Account, [position], Market);
        var margin = MarginEvaluator.Evaluate(rulebook, AccountMarket.PortfolioOf(Account, [position]), market);
        return In(position.Unit, margin.Buckets, rulebook, market);
    }

    /// <summary>The same; null where it is refused.</summary>
    public Pair? TryAlone(VenuePosition position, Rulebook? rulebook = null)
    {
        try
        {
            return Alone(position, rulebook ?? Rulebook);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    /// <summary>Everything that counts for a total.</summary>
    /// <param name="total">Of which unit, and of the account or of what is margined in the unit.</param>
    /// <param name="positions">Those that can be evaluated.</param>
    /// <param name="rulebook">By which rules.</param>
    /// <param name="balances">True: with the balances that rulebook and market know.</param>
    /// <exception cref="InvalidInputException">There is no rule for something, or a price is missing.</exception>
    public Pair Of(
        VenueTotal total, IReadOnlyList<VenuePosition> positions, Rulebook rulebook, bool balances)
    {
        var market = AccountMarket.Of(Account, positions, Market);
        var isBucket = !total.IsAccount && rulebook.Bucket == BucketRule.SettlementCurrency;
        var (initial, maintenance) = (0.0, 0.0);
        var isFirst = true;
        foreach (var side in Sides(positions, rulebook))
        {
            var portfolio = AccountMarket.PortfolioOf(Account, side);
            if (balances && isFirst) portfolio = portfolio with { Balances = Counted(rulebook, market) };
            isFirst = false;
            var margin = MarginEvaluator.Evaluate(rulebook, portfolio, market);
            var pair = In(total.Unit, margin.Buckets.Where(b => !isBucket || b.Unit == total.Unit), rulebook, market);
            initial += pair.Initial;
            maintenance += pair.Maintenance;
        }
        return new Pair(initial, maintenance);
    }

    // A long and a short side of one contract (hedge mode) are margined each by itself; a portfolio would net them.
    private static List<List<VenuePosition>> Sides(IReadOnlyList<VenuePosition> positions, Rulebook rulebook)
    {
        if (rulebook.NetsInstruments) return [[.. positions]];
        var seen = new Dictionary<Instruments.Instrument, int>();
        var sides = new List<List<VenuePosition>>();
        foreach (var p in positions)
        {
            var side = seen.GetValueOrDefault(p.Instrument!);
            seen[p.Instrument!] = side + 1;
            if (side == sides.Count) sides.Add([]);
            sides[side].Add(p);
        }
        return sides;
    }

    // An account counted in one dollar takes every dollar for it: what it says is in the quote currency already.
    private static Pair In(Currency unit, IEnumerable<BucketMargin> buckets, Rulebook rulebook, Market market)
    {
        var isOneDollar = rulebook.Bucket == BucketRule.Account && rulebook.AccountUnit.IsDollar && unit.IsDollar;
        var price = isOneDollar ? 1 : market.UsdPrice(unit).Value;
        var (initial, maintenance) = (0.0, 0.0);
        foreach (var bucket in buckets)
        {
            var rate = isOneDollar ? 1 : bucket.UnitUsd / price;
            initial += bucket.Initial.Exact * rate;
            maintenance += bucket.Maintenance.Exact * rate;
        }
        return new Pair(initial, maintenance);
    }

    /// <summary>The rules with another charge by tier; the same where they have none.</summary>
    public Rulebook WithTiers(Func<TieredFutureMargin, TieredFutureMargin> change) => Rulebook with
    {
        Underlyings =
        [
            .. Rulebook.Underlyings.Select(u => u with
            {
                Charges = [.. u.Charges.Select(c => c is TieredFutureMargin tiered ? change(tiered) : c)],
            }),
        ],
    };

    private Dictionary<Currency, Quantity> Counted(Rulebook rulebook, Market market)
    {
        var counted = new Dictionary<Currency, Quantity>();
        foreach (var (currency, quantity) in Account.Balances)
        {
            var isKnown = market.Currencies.ContainsKey(currency) || market.Underlyings.ContainsKey(currency)
                || currency.IsDollar;
            var isCash = rulebook.Bucket == BucketRule.SettlementCurrency || currency == rulebook.AccountUnit;
            if (isKnown && (isCash || rulebook.CollateralOf(currency) is not null)) counted.Add(currency, quantity);
        }
        return counted;
    }
}
