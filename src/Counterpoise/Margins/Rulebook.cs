using Counterpoise.Margins.Charges;
using Counterpoise.Margins.Dynamic;
using Counterpoise.Margins.Orders;
using Counterpoise.Margins.Scanning;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Margins;

/// <summary>
/// Which options' value is in the equity. A standard margin that contains the mark of a short option stands against an
/// equity without it; else the option would be paid for twice, and a long one would be cash.
/// </summary>
public enum OptionEquity
{
    /// <summary>All of it: the requirement is on changes of value (portfolio margin).</summary>
    All = 0,

    /// <summary>Short options, a debt; long ones count nothing.</summary>
    Shorts = 1,

    /// <summary>None of it.</summary>
    None = 2,
}

/// <summary>
/// How far a rulebook is known to agree with its venue. It belongs to (evaluator, parameters), not to a name.
/// </summary>
public enum HonestyLabel
{
    /// <summary>Reproduces published venue results with these parameters.</summary>
    Verified = 0,

    /// <summary>Some branches or parameters confirmed, others only read.</summary>
    PartlyVerified = 1,

    /// <summary>Formulas read or inferred; nothing published to check against.</summary>
    Approximate = 2,
}

/// <summary>What a margin requirement is added up over.</summary>
public enum BucketRule
{
    /// <summary>One bucket per settlement currency, each in its own unit (Deribit S:PM, S:SM).</summary>
    SettlementCurrency = 0,

    /// <summary>One bucket for the account in one currency (Derive; Deribit X:PM).</summary>
    Account = 1,
}

/// <summary>Which positions share scenarios.</summary>
public enum RiskUnitRule
{
    /// <summary>Everything in the bucket: cells of the same index add up (Deribit).</summary>
    Bucket = 0,

    /// <summary>Everything on one base coin; units are summed (Derive, OKX, Bybit).</summary>
    Underlying = 1,
}

/// <summary>Where a sign-dependent step applies.</summary>
public enum PoolRule
{
    /// <summary>Per base coin.</summary>
    Underlying = 0,

    /// <summary>Options per expiry; everything else by itself.</summary>
    Expiry = 1,
}

/// <summary>Factors from scan loss to requirement.</summary>
/// <param name="Initial">On the scan loss, for initial margin.</param>
/// <param name="Maintenance">On the scan loss, for maintenance margin.</param>
/// <param name="PegThreshold">Below this stable-coin price the initial factor grows; 0: never.</param>
/// <param name="PegFactor">By (threshold − price) × this.</param>
public sealed record LossFactors(double Initial, double Maintenance, double PegThreshold = 0, double PegFactor = 0)
{
    /// <summary>True if charges and minimum are multiplied too, provisions not (OKX, Bybit, Paradex).</summary>
    public bool OnTotal { get; init; }
}

/// <summary>Which contracts on a coin a set of rules holds for.</summary>
public enum SettlementScope
{
    /// <summary>Both.</summary>
    Any = 0,

    /// <summary>Coin-settled.</summary>
    Inverse = 1,

    /// <summary>Settled in the quote currency.</summary>
    Linear = 2,
}

