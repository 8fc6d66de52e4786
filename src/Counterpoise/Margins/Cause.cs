namespace Counterpoise.Margins;

/// <summary>
/// Why a portfolio needs less (or more) than its positions alone. The order is the order in which causes are taken and
/// printed; <c>docs/numerics/attribution.md</c> defines each.
/// </summary>
public enum Cause
{
    /// <summary>Static discounts on the value of an expiry, without any shock.</summary>
    Discount = 0,

    /// <summary>Spot move to first order.</summary>
    Delta = 1,

    /// <summary>The rest of the spot move.</summary>
    Gamma = 2,

    /// <summary>Volatility move at the shocked spot (contains vanna).</summary>
    Vega = 3,

    /// <summary>Passing time and settlement averages.</summary>
    Theta = 4,

    /// <summary>Fixed-amount dampener and clip of extreme moves, venue rounding of the worst case.</summary>
    Tail = 5,

    /// <summary>Capped gains of one underlying against losses of another.</summary>
    CrossAsset = 6,

    /// <summary>Forwards of different expiries moving apart, where it competes with the scenarios.</summary>
    Basis = 7,

    /// <summary>Opposite deltas in different expiries.</summary>
    Calendar = 8,

    /// <summary>Short options paired with long ones of the same strike, or with other legs of a strategy.</summary>
    StrikeNetting = 9,

    /// <summary>Size of the position against what the market absorbs.</summary>
    Concentration = 10,

    /// <summary>Haircuts on collateral.</summary>
    Collateral = 11,

    /// <summary>Distrust of the prices themselves.</summary>
    Oracle = 12,

    /// <summary>Per-position charge of a standard rulebook.</summary>
    Standard = 13,
}

/// <summary>The printed names of causes.</summary>
public static class Causes
{
    private static readonly string[] Names =
    [
        "discount", "delta", "gamma", "vega", "theta", "tail", "cross-asset", "basis", "calendar", "strike netting",
        "concentration", "collateral", "oracle", "standard",
    ];

    /// <summary>All causes in their fixed order.</summary>
    public static IReadOnlyList<Cause> All { get; } = Enum.GetValues<Cause>();

    /// <summary>The name as printed, e.g. <c>strike netting</c>.</summary>
    public static string Name(this Cause cause) => Names[(int)cause];
}
