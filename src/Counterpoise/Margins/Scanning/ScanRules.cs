using Counterpoise.Markets;
using Counterpoise.Numerics;

namespace Counterpoise.Margins.Scanning;

/// <summary>
/// One competitor of a scan: a scenario and what is done to its profit and loss. In this order: pool P&amp;L (after the
/// static discount), −|x| if <see cref="IsAbsolute"/>, × weight, gain offset, dampener, clip.
/// </summary>
/// <param name="Table">Which table it stands in: <c>standard</c>, <c>extended</c>, <c>skew</c>.</param>
/// <param name="Scenario">The shock.</param>
public sealed record ScanCell(string Table, Scenario Scenario)
{
    /// <summary>Factor on the P&amp;L of linear contracts.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>
    /// Factor on the P&amp;L of inverse contracts; differs where the venue renormalises coin to dollars at the shocked
    /// price.
    /// </summary>
    public double InverseWeight { get; init; } = 1;

    /// <summary>A pool's P&amp;L x enters as −|x|: a gain in one expiry offsets nothing.</summary>
    public bool IsAbsolute { get; init; }

    /// <summary>
    /// A pool's P&amp;L is moved towards 0 by at most this many dollars (linear) or dollars of coin at the index
    /// (inverse).
    /// </summary>
    public double DampenerUsd { get; init; }

    /// <summary>Divisor of the dampener for inverse contracts: 1 + sign·range.</summary>
    public double InverseDampenerDivisor { get; init; } = 1;

    /// <summary>A pool's gain counts as 0.</summary>
    public bool ClipsGains { get; init; }

    /// <summary>A short name, e.g. <c>standard -16% vol up</c>.</summary>
    public string Name => Named(Move);

    /// <summary>The spot move as text, e.g. <c>+16%</c>.</summary>
    public string Move => $"{Scenario.SpotMove * 100:+0.###;-0.###;0}%";

    /// <summary>The name with the moves of several coins for its own.</summary>
    internal string Named(string moves) => $"{Table} {moves} {Scenario.Vol.Direction switch
    {
        VolDirection.Up => "vol up",
        VolDirection.Down => "vol down",
        VolDirection.SkewLinear => "linear",
        VolDirection.SkewAbsolute => "absolute",
        _ => "vol same",
    }}{(Scenario.Time == default ? "" : $" after {Scenario.Time.Seconds / 3_600:0.#} h")}";
}

/// <summary>
/// Static discount of an expiry's value V at a pool's shocked or unshocked total. V ≥ 0: long·e^{−T(r·longRate +
/// longAdd)}; V &lt; 0: min(1/D, short·e^{+T(r·shortRate + shortAdd)}), D = e^{−rT}. Derive PMRM_2, step 2.
/// </summary>
public sealed record StaticDiscount(
    double LongBase, double ShortBase, double LongRate, double ShortRate, double LongAdd, double ShortAdd)
{
    /// <summary>The factor on a non-negative value.</summary>
    public double ForGain(double years, double rate) => LongBase * Elementary.Exp(-years * (rate * LongRate + LongAdd));

    /// <summary>The factor on a negative value.</summary>
    public double ForLoss(double years, double rate) =>
        Math.Min(Elementary.Exp(rate * years), ShortBase * Elementary.Exp(years * (rate * ShortRate + ShortAdd)));
}

/// <summary>
/// Basis contingency: per expiry min(P&amp;L(up), P&amp;L(down), 0)·(add + multiple·T) with spot alone shocked and no
/// static discount, summed; it competes with the cells. Derive PMRM_2, step 5.
/// </summary>
public sealed record BasisContingency(Scenario Up, Scenario Down, double Add, double Multiple)
{
    /// <summary>Factor for an expiry.</summary>
    public double Factor(double years) => Add + Multiple * years;
}

/// <summary>
/// Before pools of a risk unit add up, a pool's gain is multiplied by <paramref name="Factor"/> and capped at
/// <paramref name="CapUsd"/> dollars. Deribit X:PM <c>pnl_offset</c>, <c>max_offsetable_pnl</c>.
/// </summary>
public sealed record GainOffset(double Factor, double CapUsd);