/// <summary>The rules for one base coin: its competitors and its additive charges.</summary>
/// <param name="Base">The coin; default: every coin without rules of its own.</param>
/// <param name="Scope">Coin-settled contracts, linear ones, or both.</param>
/// <param name="Cells">Scan cells in competitor order; empty for a standard rulebook.</param>
/// <param name="Charges">Charges added to the scan, in printed order.</param>
public sealed record UnderlyingRules(
    Currency Base, SettlementScope Scope, IReadOnlyList<ScanCell> Cells, IReadOnlyList<Charge> Charges)
{
    /// <summary>
    /// Charges whose sum is the least that factor × scan + charges of the risk unit may come to (OKX MR7, SPAN's
    /// short-option minimum, Paradex' delta minimum); empty: no minimum.
    /// </summary>
    public IReadOnlyList<Charge> Minimum { get; init; } = [];

    /// <summary>Charges added after the minimum.</summary>
    public IReadOnlyList<Charge> Provisions { get; init; } = [];

    /// <summary>Sign-dependent static discount of an expiry's value; null: none.</summary>
    public StaticDiscount? Discount { get; init; }

    /// <summary>Basis contingency that competes with the cells; null: none.</summary>
    public BasisContingency? Basis { get; init; }

    /// <summary>What a gain of this underlying may offset; null: everything within the risk unit.</summary>
    public GainOffset? Gains { get; init; }

    /// <summary>Date of these parameters, if they differ from the rulebook's.</summary>
    public string? AsOf { get; init; }

    /// <summary>What a dynamic rulebook's cells and charges are made from; null: they are given.</summary>
    public DynamicCoin? Dynamic { get; init; }

    /// <summary>The dynamic parameters in them, as used.</summary>
    public IReadOnlyList<ParameterUse> Parameters { get; init; } = [];
}

/// <summary>A venue's margin rules as data. One evaluator (<see cref="MarginEvaluator"/>) reads all of them.</summary>
/// <param name="Name">As chosen on the command line, e.g. <c>deribit-pm</c>.</param>
/// <param name="Effective">Date of the parameters, ISO.</param>
public sealed record Rulebook(string Name, string Effective)
{
    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>Where each part was read.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>How far it is known to agree with the venue.</summary>
    public required HonestyLabel Label { get; init; }

    /// <summary>Why it has that label.</summary>
    public required string LabelReason { get; init; }

    /// <summary>The venue's parts that are not known and therefore absent; named in every statement.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>How it works, in words, for <c>rulebooks show</c>.</summary>
    public IReadOnlyList<string> Explanation { get; init; } = [];

    /// <summary>True if no portfolio ever needs more than its positions alone.</summary>
    public required bool SubAdditive { get; init; }

    /// <summary>
    /// True if making any one position smaller never raises maintenance margin; false where positions may hedge each
    /// other, so that closing one can.
    /// </summary>
    public bool ReducingNeverRaises { get; init; }

    /// <summary>How the venue states its margin ratio and where it liquidates.</summary>
    public required string MarginRatio { get; init; }

    /// <summary>Buckets.</summary>
    public required BucketRule Bucket { get; init; }

    /// <summary>Risk units within a bucket.</summary>
    public required RiskUnitRule RiskUnit { get; init; }

    /// <summary>Pools within a risk unit.</summary>
    public required PoolRule Pool { get; init; }

    /// <summary>Unit of the account bucket; also the cash. Unused for buckets per settlement currency.</summary>
    public Currency AccountUnit { get; init; } = Currency.Usd;

    /// <summary>
    /// True if every contract is evaluated as its linear twin (a venue without coin-settled contracts).
    /// </summary>
    public bool LinearOnly { get; init; }

    /// <summary>True if option values are discounted with the expiry's rate (floored at 0).</summary>
    public bool Discounting { get; init; }

    /// <summary>Which options' value is in the equity.</summary>
    public OptionEquity OptionEquity { get; init; }

    /// <summary>What of an option's value is in the equity, in the unit of <paramref name="value"/>.</summary>
    public double CountedOption(double value) => OptionEquity switch
    {
        OptionEquity.None => 0,
        OptionEquity.Shorts => Math.Min(value, 0),
        _ => value,
    };

    /// <summary>True if equity uses the venue's mark price where there is one; else the model value.</summary>
    public bool ValueAtMark { get; init; }

    /// <summary>
    /// Where the volatilities of scenarios and Greeks come from, and how the smile moves; equity at the venue's mark is
    /// not touched by it.
    /// </summary>
    public VolRule Vols { get; init; }

    /// <summary>From the cells of a scan to its loss, for initial margin.</summary>
    public Reducer InitialReducer { get; init; } = Reducer.Worst;

    /// <summary>The same for maintenance margin. Both are of the worst kind or neither is.</summary>
    public Reducer MaintenanceReducer { get; init; } = Reducer.Worst;

