using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Margins.Resolution;

/// <summary>A balance that is not cash × rulebook × market → a holding, or one clear refusal.</summary>
internal static class CollateralResolver
{
    public static Holding Resolve(Rulebook rulebook, Market market, Currency currency, Quantity quantity)
    {
        var rule = RuleFor(rulebook, currency, quantity);
        var own = market.UsdPrice(currency);
        var unitUsd = market.UsdPrice(rulebook.AccountUnit).Value;
        var price = own.Value / unitUsd;
        var index = rule.Underlying != default ? market.UnderlyingOf(rule.Underlying).Index : new Observed(price);
        return new Holding(currency.Code, new Contract(Payoff.Coin, price, 0), quantity.ToDouble())
        {
            Collateral = currency,
            Rules = rule.Underlying != default ? rulebook.RulesFor(rule.Underlying, isInverse: false) : null,
            Base = rule.Underlying,
            IsScanned = rule.IsRiskCancelling,
            InUse = rule.IsSpotInUse ? 0 : null,
            Index = index.Value,
            CoinRate = index.Value,
            IndexConfidence = index.Confidence,
            Confidence = own.Confidence,
            CollateralRule = rule,
            Mark = price,
            UnitUsd = unitUsd,
            Twap = market.Underlyings.TryGetValue(currency, out var coin) ? coin.Twap?.Value / unitUsd : null,
        };
    }

    private static CollateralRule RuleFor(Rulebook rulebook, Currency currency, Quantity quantity)
    {
        var field = $"balances.{currency}";
        if (rulebook.CollateralOf(currency) is not { } rule)
        {
            var known = rulebook.Collateral.Count == 0
                ? "nothing else"
                : string.Join(", ", rulebook.Collateral.Keys.Order());
            throw new InvalidInputException(
                field, quantity.ToString(), $"is not collateral under {rulebook.Name}",
                $"it accepts {rulebook.AccountUnit} as cash and {known}");
        }
        // Its price is in no scenario: without a rule of its own a debt would need no margin at all.
        if (quantity < Quantity.Zero && !rule.IsRiskCancelling && rule.Debt is null)
        {
            throw new InvalidInputException(
                field, quantity.ToString(), $"is a debt, which {rulebook.Name} has no rule for",
                $"repay it or move it to {rulebook.AccountUnit}");
        }
        return rule;
    }
}
