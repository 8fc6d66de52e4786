using Counterpoise.Margins.Dynamic;
using Counterpoise.Margins.Scanning;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Margins;

/// <summary>
/// The result: what a portfolio needs under a rulebook, as additive signed lines with their causes. A requirement is
/// positive when more collateral is needed; equity and excess are positive when the account is healthier.
/// </summary>
/// <param name="Rulebook">By which rules.</param>
/// <param name="Portfolio">Name of the portfolio.</param>
/// <param name="Market">Name of the market.</param>
/// <param name="Time">Instant of the market.</param>
/// <param name="Buckets">One per margin currency, in order of their code; empty for an empty portfolio.</param>
public sealed record Margin(
    Rulebook Rulebook, string Portfolio, string Market, Instant Time, IReadOnlyList<BucketMargin> Buckets)
{
    /// <summary>Initial requirement of all buckets in USD at index.</summary>
    public double InitialUsd => Buckets.Sum(b => b.Initial.Exact * b.UnitUsd);

    /// <summary>Maintenance requirement of all buckets in USD at index.</summary>
    public double MaintenanceUsd => Buckets.Sum(b => b.Maintenance.Exact * b.UnitUsd);

    /// <summary>Equity of all buckets in USD at index.</summary>
    public double EquityUsd => Buckets.Sum(b => b.Equity.Total * b.UnitUsd);

    /// <summary>Balances that are no collateral under the rulebook and not in the equity.</summary>
    public IReadOnlyList<(Currency Currency, Quantity Quantity)> LeftOut { get; init; } = [];

    /// <summary>
    /// The dynamic parameters of the coins held, and of the pairs of them, as used; empty under a rulebook without.
    /// </summary>
    public IReadOnlyList<ParameterUse> Parameters
    {
        get
        {
            if (Rulebook.Dynamic is null) return [];
            var coins = new SortedSet<Currency>(
                Buckets.SelectMany(b => b.Holdings).Where(h => h.Base != default).Select(h => h.Base));
            return
            [
                .. coins.SelectMany(c => Rulebook.RulesFor(c, isInverse: false).Parameters
                    .Select(p => p with { Coin = c.Code })),
                .. coins.SelectMany(a => coins.Where(b => b > a).SelectMany(b => ParametersOf(a, b))),
            ];
        }
    }

    private IReadOnlyList<ParameterUse> ParametersOf(Currency a, Currency b) =>
        Rulebook.Joint?.PairOf(a, b)?.Parameters
        ??
        [
            new ParameterUse($"{a}/{b}", "correlation", 0, "no netting", ParameterOrigin.Fallback)
            {
                Reason = "the market has none",
            },
        ];

    /// <summary>Coin-settled instruments that the rulebook evaluates as their linear twins.</summary>
    public bool IsTranslated { get; init; }
}

/// <summary>The margin of one bucket, in its own unit.</summary>
/// <param name="Unit">Margin currency.</param>
/// <param name="UnitUsd">Its USD price at index.</param>
/// <param name="Holdings">Rows, in canonical order.</param>
/// <param name="Scans">One per risk unit.</param>
/// <param name="Initial">May more risk be taken?</param>
/// <param name="Maintenance">Can the account still be closed without loss?</param>
/// <param name="Equity">What stands against it.</param>
public sealed record BucketMargin(
    Currency Unit,
    double UnitUsd,
    IReadOnlyList<Holding> Holdings,
    IReadOnlyList<RiskUnitScan> Scans,
    Requirement Initial,
    Requirement Maintenance,
    Equity Equity)
{
    /// <summary>Equity − initial requirement, bucket units: below 0 no more risk may be taken.</summary>
    public double InitialExcess => Equity.Total - Initial.Exact;

    /// <summary>Equity − maintenance requirement, bucket units: below 0 the account may be liquidated.</summary>
    public double MaintenanceExcess => Equity.Total - Maintenance.Exact;

    /// <summary>
    /// Maintenance requirement / equity; null if equity is not positive. 1 is where liquidation starts.
    /// </summary>
    public double? MarginRatio => Equity.Total > 0 ? Maintenance.Exact / Equity.Total : null;
}

/// <summary>The scan of one risk unit.</summary>
/// <param name="Name">The base coin, or the bucket's name.</param>
/// <param name="Result">Competitors and the binding one.</param>
/// <param name="Loss">Scan loss as used, after the venue's rounding, bucket units, before factors.</param>
public sealed record RiskUnitScan(string Name, ScanResult Result, double Loss)
{
    /// <summary>
    /// The scan as maintenance margin reduces it: <see cref="Result"/> itself unless the rulebook has two reducers.
    /// </summary>
    public required ScanResult Maintenance { get; init; }

    /// <summary>Its loss as used.</summary>
    public required double MaintenanceLoss { get; init; }
}

/// <summary>Equity of a bucket by kind, bucket units.</summary>
/// <param name="Cash">Balance in the margin currency.</param>
/// <param name="Collateral">Value of other balances at their price, before haircut.</param>
/// <param name="Options">Value of options, as far as it counts.</param>
/// <param name="Unrealised">Unrealised profit and loss of futures.</param>
public sealed record Equity(double Cash, double Collateral, double Options, double Unrealised)
{
    /// <summary>Value of options that the rulebook's equity does not count.</summary>
    public double Uncounted { get; init; }

    /// <summary>Their sum.</summary>
    public double Total => Cash + Collateral + Options + Unrealised;
}

/// <summary>What a composition line is.</summary>
public enum CompositionKind
{
    /// <summary>Scan loss of a risk unit times its factor.</summary>
    Scan = 0,

    /// <summary>An additive charge.</summary>
    Charge = 1,

    /// <summary>Reserved for orders: no position causes it.</summary>
    AddOn = 2,
}

/// <summary>One part of a requirement as the rulebook builds it.</summary>
/// <param name="Kind">Scan, charge or add-on.</param>
/// <param name="Name">As printed.</param>
/// <param name="Exact">Bucket units.</param>
/// <param name="Explanation">Its cause in numbers; may be empty.</param>
public sealed record CompositionLine(CompositionKind Kind, string Name, double Exact, string Explanation);

/// <summary>Position Greeks for display: delta and gamma in coins, vega and theta of the dollar value.</summary>
/// <param name="Delta">Net delta, base coins.</param>
/// <param name="GammaOnePercent">Change of delta, base coins, for a spot move of +1 %.</param>
/// <param name="Vega">USD per volatility point (0.01).</param>
/// <param name="Theta">USD per day.</param>
public readonly record struct PositionGreeks(double Delta, double GammaOnePercent, double Vega, double Theta)
{
    /// <summary>Greeks of a holding.</summary>
    public static PositionGreeks Of(Holding holding)
    {
        var c = holding.Contract;
        if (!c.IsOption) return new PositionGreeks(holding.IsScanned ? holding.Delta : 0, 0, 0, 0);
        var g = Black76.All(c.Right, c.Forward, c.Strike, c.Vol, c.Years, c.Discount(c.Years));
        var coins = holding.Quantity * c.Size;
        // The change of the delta: net of the premium for inverse options, of the open part in a settlement window.
        var gamma = c.IsInverse
            ? CoinSettled.Gamma(c.Right, c.Forward, c.Strike, c.Vol, c.Years)
            : g.Gamma * c.Forward;
        return new PositionGreeks(
            holding.Delta, coins * gamma * c.Open * (c.Variable / c.Forward) * 0.01, coins * g.Vega * 0.01,
            coins * g.Theta / 365);
    }
}
