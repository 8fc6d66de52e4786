using Counterpoise.Json;
using Counterpoise.Margins;
using Counterpoise.Margins.Charges;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Conformance.Derive;

/// <summary>
/// The parameters of the published PMRM v1 cases as a rulebook: the same data the shipped rulebook is made of.
/// </summary>
internal static class Pmrm1Parameters
{
    private const double SecondsPerDay = 86_400;

    public static Rulebook Read(JsonCursor at)
    {
        var f = at.Fields(["params", "scenarios", "note"], ignoreOthers: true);
        var block = f.Required("params");
        var numbers = block.Entries().ToDictionary(e => e.Key, e => e.Value.Double(), StringComparer.Ordinal);
        double Number(string name) => numbers.TryGetValue(name, out var value)
            ? value
            : throw new InvalidInputException($"{block.Path}.{name}", null, "is missing", "add it");
        PowerVolShock Power(bool isUp) => new(
            isUp, Number(isUp ? "vu" : "vd"), Number("sp"), Number("lp"), Number("floor") / SecondsPerDay, 0);
        var shocks = new Dictionary<string, VolShock>(StringComparer.Ordinal)
        {
            ["N"] = VolShock.None,
            ["U"] = Power(isUp: true),
            ["D"] = Power(isUp: false),
        };
        var coin = Currency.Parse("COIN");
        return RulebookLibrary.Find("derive-pmrm1") with
        {
            Name = "derive-pmrm1-case",
            Label = HonestyLabel.Verified,
            LabelReason = "parameters of the published cases",
            Factors = new LossFactors(Number("im"), 1, Number("pegT"), Number("pegF")) { OnTotal = true },
            Underlyings =
            [
                new UnderlyingRules(
                    default, SettlementScope.Any,
                    [.. f.Required("scenarios").Items(1_000).Select(c => ReadCell(c, shocks))],
                    [
                        new PerpetualContingency(Number("perp"), 0),
                        new NakedShortContingency(Number("opt"), 0),
                        new CollateralHaircut(HaircutBase.Usd),
                    ])
                {
                    Discount = new StaticDiscount(Number("sd"), 1, Number("rm"), 0, Number("ra"), 0),
                    Basis = new BasisContingency(
                        new Scenario(Number("up"), VolShock.None), new Scenario(Number("dn"), VolShock.None),
                        Number("add"), Number("mult")),
                    Provisions =
                    [
                        new OracleContingency(Number("confT"), Number("confM")) { Scope = OracleScope.SharedPerpetual },
                    ],
                },
            ],
            Collateral = new Dictionary<Currency, CollateralRule> { [coin] = new(coin, true, Number("base"), 0) },
        };
    }

    private static ScanCell ReadCell(JsonCursor at, Dictionary<string, VolShock> shocks)
    {
        JsonCursor[] pair = [.. at.Items(2)];
        if (pair.Length != 2) throw at.Error(null, "is no scenario", "give a spot factor and U, N or D");
        return shocks.TryGetValue(pair[1].Text(), out var shock)
            ? new ScanCell("standard", new Scenario(pair[0].Double(1e-6, 100), shock))
            : throw pair[1].Error("is no vol shock", $"use {string.Join(", ", shocks.Keys)}");
    }
}
