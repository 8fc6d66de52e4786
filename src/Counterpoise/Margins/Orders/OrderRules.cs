namespace Counterpoise.Margins.Orders;

/// <summary>Which fills of open orders a venue looks at. No fill at all is always one of them.</summary>
public enum OrderRule
{
    /// <summary>Nothing is added: the venue checks a fill at placement (Derive), or is not known.</summary>
    None = 0,

    /// <summary>Each instrument: all its buys, or all its sells, whichever needs more alone (Binance, Drift).</summary>
    PerInstrumentWorst = 1,

    /// <summary>
    /// Each instrument as if its position were the open size, max(long + buys, short + sells): sells do not net
    /// against a long (Paradex).
    /// </summary>
    OpenSize = 2,

    /// <summary>All buys of the portfolio, or all its sells (OKX, Bybit, Deribit).</summary>
    WorstSide = 3,

    /// <summary>All orders that add delta, or all that take it (Gate).</summary>
    DeltaSide = 4,

    /// <summary>
    /// Every subset of the bucket's orders, up to <see cref="OrderRules.MostEnumerated"/> of them; beyond that the
    /// worst of all sides and of the worst side per instrument, which is said.
    /// </summary>
    WorstSubset = 5,
}

/// <summary>What open orders need under a rulebook.</summary>
/// <param name="Rule">Which fills are looked at.</param>
/// <param name="Source">Where the rule was read; shown with it.</param>
public sealed record OrderRules(OrderRule Rule, string Source)
{
    /// <summary>Orders of a bucket up to which every subset is tried: 2¹⁰ evaluations.</summary>
    public const int MostEnumerated = 10;

    /// <summary>True if maintenance margin counts orders too; else only initial margin does.</summary>
    public bool OnMaintenance { get; init; }

    /// <summary>
    /// True if futures fill at the mark (an oracle's price, Drift and Mango); else at their limit where that is worse:
    /// a buy above the mark books its loss, a buy below it no gain (Binance, "Cost Required to Open a Position").
    /// </summary>
    public bool AtMark { get; init; }

    /// <summary>
    /// True if an order of a future stands for quantity × limit, not × mark (Binance, "How to Calculate the Margin
    /// Requirement").
    /// </summary>
    public bool NotionalAtLimit { get; init; }

    /// <summary>
    /// True if the premium of an option order is quantity × limit whatever the mark, and a sold option is margined at
    /// the higher of the two (Bybit, "Initial and Maintenance Margin Calculation (Options)"); else an option fills at
    /// the worse of limit and mark. They differ for a buy below the mark where a long option is no equity.
    /// </summary>
    public bool PremiumAtLimit { get; init; }

    /// <summary>Fixed amount per order, USD (Drift 0.01), wherever orders count.</summary>
    public double FixedUsd { get; init; }

    /// <summary>Formulas for each order of an option, which is then in no fill; null: they fill like others.</summary>
    public OptionOrderRule? Options { get; init; }

    /// <summary>The rule in words, with its source.</summary>
    public string Describe()
    {
        List<string> parts =
        [
            .. Options is { } options ? (ReadOnlySpan<string>)[options.Describe(), Futures()] : [Futures()],
        ];
        if (Rule != OrderRule.None)
        {
            parts.Add(OnMaintenance ? "initial and maintenance" : "initial only");
            parts.Add(AtMark ? "futures fill at the mark" : "a fill books its loss against the mark, no gain");
            if (NotionalAtLimit) parts.Add("futures stand for quantity \u00D7 limit");
            if (PremiumAtLimit)
                parts.Add("options: premium at the limit, sold ones margined at the higher of limit and mark");
            if (FixedUsd > 0) parts.Add(FormattableString.Invariant($"{FixedUsd:0.####} USD an order"));
        }
        return $"{string.Join("; ", parts)} ({Source})";

        string Futures() => (Options is null ? "" : "futures: ") + Rule switch
        {
            OrderRule.PerInstrumentWorst => "of each instrument all buys or all sells, the worse",
            OrderRule.OpenSize => "each instrument as if it were max(long + buys, short + sells) large",
            OrderRule.WorstSide => "all buys or all sells, the worse",
            OrderRule.DeltaSide => "all that add delta or all that take it, the worse",
            OrderRule.WorstSubset => "the worst subset",
            _ => "nothing is added",
        };
    }
}

/// <summary>What open orders add to one requirement of a bucket.</summary>
/// <param name="IsInitial">To initial margin; else to maintenance.</param>
/// <param name="Amount">≥ 0, bucket units.</param>
/// <param name="Explanation">The binding fills, in numbers.</param>
internal sealed record OrderMargin(bool IsInitial, double Amount, string Explanation)
{
    /// <summary>As printed.</summary>
    public const string Name = "open orders";
}
