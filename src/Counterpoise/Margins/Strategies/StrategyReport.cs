using Counterpoise.Margins.Charges;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Margins.Strategies;

/// <summary>The strategies of one coin.</summary>
/// <param name="Coin">Of all legs.</param>
/// <param name="Unit">Of all amounts.</param>
/// <param name="Held">What was formed.</param>
/// <param name="Initial">Requirement, what stands alone included.</param>
/// <param name="Maintenance">The same.</param>
public sealed record CoinStrategies(
    Currency Coin, Currency Unit, HeldStrategies Held, double Initial, double Maintenance);

/// <summary>What a portfolio is taken apart into, coin by coin.</summary>
public static class StrategyReport
{
    /// <summary>The strategies of a portfolio under a rulebook that forms them.</summary>
    /// <exception cref="InvalidInputException">
    /// The rulebook forms no strategies, or something held cannot be valued under it.
    /// </exception>
    public static IReadOnlyList<CoinStrategies> Of(
        Rulebook rulebook, Portfolio portfolio, Market market, SmileSet? smiles = null)
    {
        var margin = MarginEvaluator.Evaluate(rulebook, portfolio, market, smiles);
        var coins = new List<CoinStrategies>();
        foreach (var bucket in margin.Buckets)
        {
            foreach (var group in bucket.Holdings.Where(h => h.Base != default).GroupBy(h => h.Base))
            {
                Holding[] holdings = [.. group];
                if (ChargeOf(rulebook, holdings[0]) is not { } charge) continue;
                var held = new HeldStrategies(charge.Rates, holdings);
                coins.Add(new CoinStrategies(
                    group.Key, bucket.Unit, held, held.Parts(isInitial: true).Sum(),
                    held.Parts(isInitial: false).Sum()));
            }
        }
        if (coins.Count > 0 || rulebook.Underlyings.Any(u => u.Charges.Any(c => c is StrategyMarginCharge)))
            return coins;
        throw new InvalidInputException(
            "rulebook", rulebook.Name, "forms no strategies", "use finra-strategies, or one with its charge");
    }

    private static StrategyMarginCharge? ChargeOf(Rulebook rulebook, Holding holding) =>
        rulebook.RulesFor(holding.Base, holding.Contract.IsInverse).Charges
            .OfType<StrategyMarginCharge>().FirstOrDefault();
}
