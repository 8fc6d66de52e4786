using System.Runtime.CompilerServices;
using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Margins.Dynamic;

/// <summary>
/// Template × market → rulebook: puts the numbers a dynamic rulebook takes from the state of the market in their
/// places, before anything is evaluated. The template itself is the rulebook of a market that knows nothing: every
/// dynamic parameter at its fallback.
/// </summary>
public static class DynamicRulebook
{
    private static readonly RiskParameters Unknown = new();

    // The same risk under the same rules is the same set of rules, whatever market it stands in: what follows from
    // rules (a scenario list taken apart, rows priced) is remembered by them.
    private static readonly ConditionalWeakTable<DynamicCoin, ConditionalWeakTable<RiskParameters, UnderlyingRules>>
        Known = [];

    /// <summary>The rules of a class of coins where nothing is known of the market.</summary>
    /// <param name="rules">What holds for every coin.</param>
    /// <param name="coin">What holds for the class.</param>
    /// <param name="name">The coin; default: every coin without rules of its own.</param>
    public static UnderlyingRules Template(DynamicRules rules, DynamicCoin coin, Currency name) =>
        Resolve(rules, coin, name, Unknown);

    /// <summary>A rulebook with the market's numbers in it; one that is not dynamic as it is.</summary>
    /// <param name="rulebook">The template.</param>
    /// <param name="market">Its <see cref="Underlying.Risk"/> and <see cref="Market.Correlations"/>.</param>
    public static Rulebook At(Rulebook rulebook, Market market)
    {
        if (rulebook.Dynamic is not { } rules) return rulebook;
        var resolved = new List<UnderlyingRules>();
        foreach (var (coin, underlying) in market.Underlyings)
        {
            if (underlying.Risk is not { } risk) continue;
            var template = rulebook.Underlyings.FirstOrDefault(u => u.Base == coin || u.Base == default);
            if (template?.Dynamic is { } own) resolved.Add(Resolved(rules, own, coin, risk));
        }
        return rulebook with
        {
            Underlyings = [.. resolved, .. rulebook.Underlyings],
            Joint = JointPairs.Of(rules, market),
        };
    }

    private static UnderlyingRules Resolved(DynamicRules rules, DynamicCoin coin, Currency name, RiskParameters risk)
    {
        var byRisk = Known.GetValue(coin, static _ => []);
        if (byRisk.TryGetValue(risk, out var known) && known.Base == name) return known;
        var made = Resolve(rules, coin, name, risk);
        byRisk.AddOrUpdate(risk, made);
        return made;
    }

    private static UnderlyingRules Resolve(
        DynamicRules rules, DynamicCoin coin, Currency name, RiskParameters risk)
    {
        var choice = new ParameterChoice(rules, name == default ? "any other coin" : name.Code);
        var ranges = Ranges(rules, coin, risk, choice);
        return new UnderlyingRules(
            name, SettlementScope.Any, DynamicCells.Of(rules, ranges), DynamicCharges.Added(rules, coin, risk, choice))
        {
            Minimum = DynamicCharges.Least(rules, coin, risk, choice),
            Dynamic = coin,
            Parameters = choice.Used,
        };
    }

    private static ScanRanges Ranges(DynamicRules rules, DynamicCoin coin, RiskParameters risk, ParameterChoice choice)
    {
        const string unit = "fraction";
        var maintenance = coin.Scan.Times(rules.MaintenanceScan);
        return new ScanRanges(
            choice.Of("scan range up", unit, coin.Scan, risk.ScanUp),
            choice.Of("scan range down", unit, coin.Scan, risk.ScanDown),
            choice.Of("maintenance scan range up", unit, maintenance, risk.MaintenanceScanUp),
            choice.Of("maintenance scan range down", unit, maintenance, risk.MaintenanceScanDown),
            choice.Of("vol rise", unit, rules.VolRise, risk.VolRise));
    }
}