    /// <summary>What it lacks before it can be evaluated, as remedy of the refusal; null: nothing.</summary>
    public string? Needs { get; init; }

    /// <summary>Decimals to which the venue rounds the worst case before charges; null: not rounded.</summary>
    public int? WorstCaseDecimals { get; init; }

    /// <summary>False if the venue lists no dated futures.</summary>
    public bool DatedFutures { get; init; } = true;

    /// <summary>False if it has no rule for options.</summary>
    public bool Options { get; init; } = true;

    /// <summary>False if it has no rule for perpetuals and dated futures.</summary>
    public bool Futures { get; init; } = true;

    /// <summary>
    /// True if unrealised profit of futures is measured at the index (an oracle's price), not at their own mark.
    /// </summary>
    public bool FuturesAtIndex { get; init; }

    /// <summary>Scan loss → requirement.</summary>
    public required LossFactors Factors { get; init; }

    /// <summary>One set per coin and settlement; the first that fits a contract holds for it.</summary>
    public required IReadOnlyList<UnderlyingRules> Underlyings { get; init; }

    /// <summary>Credits between coins of opposite delta, in priority order.</summary>
    public IReadOnlyList<InterCommoditySpread> Spreads { get; init; } = [];

    /// <summary>What of it depends on the state of the market; null: nothing.</summary>
    public DynamicRules? Dynamic { get; init; }

    /// <summary>Netting across coins by joint moves; null: none.</summary>
    public JointNetting? Joint { get; init; }

    /// <summary>
    /// True if a balance that is neither cash nor collateral is left out of the equity, and the statement says so; else
    /// it is refused. A debt without a rule (<see cref="CollateralRule.Debt"/>) is refused either way.
    /// </summary>
    public bool LeavesOut { get; init; }

    /// <summary>What open orders need; null: nothing is known, and nothing is added.</summary>
    public OrderRules? Orders { get; init; }

    /// <summary>By currency; the default currency stands for every other one.</summary>
    public IReadOnlyDictionary<Currency, CollateralRule> Collateral { get; init; } =
        new Dictionary<Currency, CollateralRule>();

    /// <summary>
    /// True if different instruments offset each other: in scenarios, or in a charge that nets them. What margins every
    /// position alone is no portfolio margin, whatever its venue calls it.
    /// </summary>
    public bool NetsInstruments => Needs is not null || Underlyings.Any(
        u => u.Cells.Count > 0 || u.Charges.Any(c => c.NetsInstruments));

    /// <summary>The rule for a balance; null: it is not collateral.</summary>
    public CollateralRule? CollateralOf(Currency currency) =>
        Collateral.GetValueOrDefault(currency) ?? Collateral.GetValueOrDefault(default);

    /// <summary>The rules for contracts on a base coin.</summary>
    /// <exception cref="InvalidInputException">The rulebook has none.</exception>
    public UnderlyingRules RulesFor(Currency coin, bool isInverse)
    {
        var scope = isInverse ? SettlementScope.Inverse : SettlementScope.Linear;
        foreach (var rules in Underlyings)
        {
            if (rules.Base != coin && rules.Base != default) continue;
            if (rules.Scope == SettlementScope.Any || rules.Scope == scope) return rules;
        }
        var known = string.Join("; ", Underlyings.GroupBy(u => u.Scope).Select(g => $"{Named(g.Key)} on {Coins(g)}"));
        throw new InvalidInputException(
            "rulebook", Name, $"has no parameters for {Named(scope)} on {coin}",
            $"it knows {known}; use another rulebook for this position");
    }

    private static string Named(SettlementScope scope) => scope switch
    {
        SettlementScope.Inverse => "coin-settled contracts",
        SettlementScope.Linear => "linear contracts",
        _ => "contracts",
    };

    private static string Coins(IEnumerable<UnderlyingRules> rules)
    {
        const int most = 12;
        string[] names = [.. rules.Select(r => r.Base == default ? "any coin" : r.Base.Code)];
        return names.Length <= most
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(most))} and {names.Length - most} more";
    }
}
