using Counterpoise.Json;
using Counterpoise.Margins;
using Counterpoise.Margins.Charges;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;

namespace Counterpoise.Rulebooks.Conformance.Derive;

/// <summary>
/// The parameter block of a published PMRM_2 case as a rulebook: the same data the shipped rulebook is made of.
/// </summary>
internal static class PmrmParameters
{
    private static readonly string[] Blocks =
        ["Scenarios", "SkewShock", "VolShock", "Margin", "BasisContingency", "OtherContingency"];

    public static Rulebook Read(JsonCursor at)
    {
        var f = at.Fields(Blocks);
        var other = Numbers(f.Required("OtherContingency"));
        var margin = Numbers(f.Required("Margin"));
        var shipped = RulebookLibrary.Find("derive-pmrm2");
        var rules = new UnderlyingRules(
            default, SettlementScope.Any, ReadCells(f), Charges(other))
        {
            Discount = new StaticDiscount(
                margin("BASE_STATIC_DISCOUNT"), margin("BASE_STATIC_DISCOUNT_NEG"),
                margin("LONG_RATE_MULTSCALE"), margin("SHORT_RATE_MULTSCALE"),
                margin("LONG_RATE_ADDSCALE"), margin("SHORT_RATE_ADDSCALE")),
            Basis = ReadBasis(Numbers(f.Required("BasisContingency"))),
        };
        return shipped with
        {
            Name = "derive-pmrm2-case",
            Label = HonestyLabel.Verified,
            LabelReason = "parameters of a published case",
            Factors = new LossFactors(
                margin("IM_LOSS_FACTOR"), margin("MM_LOSS_FACTOR"), other("PEG_LOSS_THRESHOLD"),
                other("PEG_LOSS_FACTOR")),
            Underlyings = [rules],
        };
    }

    private static IReadOnlyList<Charge> Charges(Func<string, double> other) =>
    [
        new PerpetualContingency(other("MM_PERP_PERCENT"), other("IM_PERP_PERCENT")),
        new NakedShortContingency(other("MM_OPTION_PERCENT"), other("IM_OPTION_PERCENT")),
        new CollateralHaircut(),
        new OracleContingency(other("CONF_THRESHOLD"), other("CONF_MARGIN")),
    ];

    private static BasisContingency ReadBasis(Func<string, double> basis) => new(
        new Scenario(basis("SCENARIO_SPOT_UP"), VolShock.None),
        new Scenario(basis("SCENARIO_SPOT_DOWN"), VolShock.None),
        basis("BASIS_CONT_ADD_FACTOR"),
        basis("BASIS_CONT_MULT_FACTOR"));

    private static IReadOnlyList<ScanCell> ReadCells(JsonFields f)
    {
        var vol = Numbers(f.Required("VolShock"));
        var skew = Numbers(f.Required("SkewShock"));
        var shocks = new Dictionary<string, VolShock>(StringComparer.Ordinal)
        {
            ["None"] = VolShock.None,
            ["Up"] = Power(vol, "VOLRANGEUP", isUp: true),
            ["Down"] = Power(vol, "VOLRANGEDOWN", isUp: false),
            ["LINEAR"] = Skew(skew, "LINEAR", isAbsolute: false),
            ["ABS"] = Skew(skew, "ABS", isAbsolute: true),
        };
        return [.. f.Required("Scenarios").Items().Select(c => ReadCell(c, shocks))];
    }

    private static ScanCell ReadCell(JsonCursor at, Dictionary<string, VolShock> shocks)
    {
        var f = at.Fields(["SpotShock", "VolShockDirection", "DampeningFactor"]);
        var direction = f.Required("VolShockDirection");
        if (!shocks.TryGetValue(direction.Text(), out var shock))
            throw direction.Error("is no vol shock", $"use {string.Join(", ", shocks.Keys)}");
        var weight = f.Required("DampeningFactor").Double();
        var isSkew = shock is SkewVolShock;
        return new ScanCell(isSkew ? "skew" : weight == 1 ? "standard" : "extended",
            new Scenario(f.Required("SpotShock").Double(), shock))
        {
            Weight = weight,
            InverseWeight = weight,
            IsAbsolute = isSkew,
        };
    }

    private static PowerVolShock Power(Func<string, double> vol, string range, bool isUp) => new(
        isUp, vol(range), vol("SHORTTERMPOWER"), vol("LONGTERMPOWER"), vol("DTE_FLOOR"),
        isUp ? vol("MIN_VOL_EVAL_SHOCKED") : 0);

    private static SkewVolShock Skew(Func<string, double> skew, string kind, bool isAbsolute) => new(
        isAbsolute, skew($"{kind}_SCALE_CAP"), skew($"{kind}_CBASE"), skew("MIN_K_STAR"), skew("MIN_WIDTH_SCALE"),
        skew("VOL_PARAM_STATIC"), skew("VOL_PARAM_SCALE"));

    private static Func<string, double> Numbers(JsonCursor at)
    {
        var values = at.Entries().ToDictionary(e => e.Key, e => e.Value.Double(), StringComparer.Ordinal);
        return name => values.TryGetValue(name, out var value)
            ? value
            : throw new InvalidInputException($"{at.Path}.{name}", null, "is missing", "add it");
    }
}
