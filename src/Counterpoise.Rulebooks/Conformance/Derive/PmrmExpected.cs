using Counterpoise.Json;

namespace Counterpoise.Rulebooks.Conformance.Derive;

/// <summary>
/// What a published PMRM_2 case says the venue computes. USD; excess and P&amp;L positive when healthier.
/// </summary>
/// <param name="InitialExcess">Equity − initial requirement.</param>
/// <param name="MaintenanceExcess">Equity − maintenance requirement.</param>
/// <param name="MarkToMarket">Equity.</param>
/// <param name="Basis">Basis contingency, a loss negative.</param>
/// <param name="ScenarioPnl">Weighted P&amp;L of each scenario, in the order of the case's list.</param>
public sealed record PmrmExpected(
    double InitialExcess, double MaintenanceExcess, double MarkToMarket, double Basis,
    IReadOnlyList<double> ScenarioPnl)
{
    private static readonly string[] TotalFields =
    [
        "OptionMTM", "CollateralMTM", "PerpMTM", "MMPerpCont", "IMPerpContNormal", "MMOptionCont", "IMOptionContNormal",
        "MMBaseCont", "IMBaseContNormal", "OracleCont", "IMHand", "MMHand", "UnrealisedFunding",
    ];

    private static readonly string[] ResultFields =
    [
        "IM", "MM", "PortfolioMTM", "ForwardContingency", "reg_losses", "tail_losses", "skew_losses",
        "discount_factors", "VolShockUpEvaluated", "VolShockDownEvaluated", .. TotalFields,
    ];

    /// <summary>Further numbers of the result by their published names.</summary>
    public required IReadOnlyDictionary<string, double> Totals { get; init; }

    /// <summary>Volatility of each option, unshocked, shocked up and shocked down.</summary>
    public required IReadOnlyList<(double Mark, double Up, double Down)> OptionVols { get; init; }

    /// <summary>Static discount of each feed's expiry, of a gain and of a debt, in the order of the feeds.</summary>
    public required IReadOnlyList<(double Gain, double Debt)> Discounts { get; init; }

    internal static PmrmExpected Read(JsonCursor at, IReadOnlyList<double> markVols)
    {
        var f = at.Fields(ResultFields, ignoreOthers: true);
        // The P&L stands last in each row, behind the shock it belongs to.
        IEnumerable<double> Losses(string name) => f.Required(name).Items().Select(row => row.Items().Last().Double());
        double[] Numbers(string name) => [.. f.Required(name).Items().Select(i => i.Double())];
        var (up, down) = (Numbers("VolShockUpEvaluated"), Numbers("VolShockDownEvaluated"));
        if (up.Length != markVols.Count || down.Length != markVols.Count)
        {
            throw at.Error(
                $"{up.Length} and {down.Length} vols", $"is not one for each of {markVols.Count} options",
                "fetch it again");
        }
        return new PmrmExpected(
            f.Required("IM").Double(), f.Required("MM").Double(), f.Required("PortfolioMTM").Double(),
            f.Required("ForwardContingency").Double(),
            [.. Losses("reg_losses"), .. Losses("tail_losses"), .. Losses("skew_losses")])
        {
            Totals = TotalFields.ToDictionary(n => n, n => f.Required(n).Double(), StringComparer.Ordinal),
            OptionVols = [.. markVols.Select((mark, i) => (mark, up[i], down[i]))],
            Discounts = [.. f.Required("discount_factors").Items().Select(ReadPair)],
        };
    }

    private static (double, double) ReadPair(JsonCursor at)
    {
        double[] pair = [.. at.Items(2).Select(i => i.Double())];
        return pair.Length == 2
            ? (pair[0], pair[1])
            : throw at.Error("is no pair", "give the factor of a gain and of a debt");
    }
}
