using Counterpoise.Json;
using Counterpoise.Margins;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks;

/// <summary>The collateral of a rulebook: by currency, or <c>*</c> for every other one.</summary>
internal static class CollateralJson
{
    private static readonly string[] RuleFields =
    [
        "underlying", "riskCancelling", "spotInUse", "maintenanceHaircut", "initialHaircut", "tiers", "capUsd",
        "sizeSlope", "debt",
    ];

    public static Dictionary<Currency, CollateralRule> Read(JsonCursor? at)
    {
        var collateral = new Dictionary<Currency, CollateralRule>();
        foreach (var (key, value) in at?.Entries() ?? [])
            collateral.Add(key == "*" ? default : value.CurrencyKey(), ReadRule(value));
        return collateral;
    }

    private static CollateralRule ReadRule(JsonCursor at)
    {
        var f = at.Fields(RuleFields);
        var tiers = f.Optional("tiers") is { } list ? ReadTiers(list) : [];
        if (tiers.Length > 0 && f.Optional("maintenanceHaircut") is { } flat)
            throw flat.Error("stands beside tiers", "remove one of them: tiers are the maintenance haircuts");
        var maintenance = tiers.Length > 0 ? 0 : f.Required("maintenanceHaircut").Double(0, 1);
        var initial = f.Required("initialHaircut");
        var rule = new CollateralRule(
            f.Optional("underlying")?.Currency() ?? default, f.Optional("riskCancelling")?.Boolean() ?? false,
            maintenance, initial.Double(0, 1))
        {
            Tiers = tiers,
            CapUsd = f.Optional("capUsd")?.Double(0, 1e15),
            SizeSlope = f.Optional("sizeSlope")?.Double(0, 1e3) ?? 0,
            IsSpotInUse = f.Optional("spotInUse")?.Boolean() ?? false,
            Debt = f.Optional("debt") is { } debt ? ReadDebt(debt) : null,
        };
        var greatest = tiers.Length > 0 ? tiers.Max(t => t.Haircut) : maintenance;
        if (greatest + rule.InitialHaircut > 1)
            throw initial.Error("makes the haircuts more than the value", "let both haircuts sum to at most 1");
        if (rule.IsRiskCancelling && rule.Underlying == default)
            throw at.Error(null, "is risk-cancelling without an underlying", "name the coin it follows");
        if (rule.IsSpotInUse && (rule.Underlying == default || rule.IsRiskCancelling))
        {
            throw f.Required("spotInUse").Error(
                null, rule.IsRiskCancelling ? "stands beside riskCancelling" : "has no underlying",
                "name the coin it follows and take one of both: all of a balance in scenarios, or the part in use");
        }
        return rule;
    }

    // [from USD, haircut], ascending from 0; haircuts do not fall, or more collateral could be worth less.
    private static HaircutTier[] ReadTiers(JsonCursor at)
    {
        var tiers = new List<HaircutTier>();
        foreach (var item in at.Items(100))
        {
            double[] pair = [.. item.Items(2).Select(v => v.Double(0, 1e15))];
            var isNext = pair.Length == 2 && pair[1] <= 1
                && (tiers.Count == 0 ? pair[0] == 0 : pair[0] > tiers[^1].FromUsd && pair[1] >= tiers[^1].Haircut);
            if (!isNext)
            {
                throw item.Error(
                    null, "does not follow the tier before it",
                    "list [from USD, haircut] ascending in both, the first from 0, haircuts at most 1");
            }
            tiers.Add(new HaircutTier(pair[0], pair[1]));
        }
        return tiers.Count > 0 ? [.. tiers] : throw at.Error(null, "are empty", "add [0, haircut]");
    }

    private static DebtRule ReadDebt(JsonCursor at)
    {
        var f = at.Fields(["initial", "maintenance", "sizeSlope"]);
        var initial = f.Required("initial").Double(0, 10);
        return new DebtRule(
            initial, f.Required("maintenance").Double(0, initial, "use a share not above the initial one"),
            f.Optional("sizeSlope")?.Double(0, 1e3) ?? 0);
    }
}
