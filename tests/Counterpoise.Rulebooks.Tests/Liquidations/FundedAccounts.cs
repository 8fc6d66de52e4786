using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Liquidations;

/// <summary>Random portfolios with cash for 1.02 to 5 times their maintenance margin.</summary>
internal static partial class FundedAccounts
{
    public static IEnumerable<Laws.Account> Of(string rulebook, int count)
    {
        var draw = new Draw(47);
        foreach (var account in LawMarket.Random(TestTiers.Given(RulebookLibrary.Find(rulebook)), count))
        {
            var balances = new Dictionary<Currency, Quantity>(account.Portfolio.Balances);
            foreach (var bucket in account.Margin.Buckets)
            {
                var factor = 1.02 + draw.Below(400) / 100.0;
                var cash = factor * bucket.Maintenance.Exact - bucket.Equity.Total;
                if (cash <= 0) continue;
                balances[bucket.Unit] = balances.GetValueOrDefault(bucket.Unit)
                    + new Quantity((long)(cash * Quantity.PerOne));
            }
            yield return account with
            {
                Portfolio = account.Portfolio with
                {
                    Balances = balances,
                    Positions = [.. account.Portfolio.Positions.Select(p => Entered(p, account.Market))],
                },
            };
        }
    }

    // Without an entry price a future gains from today on a path, and nothing in a market by itself.
    private static Position Entered(Position position, Market market) =>
        position.Instrument.IsOption || position.EntryPrice is not null
            ? position
            : position with { EntryPrice = Price.Nearest(market.MarkOf(position.Instrument)) };
}
